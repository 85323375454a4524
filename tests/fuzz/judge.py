"""What must hold for the rows of any input, whatever is in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline.checking import check_tables
from pipeline.config import Config
from pipeline.contract import mention_tables
from pipeline.engines.batch import Batch, work_batch
from pipeline.engines.corpus import resolve_tables
from pipeline.engines.ledger import signatures_table
from pipeline.engines.units import Item
from pipeline.reading import read_inputs
from pipeline.tables import empty_tables
from tests.fuzz.mutate import Input

CONFIG = Config(page_seconds=20)
GIVEN_UP = ("failed", "too_slow")
"""Reasons of a reject that are faults of ours."""


class Judge:
    """Works inputs through as a worker of a run does, and says what does not hold."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def faults(self, inputs: Sequence[Input]) -> list[tuple[Input, str]]:
        """Each input on which something does not hold, with what. The rows of all are checked together,
        which is faster; where that finds faults, each half is tried again."""
        words = self._faults(inputs)
        if not words:
            return []
        if len(inputs) == 1:
            return [(inputs[0], "\n".join(words))]
        middle = len(inputs) // 2
        found = self.faults(inputs[:middle]) + self.faults(inputs[middle:])
        return found or [(inputs[0], "only together with those behind it: " + "\n".join(words))]

    def _faults(self, inputs: Sequence[Input]) -> list[str]:
        try:
            return list(self._found(inputs))
        except Exception as error:
            return [f"{type(error).__name__}: {error}"]

    def _found(self, inputs: Sequence[Input]) -> Iterator[str]:
        items: list[Item] = []
        for one in inputs:
            read = self._read(one)
            if one.single and len(read) != 1:
                yield f"{one.name}: {len(read)} documents and rejects were read"
            items += read
        batch = work_batch(items, CONFIG)
        yield from _lost(items, batch)
        for reject in batch.tables["rejects"].to_pylist():
            if reject["reason"] in GIVEN_UP or not reject["detail"]:
                yield f"rejected: {reject}"
        yield from _edges(batch)
        tables = empty_tables() | batch.tables
        tables |= resolve_tables(tables, signatures_table(batch.signatures))
        yield from (f for f in check_tables(tables.__getitem__).faults if not f.startswith("runs: "))

    def _read(self, one: Input) -> list[Item]:
        path = self.folder / one.name
        path.write_bytes(one.data)
        try:
            return list(read_inputs([path], CONFIG))
        finally:
            path.unlink()


def _lost(items: Sequence[Item], batch: Batch) -> Iterator[str]:
    made = sum(batch.tables[name].num_rows for name in ("documents", "rejects"))
    if made != len(items) or len(batch.units) != len(items):
        yield f"{len(items)} inputs, {made} documents and rejects, {len(batch.units)} units"


def _edges(batch: Batch) -> Iterator[str]:
    """The contract's check passes over white space; the first and last character must be the same even so."""
    texts = batch.tables["documents"].select(["document_id", "raw_text"]).to_pylist()
    raw: dict[str, str] = {row["document_id"]: row["raw_text"] for row in texts}
    for table in mention_tables():
        for row in batch.tables[table].select(["document_id", "text", "start", "end"]).to_pylist():
            yield from _edge(raw[row["document_id"]], table, row)


def _edge(page: str, table: str, row: dict[str, Any]) -> Iterator[str]:
    text, start, end = row["text"], row["start"], row["end"]
    if not text or not 0 <= start < end <= len(page) or page[start] != text[0] or page[end - 1] != text[-1]:
        yield f"{table}: the page has {page[start:end]!r} at {start}:{end}, the row says {text!r}"
