"""Figures that are followed over pages."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from typing import Any

from pipeline.resolution.stated import claims

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


class SeriesPoints:
    """Collects statistics into points: one for each series, period and unit."""

    def __init__(self) -> None:
        self._points: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
        self._reprints: dict[tuple[Any, ...], list[dict[str, Any]]] = {}

    def add(self, statistic: dict[str, Any], *, reprint: bool = False) -> None:
        """Take in a row of `statistics`; rows without a series are passed over. `reprint`: its article
        repeats an earlier one, so that it is no second witness."""
        if statistic["series_id"] is None:
            return
        key = (
            statistic["series_id"],
            statistic["period_start"],
            statistic["period_end"],
            statistic["unit"],
        )
        (self._reprints if reprint else self._points).setdefault(key, []).append(statistic)

    def witnesses(self) -> Iterator[list[dict[str, Any]]]:
        """The facts of each point, in the order they were added, without reprints."""
        yield from self._points.values()

    def rows(self) -> list[dict[str, Any]]:
        """The rows of the table `series`, sorted by series and period. Reprints are left out, unless
        a series is known from them alone."""
        followed = {key[0] for key in self._points}
        points = self._points | {k: v for k, v in self._reprints.items() if k[0] not in followed}
        return [_point(k, v) for k, v in sorted(points.items(), key=lambda item: _order(item[0]))]


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
