"""Corpus-wide resolution over the part files of a staged run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.publishing import iter_parts, read_part, write_part
from pipeline.resolution import Duplicates, Organizations, SeriesPoints, corpus_check_rows
from pipeline.tables import to_arrow


def resolve_corpus(folder: Path) -> None:
    """Mark duplicate articles, write `series` and `organizations` and a further part of `checks`, reading
    part by part."""
    duplicates = _mark_duplicates(folder)
    made = corpus_tables(
        lambda name, columns: (read_part(path, columns) for _, path in iter_parts(folder, name)), duplicates
    )
    for name, table in made.items():
        if table.num_rows or name != "checks":
            index = max((number + 1 for number, _ in iter_parts(folder, name)), default=0)
            write_part(table, folder, name, index)


def corpus_tables(parts: Callable[[str, list[str]], Any], duplicates: set[str]) -> dict[str, pa.Table]:
    """The rows that only the corpus tells, from `parts(table, columns)` in document order: all of
    `series` and `organizations`, and the rows of `checks` that compare documents.

    Facts of articles that repeat an earlier one do not count twice.
    """
    bodies, points = Organizations(), SeriesPoints()
    for table in parts("entities", ["type", "name", "document_id"]):
        for row in table.filter(pc.equal(table["type"], "ORG")).to_pylist():
            bodies.add(row["name"], row["document_id"])
    columns = ["statistic_id", "article_id", "indicator", "subject", "measure", "predicate", "per"]
    columns += ["period_start", "period_end", "value", "low", "high", "bound", "unit", "text", "series_id"]
    columns += ["place", "aggregation", "status", "part_of"]
    for table in parts("statistics", columns):
        for row in table.to_pylist():
            points.add(row, reprint=row["article_id"] in duplicates)
    checks = corpus_check_rows(points.witnesses(), {})
    if checks:
        concerned = {row["article_id"] for row in checks}
        numbered = Counter(
            article_id
            for table in parts("checks", ["article_id"])
            for article_id in table["article_id"].to_pylist()
            if article_id in concerned
        )
        checks = corpus_check_rows(points.witnesses(), numbered)
    return {
        "checks": to_arrow("checks", checks),
        "series": to_arrow("series", points.rows()),
        "organizations": to_arrow("organizations", bodies.rows()),
    }


def duplicates_of(articles: pa.Table, known: Duplicates) -> list[str | None]:
    """For each row of `articles` the earlier article that it repeats."""
    ids, bodies = articles["article_id"].to_pylist(), articles["body"].to_pylist()
    return [known.add(i, b) for i, b in zip(ids, bodies, strict=True)]


def with_duplicates(articles: pa.Table, originals: list[str | None]) -> pa.Table:
    """`articles` with the column `duplicate_of` filled in."""
    index = articles.schema.get_field_index("duplicate_of")
    return articles.set_column(index, articles.schema.field(index), pa.array(originals, pa.string()))


def _mark_duplicates(folder: Path) -> set[str]:
    known, found = Duplicates(), set()
    for number, path in iter_parts(folder, "articles"):
        originals = duplicates_of(read_part(path, ["article_id", "body"]), known)
        if any(originals):
            articles = read_part(path)
            found |= {i for i, o in zip(articles["article_id"].to_pylist(), originals, strict=True) if o}
            write_part(with_duplicates(articles, originals), folder, "articles", number)
    return found
