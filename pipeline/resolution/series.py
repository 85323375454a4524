"""Figures that are followed over pages."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from pipeline.resolution.stated import claims

if TYPE_CHECKING:  # the driver alone has DuckDB
    import duckdb

BATCH = 10_000
KEY = ("indicator", "subject", "measure", "predicate", "per")
"""The columns of a statistic that make its series."""


def series_id(row: dict[str, Any]) -> str | None:
    """The series of a statistic: a hash of indicator, subject, measure, predicate and per.

    None where indicator, subject or measure is not known, for what is only planned (such figures cannot
    be told apart well enough to be followed), and for headlines, whose figures the body states.
    """
    if (
        row["in_headline"]
        or row["status"] != "actual"
        or not (row["indicator"] and row["subject"] and row["measure"])
    ):
        return None
    text = "\x1f".join("" if row[k] is None else str(row[k]) for k in KEY)
    return "s" + hashlib.sha256(text.encode("utf-8")).hexdigest()[:15]


_COLUMNS = (
    *(
        "statistic_id",
        "article_id",
        "document_id",
        *KEY,
        "period_start",
        "period_end",
        "value",
        "low",
        "high",
    ),
    *("bound", "unit", "text", "place", "aggregation", "status", "part_of", "series_id", "corrected"),
)


Fact = dict[str, Any]


def series_points(corpus: duckdb.DuckDBPyConnection) -> Iterator[tuple[list[Fact], list[list[Fact]]]]:
    """The rows of the table `series`, sorted by series and period, one series at a time, each with the facts
    that bear witness to its points, the earlier published first; of a corpus with the relations
    `statistics`, `documents` and `duplicates`.

    Facts of an article that repeats an earlier one are no second witnesses: they are left out, unless a
    series is known from them alone, which then has points without witnesses.
    """
    batches = corpus.sql(
        f"""
        SELECT {", ".join("s." + name for name in _COLUMNS)}, original IS NOT NULL AS reprint
        FROM (SELECT * FROM statistics WHERE series_id IS NOT NULL) s
             JOIN (SELECT document_id, publication_start AS published FROM documents) d
               ON d.document_id = s.document_id
             LEFT JOIN duplicates ON duplicates.article_id = s.article_id
        ORDER BY series_id, published NULLS LAST, s.document_id, s.start, s.statistic_id
        """
    ).to_arrow_reader(BATCH)
    facts = (row for batch in batches for row in batch.to_pylist())
    for _, rows in groupby(facts, key=lambda row: row["series_id"]):
        members = list(rows)
        witnesses = [row for row in members if not row["reprint"]]
        points = _points(witnesses or members)
        yield [_point(k, v) for k, v in points], [v for _, v in points] if witnesses else []


def _points(facts: list[Fact]) -> list[tuple[tuple[Any, ...], list[Fact]]]:
    points: dict[tuple[Any, ...], list[Fact]] = {}
    for fact in facts:
        key = (fact["series_id"], fact["period_start"], fact["period_end"], fact["unit"])
        points.setdefault(key, []).append(fact)
    return sorted(points.items(), key=lambda item: _order(item[0]))


def _order(key: tuple[Any, ...]) -> tuple[Any, ...]:
    earliest = dt.date.min
    return key[0], key[2] or earliest, key[1] or earliest, key[3] or ""


def _point(key: tuple[Any, ...], facts: list[dict[str, Any]]) -> dict[str, Any]:
    values = {f["value"] for f in facts}
    ends = [x for f in facts for x in (f["low"], f["high"], f["value"]) if x is not None]
    claimed = [claims(f) for f in facts]
    return {k: facts[0][k] for k in KEY} | {
        "series_id": key[0],
        "period_start": key[1],
        "period_end": key[2],
        "value": values.pop() if len(values) == 1 else None,
        "low": min(ends, default=None),
        "high": max(ends, default=None),
        "unit": key[3],
        "statistic_ids": [f["statistic_id"] for f in facts],
        "conflict": max(low for low, _ in claimed) > min(high for _, high in claimed),
    }
