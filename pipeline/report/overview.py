"""What the front page shows: counts by indicator, followed series, failed checks, rejects."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.publishing import Folder, iter_parts, read_part
from pipeline.report import shown
from pipeline.report.names import words_link
from pipeline.report.shards import Article, Row

SAMPLE = 300  # marks of an indicator's chart
SHOWN_SERIES = 6  # charts of an indicator that are open at once
MAX_SERIES = 120
MAX_LISTED = 500  # failed checks, rejects


@dataclass(slots=True)
class Figures:
    """What is known of one indicator."""

    facts: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    subjects: set[str] = field(default_factory=set)
    units: Counter[str] = field(default_factory=Counter)  # of facts with value and period
    samples: dict[str, list[list[Any]]] = field(default_factory=lambda: defaultdict(list))  # by unit
    first: str = "9999"
    last: str = ""

    @property
    def unit(self) -> str | None:
        """The unit of most dated facts; None where no two have one unit."""
        common = self.units.most_common(1)
        return common[0][0] if common and common[0][1] > 1 else None

    @property
    def years(self) -> str:
        """The years that the facts speak of."""
        if not self.last:
            return ""
        return self.first if self.first == self.last else f"{self.first} – {self.last}"


class Overview:
    """Filled article by article; holds no more than a few hundred rows an indicator."""

    def __init__(self, wanted: Iterable[str]) -> None:
        self.wanted = frozenset(wanted)
        self.found: dict[str, Row] = {}  # facts that series and checks lead to
        self.figures: dict[str | None, Figures] = defaultdict(Figures)
        self._random = random.Random(0)

    def add(self, article: Article) -> None:
        """Count an article's facts."""
        for fact in article.mentions["statistics"]:
            if fact["statistic_id"] in self.wanted:
                self.found[fact["statistic_id"]] = fact | {"title": article.row["title"]}
            self._count(self.figures[fact["indicator"]], fact)

    def ordered(self) -> list[tuple[str | None, Figures]]:
        """Indicators, those with most facts first; what fits no indicator last."""
        return sorted(self.figures.items(), key=lambda item: (item[0] is None, -item[1].facts, item[0] or ""))

    def _count(self, figures: Figures, fact: Row) -> None:
        figures.facts += 1
        figures.statuses[fact["status"]] += 1
        if fact["subject"]:
            figures.subjects.add(fact["subject"])
        if fact["period_end"] is None:
            return
        year = f"{fact['period_end'].year:04d}"
        figures.first, figures.last = min(figures.first, year), max(figures.last, year)
        if fact["value"] is None:
            return
        unit = fact["unit"] or ""
        figures.units[unit] += 1
        sample = figures.samples[unit]
        place = len(sample) if len(sample) < SAMPLE else self._random.randrange(figures.units[unit])
        if place < SAMPLE:
            sample[place : place + 1] = [_mark(fact)]


def _mark(fact: Row) -> list[Any]:
    """A mark of a chart, in the order that static/charts.js names."""
    return [
        fact["period_end"],
        fact["value"],
        fact["status"],
        fact["subject"] or "",
        " ".join(filter(None, (fact["predicate"], fact["measure"]))),
        shown.value(fact),
        shown.period(fact["period_start"], fact["period_end"]),
        words_link(fact["statistic_id"]),
    ]


def followed_series(folder: Folder) -> list[list[Row]]:
    """The series that have two points or more, each as its points in the order of time."""
    paths = [path for _, path in iter_parts(folder, "series")]
    ids = pa.chunked_array(
        [c for p in paths for c in read_part(p, ["series_id"]).column(0).chunks], pa.string()
    )
    counted = pc.value_counts(ids)
    several = counted.field("values").filter(pc.greater(counted.field("counts"), 1))
    series: dict[str, list[Row]] = defaultdict(list)
    for path in paths:
        part = read_part(path)
        for row in part.filter(pc.is_in(part.column("series_id"), several)).to_pylist():
            series[row["series_id"]].append(row)
    for points in series.values():
        points.sort(key=lambda p: (p["period_end"] is None, str(p["period_end"]), str(p["period_start"])))
    return sorted(series.values(), key=lambda points: (-len(points), points[0]["series_id"]))


def checks_by_article(folder: Folder) -> dict[str, list[Row]]:
    """The rows of `checks` by article_id."""
    grouped: dict[str, list[Row]] = defaultdict(list)
    for _, path in iter_parts(folder, "checks"):
        for row in read_part(path).to_pylist():
            grouped[row["article_id"]].append(row)
    return grouped


def series_view(points: list[Row], found: dict[str, Row]) -> Row:
    """A series for the front page: what it is, its points with their words, and marks to draw."""
    first = points[0]
    shown_points, marks = [], []
    for point in points:
        sources = [found[i] for i in point["statistic_ids"] if i in found]
        status = sources[0]["status"] if sources else "actual"
        links = [(words_link(i), shown.value(found[i]) if i in found else i) for i in point["statistic_ids"]]
        shown_points.append(
            {
                "period": shown.period(point["period_start"], point["period_end"]),
                "value": shown.value(point | {"bound": sources[0]["bound"] if sources else None}),
                "status": status,
                "conflict": point["conflict"],
                "links": links,
            }
        )
        if point["period_end"] is not None:
            values = [s["value"] for s in sources if s["value"] is not None] if point["conflict"] else []
            for drawn in values or ([point["value"]] if point["value"] is not None else []):
                fact = point | {
                    "value": drawn,
                    "status": status,
                    "statistic_id": point["statistic_ids"][0],
                    "text": "",
                }
                marks.append(_mark(fact))
    return {
        "subject": first["subject"],
        "measure": " ".join(filter(None, (first["predicate"], first["measure"]))),
        "unit": first["unit"],
        "per": first["per"],
        "points": shown_points,
        "marks": marks if len({mark[0] for mark in marks}) > 1 else [],
    }
