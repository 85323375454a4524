"""From an id to the rows that are to be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds

from pipeline.contract import mention_tables, table
from pipeline.errors import BaoshuError
from pipeline.publishing import Folder, iter_parts, read_part, source
from pipeline.tables.rows import LETTERS
from pipeline.terminal.safe import safe

Row = dict[str, Any]

_NEAR = 5


@dataclass(slots=True)
class Page:
    """A document, those of its articles that are asked for, and the rows that stand in them.

    `rows`: for `sentences`, `checks` and each mention table the rows of each article, by article_id.
    `asked`: table and row that were asked for by the row's own id; `marked`: (table, id) of what stands
    for it in the text, which is several facts for a check.
    """

    document: Row
    articles: list[Row]
    rows: dict[str, dict[str, list[Row]]]
    asked: tuple[str, Row] | None = None
    marked: set[tuple[str, str]] = field(default_factory=set)


def whole_pages(folder: Folder) -> list[Page]:
    """All pages of a small result, whole."""
    reader = _Reader(folder)
    ids = [row["document_id"] for row in reader.rows("documents", "document_id", None)]
    return [_page(reader, document_id, None) for document_id in ids]


def lookup(folder: Folder, name: str) -> Page:
    """The page that holds the document, article, sentence, mention or check of the id `name`.

    A document comes with all articles, anything else with the one it stands in. `folder` is that of one
    published version. Raises BaoshuError B017, which names near ids, if there is no such row.
    """
    reader = _Reader(folder)
    if reader.rows("documents", "document_id", [name], narrow=True):
        return _page(reader, name, None)
    article_id, _, own = name.rpartition(":")
    rows = reader.rows("articles", "article_id", [name, article_id], narrow=True)
    found = {row["article_id"]: row["document_id"] for row in rows}
    if name in found:
        return _page(reader, found[name], name)
    if article_id not in found:
        raise _unknown(folder, name, _similar(reader, name))
    page = _page(reader, found[article_id], article_id)
    for kind in [table_name for table_name, letter in _LETTERS.items() if own.startswith(letter)]:
        key = str(table(kind).key)
        for row in page.rows[kind][article_id]:
            if row[key] == name:
                page.asked = (kind, row)
                facts = [("statistics", fact) for fact in row.get("statistic_ids", ())]
                page.marked.update(facts or [(kind, name)])
                return page
        raise _unknown(folder, name, _siblings([row[key] for row in page.rows[kind][article_id]], name))
    raise _unknown(folder, name, [article_id])


_LETTERS = LETTERS | {"sentences": "s", "checks": "c"}


class _Reader:
    """Reads rows of one published version, of large ones only the files that can hold them."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.ordinals: set[str] | None = None

    def rows(
        self, name: str, column: str, values: Sequence[str] | None, *, narrow: bool = False
    ) -> list[Row]:
        """Rows of the table whose `column` is one of `values`; None: all rows.

        With `narrow`, later calls look only into the parts of the same shard as those where rows were
        found now: the tables of a shard share the ordinal in their names. What was made of the whole
        corpus is always looked into.
        """
        parts = [(stem.split("-")[1], path) for stem, path in iter_parts(self.folder, name)]
        if self.ordinals is not None:
            parts = [(o, path) for o, path in parts if o in self.ordinals or not o.isdecimal()]
        if not parts:
            return []
        sources = [source(path) for _, path in parts]
        data = ds.dataset([path for path, _ in sources], filesystem=sources[0][1], format="parquet")
        wanted = None if values is None else ds.field(column).isin(list(values))
        found = data.to_table([*data.schema.names, "__filename"], filter=wanted)
        if narrow and found.num_rows:
            names = found["__filename"].unique().to_pylist()
            self.ordinals = {PurePosixPath(path).stem.split("-")[1] for path in names}
        rows: list[Row] = found.drop_columns(["__filename"]).to_pylist()
        return rows


def _page(reader: _Reader, document_id: str, article_id: str | None) -> Page:
    document = reader.rows("documents", "document_id", [document_id])[0]
    articles = [
        row
        for row in reader.rows("articles", "document_id", [document_id])
        if article_id in (None, row["article_id"])
    ]
    articles.sort(key=lambda row: int(row["position"]))
    ids = [row["article_id"] for row in articles]
    rows: dict[str, dict[str, list[Row]]] = {}
    for name in ("sentences", *mention_tables(), "checks"):
        rows[name] = {i: [] for i in ids} | _by_article(reader.rows(name, "article_id", ids))
    return Page(document, articles, rows)


def _by_article(rows: list[Row]) -> dict[str, list[Row]]:
    parted: dict[str, list[Row]] = {}
    for row in rows:
        parted.setdefault(row["article_id"], []).append(row)
    return parted


def _unknown(folder: Folder, name: str, near: list[str]) -> BaoshuError:
    out = folder.parent.parent if folder.parent.name == "versions" else folder
    hint = f"Near it: {safe(', '.join(near))}." if near else "The result holds no document."
    return BaoshuError(
        "B017", f"There is no file {safe(name)}, and no row of that id in {safe(str(out))}.", hint
    )


def _siblings(ids: list[str], name: str) -> list[str]:
    """The ids whose running number is nearest to that of `name`."""

    def number(row_id: str) -> int:
        digits = row_id.rpartition(":")[2][1:]
        return int(digits) if digits.isdecimal() else 0

    return sorted(sorted(ids, key=lambda i: abs(number(i) - number(name)))[:_NEAR], key=number)


def _similar(reader: _Reader, name: str) -> list[str]:
    """Ids of documents and articles that are written like `name`, most alike first."""
    import duckdb  # only who mistyped waits for it

    ids = [
        read_part(part, [column]).rename_columns(["id"])
        for kind, column in (("documents", "document_id"), ("articles", "article_id"))
        for _, part in iter_parts(reader.folder, kind)
    ]
    known = pa.concat_tables(ids) if ids else pa.table({"id": pa.array([], pa.string())})
    with duckdb.connect() as connection:
        connection.register("known", known)
        rows = connection.execute(
            "select distinct id, jaro_winkler_similarity(id, $name) near from known order by near desc, id limit $n",
            {"name": name, "n": _NEAR},
        ).fetchall()
    return [str(row[0]) for row in rows]
