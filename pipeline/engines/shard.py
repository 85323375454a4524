"""A shard: a batch of inputs worked through in one process, its rows written as part files."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from spacy.language import Language

from pipeline.config import Config
from pipeline.engines.document import extract_document
from pipeline.engines.stages import load
from pipeline.publishing import write_part
from pipeline.reading import Reject, SourceDocument
from pipeline.tables import Rows, reject_row, to_arrow

SHARD_TABLES = (
    "documents",
    "articles",
    "sentences",
    "entities",
    "dates",
    "numbers",
    "events",
    "statistics",
    "checks",
    "rejects",
)
"""Tables that are written shard by shard; the others need the whole corpus."""

WARM_UP = "2024年3月，青河市总工会主席林晚介绍，全市已建职工驿站12个。"

Item = SourceDocument | Reject


@dataclass(frozen=True, slots=True)
class ShardResult:
    """What became of a shard; the rows themselves are in its part files."""

    index: int
    inputs: int
    documents: int
    rejects: int
    chars: int


@cache
def shared_nlp(config: Config) -> Language:
    """The spaCy pipeline of this process, made at first use.

    It is tried once on `WARM_UP`, which reads every lexicon: a broken one fails the run before any
    document is blamed for it.
    """
    nlp = load(config=config)
    nlp(WARM_UP)
    return nlp


def batch_rows(items: Sequence[Item], config: Config) -> Rows:
    """The rows of a batch of inputs. A document on which a stage fails becomes a reject."""
    rows: Rows = {name: [] for name in SHARD_TABLES}
    nlp = shared_nlp(config)
    with nlp.memory_zone():
        for item in items:
            made = _item_rows(nlp, item)
            for name, more in made.items():
                rows[name] += more
    return rows


def work_shard(index: int, items: Sequence[Item], folder: Path, config: Config) -> ShardResult:
    """Work through the batch and write its part files below `folder/<table>/`."""
    rows = batch_rows(items, config)
    for name in SHARD_TABLES:
        write_part(to_arrow(name, rows[name]), folder, name, index)
    return ShardResult(
        index=index,
        inputs=len(items),
        documents=len(rows["documents"]),
        rejects=len(rows["rejects"]),
        chars=sum(row["char_count"] for row in rows["documents"]),
    )


def _item_rows(nlp: Language, item: Item) -> Rows:
    if isinstance(item, Reject):
        return {"rejects": [reject_row(item)]}
    try:
        return extract_document(nlp, item)
    except Exception as error:  # one document must never stop the others
        logging.getLogger(__name__).debug("failed on %s", item.source_path, exc_info=True)
        return {
            "rejects": [reject_row(Reject(item.source_path, "failed", f"{type(error).__name__}: {error}"))]
        }
