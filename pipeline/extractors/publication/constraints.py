"""Constraints on the day of publication, and their joint solution."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from pipeline.mentions import Evidence

# What a page hardly does, tell of a day long past without its year, outweighs the latest year named.
_STALE: Final = 11
ONE_DAY: Final = dt.timedelta(days=1)
# A year-free day told as past rarely lies further back than this.
_RECENT: Final = dt.timedelta(days=183)

Span = tuple[dt.date, dt.date]


@dataclass(slots=True, eq=False)
class Constraint:
    """One statement about the day of publication.

    `spans` gives, for an assumed calendar year of publication, the closed spans of days it leaves,
    each with True where the day named is taken to lie in a neighbouring year (a page of January
    tells of 20 December); what lies outside the year does not count. Where statements contradict each other the greater `weight` wins;
    `told` is the day in that year that a year-free statement is about. What only `guides` helps to
    find the year and does not narrow the interval in it. `known` keeps what `open_days` worked out.
    """

    evidence: Evidence
    weight: int
    spans: Callable[[int], list[tuple[dt.date, dt.date, bool]]]
    told: Callable[[int], dt.date | None] | None = None
    guides: bool = False
    known: dict[int, list[tuple[dt.date, dt.date, bool]]] = field(default_factory=dict, repr=False)


@dataclass(slots=True)
class Solution:
    interval: Span | None
    bounding: list[Constraint]
    dropped: list[Constraint]


def between(
    low: dt.date | None, high: dt.date | None
) -> Callable[[int], list[tuple[dt.date, dt.date, bool]]]:
    """Spans of a statement that names its own year; None leaves that side open."""
    stretch = [(low or dt.date.min, high or dt.date.max, False)]
    return lambda year: stretch


def solve(constraints: Iterable[Constraint], years: Iterable[int]) -> Solution:
    """The stretch of days of one year that satisfies the greatest weight of constraints.

    Statements that say the same count once. Of equal stretches the one that takes fewest
    statements out of their own year, and fewest for more than half a year old, is meant; then the
    earliest. What the stretch contradicts is in `dropped`.
    """
    unique = list({c.evidence.reason: c for c in reversed(list(constraints))}.values())
    unique.sort(key=lambda c: c.evidence.start)
    # The years that most weight falls into come first: those that cannot reach the best are left out.
    promised = [(-_promise(unique, year), year) for year in years]
    best: _Best | None = None
    for promise, year in sorted(promised):
        if best is None or -promise >= best.rank[0]:
            best = _best_of_year(unique, year, best)
    if best is None:
        return Solution(None, [], unique)
    (start, end), year = best.span, best.year
    kept: list[Constraint] = []
    dropped: list[Constraint] = []
    for c in unique:
        side = dropped
        for low, high, _ in open_days(c, year):
            if low <= start and end <= high:
                side = kept
        side.append(c)
    return Solution(best.span, _bounding(kept, best.span, year), dropped)


@dataclass(slots=True)
class _Best:
    rank: tuple[int, int]
    span: Span
    year: int


def _promise(constraints: list[Constraint], year: int) -> int:
    """The most weight that can fall on a day of the year."""
    total = 0
    for c in constraints:
        total += c.weight * len(open_days(c, year))
    return total


def _best_of_year(constraints: list[Constraint], year: int, best: _Best | None) -> _Best | None:
    """The stretch of the year that ranks above `best`, or as high and earlier; else `best` itself."""
    changes: dict[dt.date, tuple[int, int]] = {}  # of weight and of statements out of their year, by day
    stale_from: list[dt.date] = []
    for c in constraints:
        for low, high, wrapped in open_days(c, year):
            weight, cost = changes.get(low, (0, 0))
            changes[low] = (weight + c.weight, cost + wrapped)
            after = high + ONE_DAY
            weight, cost = changes.get(after, (0, 0))
            changes[after] = (weight - c.weight, cost - wrapped)
        if c.told is not None and (day := c.told(year)) is not None:
            stale_from.append(day + _RECENT)
    edges = sorted(changes)
    total = total_cost = 0
    for i in range(len(edges) - 1):
        begin = edges[i]
        weight, cost = changes[begin]
        total += weight
        total_cost += cost
        if best is not None and total < best.rank[0]:
            continue
        stale = 0
        for day in stale_from:
            if begin > day:
                stale += 2
        rank = (total - (_STALE if stale else 0), -total_cost - stale)
        if best is None or rank > best.rank or (rank == best.rank and year < best.year):
            best = _Best(rank, (begin, edges[i + 1] - ONE_DAY), year)
    return best


@lru_cache(maxsize=512)
def ends_of_year(year: int) -> Span:
    """Its first and last day."""
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def open_days(constraint: Constraint, year: int) -> list[tuple[dt.date, dt.date, bool]]:
    """The spans of a constraint within a year, empty ones left out."""
    if (found := constraint.known.get(year)) is not None:
        return found
    first, last = ends_of_year(year)
    found = []
    for low, high, wrapped in constraint.spans(year):
        low = low if low > first else first
        high = high if high < last else last
        if low <= high:
            found.append((low, high, wrapped))
    constraint.known[year] = found
    return found


def _bounding(constraints: list[Constraint], ends: Span, year: int) -> list[Constraint]:
    """The constraints that an end of the solution rests on, at most two an end."""
    found: list[Constraint] = []
    limits = ends_of_year(year)
    for side in (0, 1):
        touching = [c for c in constraints if any(s[side] == ends[side] for s in open_days(c, year))]
        if ends[side] == limits[side]:
            # The year's own edge: only what excludes the neighbouring year bounds it.
            other = year - 1 if side == 0 else year + 1
            touching = [c for c in touching if not open_days(c, other)]
        found += [c for c in touching if c not in found][:2]
    return found
