"""The days that a point of the calendar denotes, seen from a given day."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any, Final, NamedTuple

from .chinese_calendar import cycle_of, lunar_day, lunar_month, lunar_new_year, solar_terms
from .expression import Point
from .lexicon import lexicon
from .stretches import ONE_DAY, Stretch, length_of_month, whole_months

_CLOSE_DAYS: Final = 45


class Anchors(NamedTuple):
    """`today` is the day of publication assumed, `context` what the article dated last."""

    today: dt.date | None
    context: Stretch | None = None
    near: bool = False  # the context stands close enough to lend its year to a bare month
    tense: str | None = None


def denote(point: Point, anchors: Anchors) -> Stretch | None:
    """The stretch of days, or None where the anchors do not decide it or no such day exists."""
    try:
        found = _denote(point, anchors)
    except (ValueError, OverflowError):
        return None
    return found if found is not None and found.start <= found.end else None


def _denote(p: Point, a: Anchors) -> Stretch | None:
    if p.years:
        return Stretch(dt.date(p.years[0], 1, 1), dt.date(p.years[1], 12, 31), "explicit")
    if p.day_shift is not None:
        return _relative_day(p, a)
    if p.week_shift is not None:
        return _week(p, a)
    if p.cycle is not None or p.zodiac is not None:
        return _cycle_year(p, a)
    if p.festival == "newyear":
        if a.today is None or 3 < a.today.month < 11:
            return None
        year = a.today.year + (a.today.month > 3)
        return whole_months(year, 1, 12, "publication")
    if p.festival or p.lunar:
        return _calendar_day(p, a)
    if p.nth and p.nth[0] in ("Q", "H"):
        if a.today is None:
            return None
        return _shifted_part(a.today, 3 if p.nth[0] == "Q" else 6, p.nth[1])
    if p.month_shift is not None:
        return _relative_month(p, a)
    named, basis = _year(p, a)
    if p.same_period:
        return _same_period(named, a.context)
    if named is not None:
        return _within_year(p, named, basis)
    if p.year_shift is not None:
        return None
    return _open_year(p, a)


def _same_period(year: int | None, context: Stretch | None) -> Stretch | None:
    """The context's stretch moved into `year`, where it lies within the year after."""
    if year is None or context is None or not context.start.year == context.end.year == year + 1:
        return None
    start, end = context.start, context.end
    first, last = length_of_month(year, start.month), length_of_month(year, end.month)
    to_month_end = end.day == length_of_month(end.year, end.month)
    return Stretch(
        dt.date(year, start.month, min(start.day, first)),
        dt.date(year, end.month, last if to_month_end else min(end.day, last)),
        "context",
    )


def _shifted_part(today: dt.date, size: int, shift: int) -> Stretch:
    """The quarter (3 months) or half year (6) so many after today's."""
    months = today.year * 12 + ((today.month - 1) // size + shift) * size
    return whole_months(months // 12, months % 12 + 1, months % 12 + size, "publication")


def _relative_day(p: Point, a: Anchors) -> Stretch | None:
    shift = dt.timedelta(days=p.day_shift or 0)
    if p.anchor == "context":
        if a.context is None or a.context.start != a.context.end:
            return None
        day = a.context.start + shift
        return Stretch(day, day, "context")
    if a.today is None:
        return None
    return Stretch(a.today + shift, a.today + shift, "publication")


def _week(p: Point, a: Anchors) -> Stretch | None:
    if a.today is None or p.week_shift is None:
        return None
    monday = a.today - dt.timedelta(days=a.today.weekday()) + dt.timedelta(weeks=p.week_shift)
    if p.portion is not None:
        return Stretch(
            monday + (p.portion[1] - 1) * ONE_DAY, monday + (p.portion[2] - 1) * ONE_DAY, "publication"
        )
    if p.weekday is None:
        return Stretch(monday, monday + 6 * ONE_DAY, "publication")
    if p.weekday == 67:
        return Stretch(monday + 5 * ONE_DAY, monday + 6 * ONE_DAY, "publication")
    day = monday + (p.weekday - 1) * ONE_DAY
    return Stretch(day, day, "publication")


def _relative_month(p: Point, a: Anchors) -> Stretch | None:
    if p.anchor == "context":
        if a.context is None or (a.context.start.year, a.context.start.month) != (
            a.context.end.year,
            a.context.end.month,
        ):
            return None
        base, basis = a.context.start, "context"
    elif a.today is not None:
        base, basis = a.today, "publication"
    else:
        return None
    months = base.year * 12 + base.month - 1 + (p.month_shift or 0)
    return _within_month(p, months // 12, months % 12 + 1, basis)


def _year(p: Point, a: Anchors) -> tuple[int | None, str]:
    if p.year is not None:
        return p.year, "explicit"
    if p.year_shift is None:
        return None, ""
    if p.anchor == "context" or (p.anchor == "nearest" and a.near):
        if a.context is not None and a.context.start.year == a.context.end.year:
            return a.context.start.year + p.year_shift, "context"
        return None, ""
    return (a.today.year + p.year_shift, "publication") if a.today else (None, "")


def _within_year(p: Point, year: int, basis: str) -> Stretch | None:
    if p.month is not None:
        return _within_month(p, year, p.month, basis)
    if p.day is not None:
        return None
    if p.portion and p.portion[0] == "month":
        return whole_months(year, p.portion[1], p.portion[2], basis)
    if p.portion:
        return None
    whole = whole_months(year, 1, 12, basis)
    return _nth(p.nth, whole) if p.nth else whole


def _within_month(p: Point, year: int, month: int, basis: str) -> Stretch | None:
    if p.day is not None:
        day = dt.date(year, month, p.day)
        return Stretch(day, day, basis)
    length = length_of_month(year, month)
    if p.portion and p.portion[0] == "day":
        last = min(p.portion[2] or length, length)
        return Stretch(dt.date(year, month, p.portion[1]), dt.date(year, month, last), basis)
    whole = Stretch(dt.date(year, month, 1), dt.date(year, month, length), basis)
    return _nth(p.nth, whole) if p.nth else whole


def _nth(nth: tuple[str, int], whole: Stretch) -> Stretch | None:
    """第二周, 第九个月, 最后一个星期一 of a year or month. A week belongs to the month of its Monday."""
    unit, number = nth
    if unit == "M":
        return whole_months(whole.start.year, number, number, whole.basis) if 1 <= number <= 12 else None
    if unit[0] in "FL" and number < 400:
        return _edge(unit, number, whole)
    if unit == "QN":
        return (
            whole_months(whole.start.year, number * 3 - 2, number * 3, whole.basis)
            if 1 <= number <= 4
            else None
        )
    weekend = unit == "WD67"
    weekday = 5 if weekend else int(unit[2:]) - 1 if unit.startswith("WD") else 0
    if number > 0:
        first = whole.start + ((weekday - whole.start.weekday()) % 7) * ONE_DAY
        day = first + (number - 1) * 7 * ONE_DAY
    else:
        day = whole.end - ((whole.end.weekday() - weekday) % 7) * ONE_DAY
    if not whole.start <= day <= whole.end:
        return None
    length = 1 if weekend else 0 if unit.startswith("WD") else 6
    return Stretch(day, day + length * ONE_DAY, whole.basis)


def _edge(unit: str, number: int, whole: Stretch) -> Stretch | None:
    """前4个月, 最后3周 of a year. The last weeks are those that end within it."""
    if unit[1] == "M":
        months = (1, number) if unit[0] == "F" else (13 - number, 12)
        return whole_months(whole.start.year, *months, whole.basis) if 1 <= number <= 12 else None
    if unit[1] == "D":
        span = (number - 1) * ONE_DAY
        return (
            Stretch(whole.start, whole.start + span, whole.basis)
            if unit[0] == "F"
            else Stretch(whole.end - span, whole.end, whole.basis)
        )
    monday = whole.start + (-whole.start.weekday() % 7) * ONE_DAY
    sunday = whole.end - ((whole.end.weekday() + 1) % 7) * ONE_DAY
    days = 7 * number * ONE_DAY - ONE_DAY
    return (
        Stretch(monday, monday + days, whole.basis)
        if unit[0] == "F"
        else Stretch(sunday - days, sunday, whole.basis)
    )


def _open_year(p: Point, a: Anchors) -> Stretch | None:
    """A month, a day or a part of a year whose year the text leaves to its reader."""
    if p.month is None and p.portion is None and p.day is None:
        return None
    if p.month is None and (p.day is not None or (p.portion is not None and p.portion[0] == "day")):
        return _open_month(p, a)
    if a.near and a.context is not None and a.context.start.year == a.context.end.year:
        found = _within_year(p, a.context.start.year, "context")
        if found is not None and found.end >= a.context.start:
            return found
    if a.today is None:
        return None
    year = a.today.year
    near = _existing(p, year - 1, year + 1)
    if len(near) < 3:  # a day that not every year has
        near = _existing(p, year - 4, year + 4)
    return _choose(near, a.today, a.tense, year)


def _existing(p: Point, first: int, last: int) -> list[Stretch]:
    """The stretches of the point in those of the years that have it."""
    found = []
    for year in range(first, last + 1):
        if (stretch := within_year(p, year)) is not None:
            found.append(stretch)
    return found


def is_of_year(p: Point) -> bool:
    """Whether nothing but the year decides the point's days: 3月5日, 上半年, 今年5月."""
    return (
        (p.month is not None or (p.portion is not None and p.portion[0] == "month"))
        and p.year is None
        and p.year_shift in (None, 0)
        and not (p.years or p.festival or p.lunar or p.same_period)
        and p.day_shift is p.week_shift is p.month_shift is p.cycle is p.zodiac is None
        and not (p.nth and p.nth[0] in ("Q", "H"))
        and p.anchor != "context"
    )


def month_it_begins_in(p: Point) -> int | None:
    """The month that a point that `is_of_year` begins in, whatever the year; None where that is open."""
    if p.nth is not None:
        return None
    if p.month is not None:
        return p.month
    return (p.portion[1] - 1) % 12 + 1 if p.portion is not None else None


def within_year(p: Point, year: int) -> Stretch | None:
    """The point's stretch in a calendar year, for one that `is_of_year`; None where it has no such day."""
    try:
        return _within_year(p, year, "publication")
    except ValueError:
        return None


def _valid_month(p: Point, months: int) -> Stretch | None:
    try:
        return _within_month(p, months // 12, months % 12 + 1, "publication")
    except ValueError:
        return None


def _open_month(p: Point, a: Anchors) -> Stretch | None:
    context = a.context
    if context is not None and (context.start.year, context.start.month) == (
        context.end.year,
        context.end.month,
    ):
        found = _within_month(p, context.start.year, context.start.month, "context")
        if found is not None and found.end >= context.start:
            return found
    if a.today is None:
        return None
    months = a.today.year * 12 + a.today.month - 1
    stretches = [s for m in (months - 1, months, months + 1) if (s := _valid_month(p, m)) is not None]
    if a.tense == "ahead":
        return next((s for s in stretches if s.end >= a.today), None)
    if a.tense == "past":
        return next((s for s in reversed(stretches) if s.start <= a.today), None)
    same = [s for s in stretches if (s.start.year, s.start.month) == (a.today.year, a.today.month)]
    return same[0] if same else (stretches[0] if stretches else None)


def _choose(stretches: list[Stretch], today: dt.date, tense: str | None, year: int) -> Stretch | None:
    """The occurrence that is meant: the last one told as past, the next one still ahead, else that
    of the year of publication, unless it lies eight months off and another does not. What lies
    within weeks of publication is meant however it is told."""
    stretches = sorted(stretches)
    close = min(stretches, key=lambda s: abs((s.start - today).days), default=None)
    if close is not None and tense and abs((close.start - today).days) <= _CLOSE_DAYS:
        return close
    if tense == "ahead":
        return next((s for s in stretches if s.end >= today), None)
    if tense == "past":
        return next((s for s in reversed(stretches) if s.start <= today), None)
    same = [s for s in stretches if s.start.year == year]
    if same and abs((same[0].start - today).days) <= 245:
        return same[0]
    return close


def _cycle_year(p: Point, a: Anchors) -> Stretch | None:
    """龙年, 乙巳年: the lunar year nearest to publication, or the one that is named beside it."""
    size = 60 if p.cycle is not None else 12
    place = p.cycle if p.cycle is not None else p.zodiac
    around = p.year or (a.today.year if a.today else None)
    if around is None:
        return None
    half = size // 2
    year = next(
        (y for d in range(half + 1) for y in (around - d, around + d) if cycle_of(y) % size == place), None
    )
    if year is None:
        return None
    if p.lunar:
        return _lunar(year, p.lunar)
    if p.festival:
        return _occurrence(p, year)
    start, after = lunar_new_year(year), lunar_new_year(year + 1)
    return Stretch(start, after - ONE_DAY, "lunar") if start and after else None


@lru_cache(maxsize=4096)
def _lunar(year: int, lunar: tuple[int, int | None]) -> Stretch | None:
    month, day = lunar
    if day is not None:
        found = lunar_day(year, month, day)
        return Stretch(found, found, "lunar") if found else None
    whole = lunar_month(year, month)
    return Stretch(whole[0], whole[0] + (whole[1] - 1) * ONE_DAY, "lunar") if whole else None


def _calendar_day(p: Point, a: Anchors) -> Stretch | None:
    """A festival, a solar term or a lunar day: in its year, or the occurrence nearest to publication."""
    year = _year(p, a)[0]
    if year is not None:
        found = [s for y in (year, year - 1) if (s := _occurrence(p, y)) is not None and s.start.year == year]
        if not found:
            return None
        lunar = p.lunar or (p.festival and lexicon().festivals.get(p.festival, {}).get("lunar"))
        return found[-1] if lunar else found[0]
    if a.today is None:
        return None
    today, nearest, least = a.today, None, 0
    for y in range(today.year - 2, today.year + 3):
        s = _occurrence(p, y)
        if s is None:
            continue
        if a.tense == "ahead":
            if nearest is None and s.end >= today:
                nearest = s
            continue
        distance = abs((s.start - today).days)
        if nearest is None or distance < least:
            nearest, least = s, distance
    return nearest


def _occurrence(p: Point, year: int) -> Stretch | None:
    if p.lunar:
        return _lunar(year, p.lunar)
    return _festival(p.festival, year) if p.festival else None


@lru_cache(maxsize=4096)
def _festival(name: str, year: int) -> Stretch | None:
    """The day of a festival or solar term in a calendar year (a lunar one: in a lunar year)."""
    rule: dict[str, Any] = lexicon().festivals.get(name, {})
    day: dt.date | None = None
    if "solar" in rule:
        day = dt.date(year, *rule["solar"])
    elif "lunar" in rule:
        day = lunar_day(year, *rule["lunar"])
    elif "term" in rule:
        day = solar_terms(year).get(rule["term"])
    elif "nth" in rule:
        month, weekday, number = rule["nth"]
        first = dt.date(year, month, 1)
        day = first + ((weekday - 1 - first.weekday()) % 7 + 7 * (number - 1)) * ONE_DAY
    return Stretch(day, day, "festival") if day else None
