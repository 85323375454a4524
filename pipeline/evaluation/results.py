"""Reads the tables of a run, as far as gold asks for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from pathlib import Path, PurePosixPath
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from pipeline.contract import mention_tables
from pipeline.errors import BaoshuError

Row = dict[str, Any]

_NOT_COMPARED = frozenset({"body", "sentence"})


def placed_tables() -> tuple[str, ...]:
    """The tables whose rows have offsets into the page."""
    return ("articles", "sentences", *mention_tables())


class Results:
    """A result folder: one Parquet dataset a table, `<table>/*.parquet` or `<table>.parquet`.

    Raises BaoshuError B006 where a table is missing.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._names: dict[str, list[str]] = defaultdict(list)
        for document_id in self._open("documents").to_table(["document_id"])["document_id"].to_pylist():
            self._names[PurePosixPath(str(document_id)).name].append(document_id)

    def document_ids(self, stem: str) -> list[str]:
        """Ids of the documents whose last path component is `stem`."""
        return self._names.get(stem, [])

    def pages(self, ids: Collection[str]) -> dict[str, dict[str, list[Row]]]:
        """For each document id, its rows by table, in the order of the tables."""
        pages: dict[str, dict[str, list[Row]]] = {i: defaultdict(list) for i in ids}
        for table in ("documents", *placed_tables()):
            for row in self._rows(table, "document_id", ids):
                pages[row["document_id"]][table].append(row)
        owner = {row["article_id"]: i for i, page in pages.items() for row in page["articles"]}
        for row in self._rows("checks", "article_id", owner):
            pages[owner[row["article_id"]]]["checks"].append(row)
        return pages

    def _open(self, table: str) -> ds.Dataset:
        folder, file = self.root / table, self.root / f"{table}.parquet"
        files = [file] if file.is_file() else sorted(folder.glob("*.parquet"))
        if not files:
            hint = "Give the folder that a run wrote its tables to."
            raise BaoshuError("B006", f"{self.root}: there is no table {table!r}.", hint)
        return ds.dataset([str(file) for file in files], format="parquet")

    def _rows(self, table: str, key: str, values: Collection[str]) -> list[Row]:
        dataset = self._open(table)
        columns = [name for name in dataset.schema.names if name not in _NOT_COMPARED]
        wanted = pc.field(key).isin(pa.array(list(values), pa.string()))
        rows: list[Row] = dataset.to_table(columns, filter=wanted).to_pylist()
        return rows
