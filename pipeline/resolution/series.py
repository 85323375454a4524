"""Figures that are followed over pages."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from itertools import groupby
from typing import Any

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


_COLUMNS = ("statistic_id", "article_id", *KEY, "period_start", "period_end", "value", "low", "high", "unit")


def series_points(
    corpus: duckdb.DuckDBPyConnection,
) -> Iterator[tuple[list[dict[str, Any]], list[dict[str, Any]]]]:
    """The rows of the table `series`, sorted by series and period, one series at a time, each with the
    facts they were made of; of a corpus with the relations `statistics`, `documents` and `duplicates`.

    Facts of an article that repeats an earlier one are no second witnesses: they are left out, unless a
    series is known from them alone.
    """
    batches = corpus.sql(
        f"""
        SELECT {", ".join("s." + name for name in _COLUMNS)}, s.document_id, series_id,
               original IS NOT NULL AS reprint
        FROM (SELECT * FROM statistics WHERE series_id IS NOT NULL) s
             JOIN (SELECT document_id, publication_start AS published FROM documents) d
               ON d.document_id = s.document_id
             LEFT JOIN duplicates ON duplicates.article_id = s.article_id
        ORDER BY series_id, published NULLS LAST, s.document_id, s.start, s.statistic_id
        """
    ).to_arrow_reader(BATCH)
    facts = (row for batch in batches for row in batch.to_pylist())
    for series, rows in groupby(facts, key=lambda row: row["series_id"]):
        members = list(rows)
        witnesses = [row for row in members if not row["reprint"]] or members
        yield _points(series, witnesses), witnesses


def _points(series: str, facts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    points: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for fact in facts:
        key = (series, fact["period_start"], fact["period_end"], fact["unit"])
        points.setdefault(key, []).append(fact)
    return [_point(k, v) for k, v in sorted(points.items(), key=lambda item: _order(item[0]))]


def _order(key: tuple[Any, ...]) -> tuple[Any, ...]:
    earliest = dt.date.min
    return key[0], key[2] or earliest, key[1] or earliest, key[3] or ""


def _point(key: tuple[Any, ...], facts: list[dict[str, Any]]) -> dict[str, Any]:
    values = {f["value"] for f in facts}
    ends = [x for f in facts for x in (f["low"], f["high"], f["value"]) if x is not None]
    return {k: facts[0][k] for k in KEY} | {
        "series_id": key[0],
        "period_start": key[1],
        "period_end": key[2],
        "value": values.pop() if len(values) == 1 else None,
        "low": min(ends, default=None),
        "high": max(ends, default=None),
        "unit": key[3],
        "statistic_ids": [f["statistic_id"] for f in facts],
        "conflict": len({(f["value"], f["low"], f["high"]) for f in facts}) > 1,
    }
