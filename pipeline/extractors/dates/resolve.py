"""Dates expressions once the interval of publication is known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from pipeline.mentions import DateMention, Publication

from .denote import Anchors, denote
from .expression import DateExpression, Point
from .stretches import Stretch, length_of_month

# A bare month takes its year from a date that stands at most this many characters before it.
_NEAR: Final = 80
# How sure the days are by what they rest on; rows that denote none keep the confidence of the find.
_CONFIDENCE: Final = {"explicit": 0.95, "lunar": 0.9, "festival": 0.85, "publication": 0.85, "context": 0.8}


def resolve_dates(
    expressions: Sequence[DateExpression], publication: Publication, articles: Sequence[tuple[int, int]]
) -> list[DateMention]:
    """One row an expression with its calendar days, `value` and `basis` filled in.

    `articles` are half-open spans of the text the expressions were found in; a date lends its
    year or day to later ones of its own article only. An expression that hangs on publication is
    resolved where both ends of the publication interval give the same days; else its dates stay null.
    """
    rows: list[DateMention] = []
    bounds = sorted(articles)
    at, context_end, since_end = -1, 0, 0
    context: Stretch | None = None
    since: Stretch | None = None
    for e in expressions:
        article = at
        while article + 1 < len(bounds) and bounds[article + 1][0] <= e.start:
            article += 1
        if article != at:
            at, context, since = article, None, None
        near = context is not None and not e.opens and e.start - context_end <= _NEAR
        beside_since = since if since is not None and not e.opens and e.start - since_end <= _NEAR else None
        start, end, basis = _days(e, publication, context, near, beside_since)
        if near and start and end and _is_out_of_time(e, start, end, publication):
            start, end, basis = _days(e, publication, context, False, beside_since)
        mod = e.mod
        if start and end and e.shape == "point" and e.rule.endswith("end-of-month"):
            # 8月底 is TIMEX3's month with a modifier: where in it the words leave open.
            mod = "END"
            start, end = start.replace(day=1), end.replace(day=length_of_month(end.year, end.month))
        rows.append(
            DateMention(
                e.start,
                e.end,
                e.type,
                _value(e, start, end),
                mod,
                start,
                end,
                e.relation,
                basis,
                e.rule,
                _CONFIDENCE.get(basis or "", e.confidence),
            )
        )
        if (
            e.type in ("date", "time")
            and start is not None
            and end is not None
            and e.lends
            and e.shape in ("point", "range")
        ):
            context, context_end = Stretch(start, end, basis or "explicit"), e.end
            if e.relation == "since":
                since, since_end = context, e.end
    return rows


def _is_out_of_time(e: DateExpression, start: dt.date, end: dt.date, publication: Publication) -> bool:
    """Whether the year lent from nearby puts a day told as past after the page, or one ahead before it."""
    if not e.first.is_year_open() or (e.first.day is None and e.tense != "ahead"):
        return False
    if e.tense == "ahead":
        return publication.start is not None and end < publication.start
    return e.tense == "past" and publication.end is not None and start > publication.end


Days = tuple[dt.date | None, dt.date | None, str | None]


def _days(
    e: DateExpression, publication: Publication, context: Stretch | None, near: bool, since: Stretch | None
) -> Days:
    if e.shape == "none":
        return None, None, None
    if e.shape == "run":
        if (
            since is None
            or e.length is None
            or e.length[1] != "Y"
            or e.length[0] != int(e.length[0])
            or e.length[0] < 1
        ):
            return None, None, None
        years = (since.start.year, since.start.year + int(e.length[0]) - 1)
        run = denote(Point(years=years), Anchors(None))
        return (run.start, run.end, "context") if run else (None, None, None)
    if e.shape == "until_last":
        last = _stretch(e.last or Point(), publication, context, near, "ahead")
        if last is None:
            return publication.day, None, "publication" if publication.day else None
        over = publication.day is not None and publication.day > last.end
        return None if over else publication.day, last.end, last.basis
    if e.shape in ("back", "ahead", "stretch"):
        return _beside(e, publication, context)
    if e.quoted and e.first.day_shift is not None:
        return None, None, None
    # 上午10时，会场已坐满: a clock time of the story, on the day the story tells of.
    if e.firm and not e.quoted and e.shape == "point" and e.first == Point(clock=e.first.clock):
        same_day = context is not None and context.start == context.end
        return (context.start, context.end, "context") if context and same_day else (None, None, None)
    first = _stretch(e.first, publication, context, near, e.tense)
    if e.last is None:
        return (first.start, first.end, first.basis) if first else (None, None, None)
    last = _stretch(
        e.last, publication, first or context, near or first is not None, None if first else e.tense
    )
    if first and last and last.end < first.start and e.last.is_year_open() and e.first.is_year_open():
        later = dt.date(
            last.end.year + 1,
            last.end.month,
            min(last.end.day, length_of_month(last.end.year + 1, last.end.month)),
        )
        last = Stretch(last.start, later, last.basis)
    if not first or not last or last.end < first.start:
        return None, None, None
    # 1月至11月，共调解…: told as past in May, it was last year.
    open_past = e.tense == "past" and e.first.is_year_open() and first.basis == "publication"
    if open_past and publication.end and (last.end - publication.end).days > 60:
        return _year_before(first, last)
    return first.start, last.end, first.basis


def _year_before(first: Stretch, last: Stretch) -> Days:
    start, end = (shift(day, (1.0, "Y"), -1) for day in (first.start, last.end))
    return start, end, first.basis


def _stretch(
    point: Point, publication: Publication, context: Stretch | None, near: bool, tense: str | None
) -> Stretch | None:
    """The same days from both ends of the publication interval, else None."""
    low = denote(point, Anchors(publication.start, context, near, tense))
    if low is None or publication.start == publication.end:
        return low
    high = denote(point, Anchors(publication.end, context, near, tense))
    return low if high is not None and low[:2] == high[:2] else None


def _beside(e: DateExpression, publication: Publication, context: Stretch | None) -> Days:
    if e.length is None:
        return None, None, None
    anchor, basis = publication.day, "publication"
    if e.shape == "ahead" and context is not None:
        anchor, basis = (context.start if context.start == context.end else None), "context"
    elif e.shape == "ahead" and e.length[1] not in "MWD":
        anchor = None  # years or hours later: than what, the story knows
    if anchor is None:
        return None, None, None
    other = shift(anchor, e.length, 1 if e.shape == "ahead" else -1)
    if other is None:
        return None, None, None
    return (other, anchor, basis) if e.shape == "stretch" else (other, other, basis)


def shift(day: dt.date, length: tuple[float, str], sign: int) -> dt.date | None:
    """The day so much before (-1) or after (1) another; None where the calendar ends."""
    amount, unit = length
    try:
        if unit in ("Y", "M", "Q"):
            months = round(amount * {"Y": 12, "M": 1, "Q": 3}[unit]) * sign
            total = day.year * 12 + day.month - 1 + months
            year, month = total // 12, total % 12 + 1
            return dt.date(year, month, min(day.day, length_of_month(year, month)))
        days = {"W": 7.0, "D": 1.0, "TH": 1 / 24, "TM": 1 / 1440, "TS": 1 / 86400}.get(unit)
        return day + dt.timedelta(days=int(amount * days) * sign) if days else None
    except (ValueError, OverflowError):
        return None


def _value(e: DateExpression, start: dt.date | None, end: dt.date | None) -> str | None:
    """The TIMEX3 value: resolved days as the shortest form, open ones with X."""
    if e.value is not None or e.shape == "none":
        return e.value
    if e.shape == "until_last":
        return f"{start or 'PRESENT_REF'}/{end or open_value(e.last or Point())}"
    if start is None or end is None:
        first = open_value(e.first)
        return f"{first}/{open_value(e.last)}" if e.last else first
    day = calendar_value(start, end)
    clocks = [p.clock for p in (e.first, e.last) if p is not None and p.clock]
    if not clocks:
        return day
    if start != end:
        return f"{start}{clocks[0]}/{end}{clocks[-1]}"
    times = [t for c in clocks for t in c.split("/")]
    return "/".join(day + t for t in times)


def calendar_value(start: dt.date, end: dt.date) -> str:
    """`2024`, `2024-03`, `2024-03-05`, or `A/B` for any other stretch."""
    if start == end:
        return start.isoformat()
    if start.day == 1 and end.day == length_of_month(end.year, end.month):
        if start.year == end.year and start.month == end.month:
            return f"{start.year}-{start.month:02d}"
        if start.month == 1 and end.month == 12 and start.year == end.year:
            return f"{start.year:04d}"
    return f"{start}/{end}"


def open_value(p: Point) -> str:
    """A value with X for what is open: XXXX-03-05."""
    if p.clock and p.day is None and p.day_shift is None and p.festival is None:
        return p.clock
    year = f"{p.year:04d}" if p.year is not None else "XXXX"
    if (
        p.festival
        or p.lunar
        or (p.month is None and p.day is None and p.month_shift is None and p.day_shift is None)
    ):
        if p.week_shift is not None:
            return "XXXX-WXX" + (f"-{p.weekday}" if p.weekday and p.weekday < 8 else "")
        value = year if not (p.festival or p.lunar) else f"{year}-XX-XX"
    elif p.day is None and p.day_shift is None:
        value = f"{year}-{p.month:02d}" if p.month else f"{year}-XX"
    else:
        value = f"{year}-{p.month or 0:02d}".replace("-00", "-XX") + (f"-{p.day:02d}" if p.day else "-XX")
    return value + (p.clock or "")
