"""The closed interval in which a page was published, worked out from its own words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from pipeline.extractors.dates.expression import DateExpression
from pipeline.mentions import Evidence, Publication

from .constraints import Constraint, Solution, between, open_days, solve
from .evidence import COUNTED, FIXED, constraints_of
from .years import latest_year

_GIVEN = 100_000
# Years that the table of milestones and a newspaper of ours can speak from.
_YEARS = range(1990, 2060)


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
    soft = [latest[1]] if latest else []
    years = _around(latest[0], constraints) if latest else _counted(constraints)
    if not years:
        return _not_before(constraints)
    solution = solve([*constraints, *soft], years)
    if any(c in soft for c in solution.dropped) and not any(_pins(c, solution) for c in solution.bounding):
        return _not_before(constraints)
    conflict = _told([f"{c.evidence.reason} (set aside)" for c in solution.dropped if c.weight >= COUNTED])
    if solution.interval is None:
        return Publication(conflict=conflict)
    evidence = [c.evidence for c in sorted(solution.bounding, key=lambda c: c.evidence.start)]
    return Publication(*solution.interval, "text", evidence, conflict)


def _given(
    day: dt.date, basis: str, supplied: dt.date | None, named: dt.date | None, constraints: list[Constraint]
) -> Publication:
    rule = Constraint(Evidence(0, 0, ""), _GIVEN, between(day, day))
    if day.year not in _YEARS:
        constraints = []  # nothing a newspaper says bears on it
    dropped = [c for c in solve([rule, *constraints], [day.year]).dropped if c is not rule]
    told = [f"{c.evidence.reason}, but the {basis} date is {day}" for c in dropped]
    if supplied and named and supplied != named:
        told.insert(0, f"the file name says {named}, the supplied date is {supplied}")
    return Publication(day, day, basis, [], _told(told))


def _around(year: int, constraints: list[Constraint]) -> range:
    """The years to try where `year` is the latest named: a misread plan must not move the page."""
    floors = [y for y in range(year, _YEARS.stop) if any(_opens(c, y) for c in constraints)]
    return range(max(year - 3, 1), min(max([year, *floors]) + 2, 9999))


def _counted(constraints: list[Constraint]) -> list[int]:
    """The years to try where none is named: those that anniversaries and zodiac years pin down."""
    counted = [c for c in constraints if c.weight in (COUNTED, FIXED)]
    possible = [y for y in _YEARS if all(open_days(c, y) for c in counted)] if counted else []
    return possible if possible and possible[-1] - possible[0] <= 2 else []


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


def _told(reasons: list[str]) -> str | None:
    return "; ".join(dict.fromkeys(reasons)) or None
