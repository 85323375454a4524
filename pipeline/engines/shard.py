"""Works a shard through: a batch of inputs in one process, its rows written as part files."""

from __future__ import annotations

import atexit
import gc
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache

import pyarrow as pa
from spacy.language import Language

from pipeline.config import Config
from pipeline.engines.document import extract_document
from pipeline.engines.ledger import SIGNATURES, UNITS, signatures_table, units_table
from pipeline.engines.stages import StageError, load
from pipeline.engines.task import SHARD_TABLES, Shard, ShardResult, Task, Watch
from pipeline.engines.timelimit import TimeLimitError, time_limit
from pipeline.engines.units import Item, unit_of
from pipeline.publishing import write_part
from pipeline.reading import Reject, SourceDocument
from pipeline.resolution import signature
from pipeline.tables import Rows, reject_row, to_arrow
from pipeline.text import SlowPatternError

WARM_UP = "2024年3月，青河市总工会主席林晚介绍，全市已建职工驿站12个。"


_GIVEN_UP = {
    "failed": "The process that worked on it died each time; it may need more memory than there is.",
    "too_slow": "The process that worked on it had to be ended: it hung where no alarm reaches.",
}


@dataclass(slots=True)
class Batch:
    """Rows of a batch by table, and of which inputs they came."""

    rows: Rows = field(default_factory=lambda: {name: [] for name in SHARD_TABLES})
    units: list[dict[str, object]] = field(default_factory=list)
    signatures: list[dict[str, object]] = field(default_factory=list)


VOCABULARY = 500_000
"""Words after which the spaCy pipeline is made anew. A memory zone takes its words out of the
vocabulary, but the hash table they stood in keeps their places and doubles whenever those run out: it
would grow with every word ever seen. At this size it takes some 16 MiB."""


def shared_nlp(config: Config) -> Language:
    """The spaCy pipeline of this process, made at first use and again after `VOCABULARY` words."""
    nlp = _made_nlp(config)
    if len(nlp.vocab) > VOCABULARY:  # spaCy counts the words it has made, also those that are gone
        del nlp
        _made_nlp.cache_clear()
        gc.unfreeze()
        gc.collect()  # a pipeline is full of cycles
        nlp = _made_nlp(config)
    return nlp


@cache
def _made_nlp(config: Config) -> Language:
    """A new pipeline.

    It is tried once on `WARM_UP`, which reads every lexicon: a broken one fails the run before any
    document is blamed for it.
    """
    with _kept_for_good():
        nlp = load(config=config)
        if config.ner in ("crf", "none"):
            # shape, prefix, lower case …: spaCy works them out of every new word, and no stage of ours asks
            nlp.vocab.lex_attr_getters = {}  # type: ignore[attr-defined]
        nlp(WARM_UP)
    return nlp


@contextmanager
def _kept_for_good() -> Iterator[None]:
    """What is made here stays: no garbage is looked for meanwhile, nor ever again among what is there then.

    It is looked for less often, too. A batch makes a hundred thousand objects, hardly any of them in cycles; to go
    through all of them and all lexicons again and again takes a fifteenth of a run.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        atexit.register(gc.unfreeze)  # else DuckDB, if it was imported before, calls its own types leaked
        gc.set_threshold(max(_THRESHOLDS[0], gc.get_threshold()[0]), *_THRESHOLDS[1:])
        if was_on:
            gc.enable()


_THRESHOLDS = (20_000, 20, 20)  # Python's own: 700, 10, 10


def work_batch(
    items: Sequence[Item],
    config: Config,
    given_up: Mapping[bytes, str] | None = None,
    watch: Watch = lambda _: None,
    *,
    proven: bool = False,
) -> Batch:
    """The rows of a batch of inputs. A document on which a stage fails, or that takes longer than the
    settings allow, becomes a reject; with `proven` also one whose rows do not keep the contract."""
    nlp = shared_nlp(config)
    # what the batch's words add to spaCy's vocabulary goes with it; a zone for each document would make the
    # entry of each of its words anew
    with nlp.memory_zone():
        return _worked(nlp, items, config, given_up or {}, watch, proven=proven)


def _worked(
    nlp: Language,
    items: Sequence[Item],
    config: Config,
    given_up: Mapping[bytes, str],
    watch: Watch,
    *,
    proven: bool,
) -> Batch:
    batch = Batch()
    for number, item in enumerate(items):
        watch(number)
        unit = unit_of(item)
        made, again = _item_rows(nlp, item, config, given_up.get(unit), proven=proven)
        for name, more in made.items():
            batch.rows[name] += more
        documents = made.get("documents", [])
        batch.units.append(
            {
                "unit": unit,
                "document_id": documents[0]["document_id"] if documents else None,
                "source_path": item.source_path,
                "chars": len(item.text) if isinstance(item, SourceDocument) else 0,
                "again": again,
            }
        )
        for article in made.get("articles", []):
            found = signature(article["body"])
            if found:
                published = documents[0]["publication_start"]
                known = {k: article[k] for k in ("document_id", "article_id")}
                batch.signatures.append({**known, "published": published, "signature": found})
    watch(len(items))
    return batch


def work_shard(shard: Shard, task: Task, watch: Watch = lambda _: None) -> ShardResult:
    """Work through the shard and write its part files below `task.folder/<table>/`, `_units` last.

    Raises BaoshuError B004 where they cannot be written.
    """
    batch = work_batch(shard.items, task.config, shard.given_up, watch)
    try:
        tables = _tables(batch.rows)
    except Exception:  # some document's rows are broken: it alone shall be rejected
        batch = work_batch(shard.items, task.config, shard.given_up, watch, proven=True)
        tables = _tables(batch.rows)
    part, rows = shard.part_by(task.fingerprint), batch.rows
    for name, table in tables.items():
        write_part(table, task.folder, name, part)
    write_part(signatures_table(batch.signatures), task.folder, SIGNATURES, part)
    write_part(units_table(batch.units, task.fingerprint), task.folder, UNITS, part)
    return ShardResult(
        part=part,
        inputs=len(shard.items),
        documents=len(rows["documents"]),
        rejects=len(rows["rejects"]),
        chars=sum(row["char_count"] for row in rows["documents"]),
    )


def _tables(rows: Rows) -> dict[str, pa.Table]:
    return {name: to_arrow(name, rows[name]) for name in SHARD_TABLES}


def _item_rows(
    nlp: Language, item: Item, config: Config, given_up: str | None, *, proven: bool
) -> tuple[Rows, bool]:
    """The rows of an input, and whether it is worth trying again in another run."""
    if isinstance(item, Reject):
        return _rejected(item), False
    if given_up is not None:
        return _rejected(Reject(item.source_path, given_up, _GIVEN_UP[given_up])), True
    try:
        with time_limit(config.page_seconds):
            rows = extract_document(nlp, item)
            if proven:
                _tables({name: rows.get(name, []) for name in SHARD_TABLES})
            return rows, False
    except TimeLimitError as error:
        detail = f"{error} (page_seconds = {config.page_seconds})."
        return _rejected(Reject(item.source_path, "too_slow", detail)), True
    except StageError as error:
        slow = isinstance(error.__cause__, SlowPatternError)
        return _failed(item, str(error), "too_slow" if slow else "failed"), slow
    except Exception as error:  # one document must never stop the others
        return _failed(item, f"{type(error).__name__}: {error}"), isinstance(error, MemoryError)


def _failed(item: SourceDocument, detail: str, reason: str = "failed") -> Rows:
    logging.getLogger(__name__).debug("failed on %s", item.source_path, exc_info=True)
    return _rejected(Reject(item.source_path, reason, detail))


def _rejected(item: Reject) -> Rows:
    return {"rejects": [reject_row(item)]}
