"""Where a point of the calendar falls in the years that a page may be of."""

from __future__ import annotations

import datetime as dt

from pipeline.extractors.dates.denote import Anchors, denote, is_of_year, month_it_begins_in, within_year
from pipeline.extractors.dates.expression import Point
from pipeline.extractors.dates.stretches import Stretch


class Occurrences:
    """The point's occurrence in each calendar year, if it has one; each is worked out once."""

    def __init__(self, point: Point) -> None:
        self.point = point
        self.of_year = is_of_year(point)
        self.known: dict[int, Stretch | None] = {}

    def within(self, year: int) -> Stretch | None:
        if year not in self.known:
            of_year, point = self.of_year, self.point
            self.known[year] = within_year(point, year) if of_year else _seen_from(point, year)
        return self.known[year]

    def may_begin(self, first: int, last: int) -> bool:
        """Whether it can begin in one of the months."""
        month = month_it_begins_in(self.point) if self.of_year else None
        return month is None or first <= month <= last


def _seen_from(point: Point, year: int) -> Stretch | None:
    for month in (7, 1, 12):
        stretch = denote(point, Anchors(dt.date(year, month, 1)))
        if stretch is not None and year in (stretch.start.year, stretch.end.year):
            return stretch
    return None
