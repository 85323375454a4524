"""Works a batch of inputs through in one process: a document that fails takes no other with it."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
from spacy.language import Language

from pipeline.config import Config
from pipeline.engines.document import extract_documents
from pipeline.engines.shared import shared_nlp
from pipeline.engines.stages import StageError
from pipeline.engines.task import SHARD_TABLES, Watch, size_of
from pipeline.engines.timelimit import TimeLimitError, time_limit
from pipeline.engines.units import Item, unit_of
from pipeline.reading import Reject, SourceDocument
from pipeline.resolution import signature
from pipeline.tables import Rows, reject_row, to_arrow
from pipeline.text import SlowPatternError

GROUP_CHARS = 20_000
"""Code points that go through the stages together: enough that a stage stays in the processor's caches, so few
that it costs little to do them again one by one."""

_GIVEN_UP = {
    "failed": "The process that worked on it died each time; it may need more memory than there is.",
    "too_slow": "The process that worked on it had to be ended: it hung where no alarm reaches.",
}


@dataclass(slots=True)
class Batch:
    """Rows of a batch by table, and of which inputs they came."""

    tables: dict[str, pa.Table]
    units: list[dict[str, object]]
    signatures: list[dict[str, object]]


@dataclass(slots=True)
class _Done:
    """The rows of an input, and whether it is worth trying again in another run."""

    rows: Rows
    again: bool = False


def work_batch(
    items: Sequence[Item],
    config: Config,
    given_up: Mapping[bytes, str] | None = None,
    watch: Watch = lambda _: None,
    *,
    singly: bool = False,
) -> Batch:
    """The rows of a batch of inputs. A document on which a stage fails, whose rows do not keep the contract, or
    that takes longer than the settings allow, becomes a reject. `singly`: no two documents at a time."""
    nlp = shared_nlp(config)
    # what the batch's words add to spaCy's vocabulary goes with it; a zone for each document would make the
    # entry of each of its words anew
    with nlp.memory_zone():
        return _worked(nlp, items, config, given_up or {}, watch, singly=singly or config.foreign_ner)


def _worked(
    nlp: Language,
    items: Sequence[Item],
    config: Config,
    given_up: Mapping[bytes, str],
    watch: Watch,
    *,
    singly: bool,
) -> Batch:
    tables: dict[str, list[pa.Table]] = {name: [to_arrow(name, [])] for name in SHARD_TABLES}
    units: list[dict[str, object]] = []
    signatures: list[dict[str, object]] = []
    todo = deque(_groups(items, 0 if singly else GROUP_CHARS))
    while todo:
        group = todo.popleft()
        watch(group)
        members = [items[n] for n in group]
        names = [unit_of(item) for item in members]
        try:
            done = _extracted(nlp, members, config, [given_up.get(name) for name in names])
            made = _tables(done)
        except (Exception, TimeLimitError) as error:  # one document must never stop the others
            if len(group) > 1:  # which of them it was is not known
                todo.extendleft(range(n, n + 1) for n in reversed(group))
                continue
            done = [_failed(members[0], error, config)]
            made = _tables(done)
        for name, table in made.items():
            tables[name].append(table)
        units += map(_unit_row, members, names, done)
        signatures += [row for one in done for row in _signature_rows(one.rows)]
    watch(range(len(items), len(items)))
    return Batch({name: pa.concat_tables(parts) for name, parts in tables.items()}, units, signatures)


def _groups(items: Sequence[Item], chars: int) -> Iterator[range]:
    """The numbers of the items that are worked on together, until they have so many code points."""
    begin = size = 0
    for number, item in enumerate(items):
        size += size_of(item)
        if size >= chars:
            yield range(begin, number + 1)
            begin, size = number + 1, 0
    if begin < len(items):
        yield range(begin, len(items))


def _extracted(
    nlp: Language, items: Sequence[Item], config: Config, given_up: Sequence[str | None]
) -> list[_Done]:
    """What comes of each item. Raises whatever a stage raises, and TimeLimitError when they take longer than
    one document may."""
    sources = [i for i, why in zip(items, given_up, strict=True) if isinstance(i, SourceDocument) and not why]
    with time_limit(config.page_seconds):
        found = iter(extract_documents(nlp, sources) if sources else ())
    done = []
    for item, why in zip(items, given_up, strict=True):
        if isinstance(item, Reject):
            done.append(_rejected(item))
        elif why:
            done.append(_rejected(Reject(item.source_path, why, _GIVEN_UP[why]), again=True))
        else:
            done.append(_Done(next(found)))
    return done


def _failed(item: Item, error: BaseException, config: Config) -> _Done:
    logging.getLogger(__name__).debug("failed on %s", item.source_path, exc_info=error)
    if isinstance(error, TimeLimitError):
        detail = f"{error} (page_seconds = {config.page_seconds})."
        return _rejected(Reject(item.source_path, "too_slow", detail), again=True)
    if isinstance(error, StageError):
        slow = isinstance(error.__cause__, SlowPatternError)
        return _rejected(Reject(item.source_path, "too_slow" if slow else "failed", str(error)), again=slow)
    detail = f"{type(error).__name__}: {error}"
    return _rejected(Reject(item.source_path, "failed", detail), again=isinstance(error, MemoryError))


def _rejected(reject: Reject, *, again: bool = False) -> _Done:
    return _Done({"rejects": [reject_row(reject)]}, again)


def _tables(done: Sequence[_Done]) -> dict[str, pa.Table]:
    """The rows by table. Raises ValueError where they do not keep the contract."""
    rows: Rows = {name: [] for name in SHARD_TABLES}
    for one in done:
        for name, more in one.rows.items():
            rows[name] += more
    return {name: to_arrow(name, found) for name, found in rows.items() if found}


def _unit_row(item: Item, unit: bytes, done: _Done) -> dict[str, object]:
    documents = done.rows.get("documents")
    return {
        "unit": unit,
        "document_id": documents[0]["document_id"] if documents else None,
        "source_path": item.source_path,
        "chars": len(item.text) if isinstance(item, SourceDocument) else 0,
        "again": done.again,
    }


def _signature_rows(rows: Rows) -> Iterator[dict[str, object]]:
    for article in rows.get("articles", ()):
        found = signature(article["body"])
        if found:
            published = rows["documents"][0]["publication_start"]
            known = {k: article[k] for k in ("document_id", "article_id")}
            yield {**known, "published": published, "signature": found}
