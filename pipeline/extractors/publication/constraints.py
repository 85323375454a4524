"""Constraints on the day of publication, and their joint solution."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import accumulate
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
    tells of 20 December). Where statements contradict each other the greater `weight` wins;
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
    return lambda year: [
        (max(low or dt.date.min, dt.date(year, 1, 1)), min(high or dt.date.max, dt.date(year, 12, 31)), False)
    ]


def solve(constraints: Iterable[Constraint], years: Iterable[int]) -> Solution:
    """The stretch of days of one year that satisfies the greatest weight of constraints.

    Statements that say the same count once. Of equal stretches the one that takes fewest
    statements out of their own year, and fewest for more than half a year old, is meant; then the
    earliest. What the stretch contradicts is in `dropped`.
    """
    unique = list({c.evidence.reason: c for c in reversed(list(constraints))}.values())
    unique.sort(key=lambda c: c.evidence.start)
    best: tuple[tuple[int, int], Span, int] | None = None
    for year in years:
        spans = [(c, s) for c in unique for s in open_days(c, year)]
        edges = sorted({day for _, (low, high, _) in spans for day in (low, high + ONE_DAY)})
        place = {day: i for i, day in enumerate(edges)}
        weights, wraps = [0] * (len(edges) + 1), [0] * (len(edges) + 1)
        for c, (low, high, wrapped) in spans:
            first, after = place[low], place[high + ONE_DAY]
            weights[first] += c.weight
            weights[after] -= c.weight
            wraps[first] += wrapped
            wraps[after] -= wrapped
        told = [day for c in unique if c.told is not None and (day := c.told(year)) is not None]
        for begin, stop, weight, cost in zip(
            edges, edges[1:], accumulate(weights), accumulate(wraps), strict=False
        ):
            stale = 2 * sum(begin - day > _RECENT for day in told)
            rank = (weight - (_STALE if stale else 0), -cost - stale)
            if best is None or rank > best[0]:
                best = (rank, (begin, stop - ONE_DAY), year)
    if best is None:
        return Solution(None, [], unique)
    _, (start, end), year = best
    kept = [c for c in unique if any(low <= start and end <= high for low, high, _ in open_days(c, year))]
    dropped = [c for c in unique if c not in kept]
    return Solution((start, end), _bounding(kept, (start, end), year), dropped)


def open_days(constraint: Constraint, year: int) -> list[tuple[dt.date, dt.date, bool]]:
    """The spans of a constraint within a year, empty ones left out."""
    if (found := constraint.known.get(year)) is not None:
        return found
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    spans = ((max(low, first), min(high, last), wrapped) for low, high, wrapped in constraint.spans(year))
    found = constraint.known[year] = [s for s in spans if s[0] <= s[1]]
    return found


def _bounding(constraints: list[Constraint], ends: Span, year: int) -> list[Constraint]:
    """The constraints that an end of the solution rests on, at most two an end."""
    found: list[Constraint] = []
    limits = (dt.date(year, 1, 1), dt.date(year, 12, 31))
    for side in (0, 1):
        touching = [c for c in constraints if any(s[side] == ends[side] for s in open_days(c, year))]
        if ends[side] == limits[side]:
            # The year's own edge: only what excludes the neighbouring year bounds it.
            other = year - 1 if side == 0 else year + 1
            touching = [c for c in touching if not open_days(c, other)]
        found += [c for c in touching if c not in found][:2]
    return found
