"""The closed interval in which a page was published, worked out from its own words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache
from typing import Final

from pipeline.extractors.dates.expression import DateExpression
from pipeline.mentions import Evidence, Publication

from .constraints import Constraint, Solution, Span, between, open_days, solve
from .evidence import APPOSED, COUNTED, DATED, ELAPSED, FIXED, constraints_of, milestones
from .years import LatestYear, latest_year

_GIVEN: Final = 100_000
# Years that the table of milestones and a newspaper of ours can speak from.
_YEARS: Final = range(1990, 2060)
_AHEAD: Final = 6


def publication_interval(
    expressions: Sequence[DateExpression],
    text: str,
    *,
    supplied: dt.date | None,
    from_filename: dt.date | None,
    articles: Sequence[tuple[int, int]],
) -> Publication:
    """When a page was published: the supplied date, else the file name's, else its own words.

    The words' interval is the joint solution of all statements that `evidence` reads, in the year
    that contradicts least of them; the result lists those it rests on (offsets into `text`). Its
    end is None where the words only say "not before". A given date stands; what contradicts it is
    told in `conflict`, as are statements that contradict each other, where the stronger stands.
    """
    constraints = constraints_of(text, expressions, articles)
    given = supplied or from_filename
    if given is not None:
        return _given(given, "supplied" if supplied else "filename", supplied, from_filename, constraints)
    latest = latest_year(text, expressions, articles)
    soft = [latest.constraint] if latest else []
    years = _around(latest, constraints) if latest else _counted(constraints, _window())
    if not years:
        return _not_before([*constraints, *soft])
    solution = solve([*constraints, *soft], years)
    lengths = [c for c in constraints if c.weight == ELAPSED]
    constraints = [c for c in constraints if not c.guides]
    if solution.interval is not None:
        year = solution.interval[0].year
        lengths = [c for c in lengths if open_days(c, year)][:2]
        solution = solve([*constraints, *soft], [year])
    kept = [c for c in constraints if c not in solution.dropped]
    if any(c in soft for c in solution.dropped):
        pinning = [c for c in kept if _pins(c, solution)]
        if not (pinning or lengths) and not any(_begins(c, solution) for c in kept):
            return _not_before(constraints)
        solution.bounding += [c for c in pinning if c not in solution.bounding][:2]
    conflict = _told([f"{c.evidence.reason} (set aside)" for c in solution.dropped if c.weight >= COUNTED])
    if solution.interval is None:
        return Publication(conflict=conflict)
    interval, crossing = _over_new_year(solution.interval, kept)
    bounding = [c for c in solution.bounding if crossing is None or c not in soft]
    bounding += [crossing] if crossing is not None and crossing not in bounding else []
    if not any(_pins(c, solution) for c in bounding):
        bounding += lengths
    evidence = [c.evidence for c in sorted(bounding, key=lambda c: c.evidence.start)]
    return Publication(*interval, "text", evidence, conflict)


def _over_new_year(interval: Span, kept: list[Constraint]) -> tuple[Span, Constraint | None]:
    """The interval run on into January, where all that is kept allows it and a day still ahead ends it
    there, with what says so: 12月28日…举行了, 报名1月10日截止. The solver looks at one year at a time."""
    if (interval[1].month, interval[1].day) != (12, 31) or interval[0].month < 11 or not kept:
        return interval, None
    year = interval[1].year + 1
    ends = []
    for c in kept:
        spans = [s for s in open_days(c, year) if s[0] == dt.date(year, 1, 1)]
        if not spans:
            return interval, None
        high, own = max((high, not wrapped) for _, high, wrapped in spans)
        ends.append((high, own, c))
    high, own_year, last = min(ends, key=lambda e: (e[0], not e[1]))
    if not own_year or high.month > 2:
        return interval, None
    return (interval[0], high), last


def _given(
    day: dt.date, basis: str, supplied: dt.date | None, named: dt.date | None, constraints: list[Constraint]
) -> Publication:
    rule = Constraint(Evidence(0, 0, ""), _GIVEN, between(day, day))
    if day.year not in _YEARS:
        constraints = []  # nothing a newspaper says bears on it
    dropped = [
        c for c in solve([rule, *constraints], [day.year]).dropped if c is not rule and c.weight >= COUNTED
    ]
    told = [f"{c.evidence.reason}, but the {basis} date is {day}" for c in dropped]
    if supplied and named and supplied != named:
        told.insert(0, f"the file name says {named}, the supplied date is {supplied}")
    return Publication(day, day, basis, [], _told(told))


def _around(latest: LatestYear, constraints: list[Constraint]) -> Sequence[int]:
    """The years to try beside the latest named: a misread plan must not move the page.

    Where that year is the beginning of something (a founding, an entry), only days named in two
    calendars and counted years say how much later the page is.
    """
    year = latest.year
    pinned = _counted([*constraints, latest.constraint], _window(year)) or _near(constraints, year)
    if latest.history:
        return pinned
    counted = [c for c in constraints if c.weight == COUNTED]
    floors = [y for y in range(year, _YEARS.stop) if any(_opens(c, y) for c in counted)]
    return sorted({*range(max(year - 3, 1), min(max([year, *floors]) + 2, 9999)), *pinned})


def _window(year: int | None = None) -> range:
    """The years looked through where none is named: one cycle of moon and sun, after which lunar
    days fall on the same days of the calendar again. It ends some years after the last milestone."""
    stop = _last_milestone() + _AHEAD
    return range(max(stop - 19, year or 0), max(stop, (year or 0) + _AHEAD))


@cache
def _last_milestone() -> int:
    """The year of the latest event of known date."""
    years: list[int] = [day.year for day in milestones()["since"].values()]
    return max(years)


def _counted(constraints: list[Constraint], years: range) -> list[int]:
    """Those of the years that days named in two calendars, anniversaries and zodiac years pin down."""
    possible = _agreeing(constraints, years)
    return possible if possible and possible[-1] - possible[0] <= 2 else []


def _near(constraints: list[Constraint], year: int) -> list[int]:
    """The first year that fits soon after `year`, where the next that does is years off."""
    possible = _agreeing(constraints, range(year, year + _AHEAD))
    return possible if possible and possible[-1] - possible[0] <= 2 and possible[0] <= year + 2 else []


def _agreeing(constraints: list[Constraint], years: range) -> list[int]:
    found = list(years)
    counted = [c for c in constraints if c.weight in (ELAPSED, COUNTED, APPOSED, FIXED)]
    for c in counted:
        found = [y for y in found if open_days(c, y)]
    return found if counted else []


def _not_before(constraints: list[Constraint]) -> Publication:
    """No year to go by: events of known date still say "not before"."""
    known = [
        (open_days(c, year)[0][0], c)
        for c in constraints
        for year in _YEARS
        if _opens(c, year) and all(open_days(c, later) for later in _YEARS if later > year)
    ]
    if not known:
        return Publication()
    low, constraint = max(known, key=lambda k: k[0])
    return Publication(low, None, "text", [constraint.evidence], None)


def _opens(constraint: Constraint, year: int) -> bool:
    """Whether publication may lie in this year, but not in the one before."""
    return (
        constraint.weight == COUNTED
        and bool(open_days(constraint, year))
        and not open_days(constraint, year - 1)
    )


def _pins(constraint: Constraint, solution: Solution) -> bool:
    """Whether the constraint rules out the year after the solution's."""
    return solution.interval is not None and not open_days(constraint, solution.interval[0].year + 1)


def _begins(constraint: Constraint, solution: Solution) -> bool:
    """Whether the constraint names a day of the solution's year that publication does not precede."""
    if solution.interval is None or constraint.weight != DATED:
        return False
    year = solution.interval[0].year
    return bool(open_days(constraint, year)) and not open_days(constraint, year - 1)


def _told(reasons: list[str]) -> str | None:
    return "; ".join(dict.fromkeys(reasons)) or None
