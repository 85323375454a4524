"""A calendar day beside a lunar day, a festival or a weekday: the two agree in few years only."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from pipeline.extractors.dates.denote import Anchors, denote
from pipeline.extractors.dates.expression import DateExpression, Point
from pipeline.extractors.dates.lexicon import lexicon
from pipeline.mentions import Evidence
from pipeline.text import LazyPattern

from .constraints import Constraint

# What may stand between the two: 1月22日（农历小年）, 3月11日，农历二月初二, 重阳节（10月11日）.
_LINK: Final = LazyPattern(
    "[（(，,、 ]?(?:也?(?:正|恰好?)?是|正值|恰逢|适逢|时值|迎来|即)?(?:我国|中国|传统|中华)?(?:的|传统)?"
)
# 9月20日（周六）, 9月20日，星期六
_PRINTED_WEEKDAY: Final = LazyPattern("[（(，, ](?:本|这|下)?(?:周|星期)([一二三四五六日天])")
# The second name is the day, not the beginning of another name.
_WHOLE_NAME: Final = LazyPattern("[，。；、！？）)（(当那这来到是正恰上下晚早凌清前]|$", re.MULTILINE)
_Spans = list[tuple[dt.date, dt.date, bool]]


def appositions(text: str, expressions: Sequence[DateExpression], weight: int) -> list[Constraint]:
    """One constraint a pair of neighbours that name one day, once by month and day, once otherwise.

    A day whose year is printed says nothing new; a festival of fixed date agrees with every year.
    """
    found = [
        Constraint(
            Evidence(e.start, e.end, f"{text[e.start : e.end]} agrees with few years"),
            weight,
            spans_where(e.first, _falls_on(e.beside), e.tense),
        )
        for e in expressions
        if e.beside is not None and _is_calendar_day(e)
    ]
    for one, two in pairwise(expressions):
        if two.start - one.end > 10 or not _LINK.fullmatch(text, one.end, two.start):
            continue
        for day, other in ((one, two), (two, one)):
            if _is_calendar_day(day) and _is_moving_day(other) and _joined(text, one, two, other is one):
                words = text[one.start : two.end]
                found.append(
                    Constraint(
                        Evidence(one.start, two.end, f"{words} agrees with few years"),
                        weight,
                        spans_where(day.first, _falls_on(other.first), one.tense or two.tense),
                    )
                )
    return found


def weeks(
    text: str,
    expressions: Sequence[DateExpression],
    articles: Sequence[tuple[int, int]],
    weight: int,
) -> list[Constraint]:
    """One constraint a weekday of the page's own week (本周六) whose day the article prints elsewhere
    with the same weekday, 9月20日（周六）: the page came out in that week."""
    found, starts = [], [begin for begin, _ in articles]
    printed: dict[tuple[int, int], list[DateExpression]] = {}
    for e in expressions:
        if _is_calendar_day(e) and (m := _PRINTED_WEEKDAY.search(text[e.start : e.end + 4])):
            here = bisect_right(starts, e.start)
            printed.setdefault((here, "一二三四五六日天".index(m[1]) % 7), []).append(e)
    for e in expressions:
        p = e.first
        if p.week_shift is None or p.weekday is None or p.weekday > 7 or p.anchor != "publication":
            continue
        days = {
            (d.first.month, d.first.day): d
            for d in printed.get((bisect_right(starts, e.start), (p.weekday - 1) % 7), ())
        }
        if len(days) == 1:
            (day,) = days.values()
            reason = f"{text[e.start : e.end]} is {text[day.start : day.end]}"
            found.append(
                Constraint(Evidence(e.start, e.end, reason), weight, _week_of(day.first, p.week_shift))
            )
    return found


def _week_of(point: Point, shift: int) -> Callable[[int], _Spans]:
    def spans(year: int) -> _Spans:
        found: _Spans = []
        for named in (year, year + 1, year - 1):
            try:
                day = dt.date(named, point.month or 0, point.day or 0)
            except ValueError:
                continue
            monday = day - dt.timedelta(days=day.weekday() + 7 * shift)
            if (sunday := monday + dt.timedelta(days=6)).year >= year >= monday.year:
                found.append((monday, sunday, named != year))
        return found

    return spans


def spans_where(point: Point, holds: Callable[[dt.date], bool], tense: str | None) -> Callable[[int], _Spans]:
    """Spans of a page that names a day which `holds` in some years: the page's own year, or the one
    before or after where the day lies near its turn. Told as past the day is not after the page,
    told as ahead it is not before."""

    def spans(year: int) -> _Spans:
        found: _Spans = []
        for shift in (0, -1, 1):
            try:
                day = dt.date(year + shift, point.month or 0, point.day or 0)
            except ValueError:
                continue
            if not holds(day):
                continue
            if shift == 0:
                low = day if tense == "past" else dt.date(year, 1, 1)
                found.append((low, day if tense == "ahead" else dt.date(year, 12, 31), False))
            elif shift < 0 and day.month >= 11 and tense != "ahead":
                found.append((dt.date(year, 1, 1), dt.date(year, 2, 28), True))
            elif shift > 0 and day.month <= 2 and tense != "past":
                found.append((dt.date(year, 11, 1), dt.date(year, 12, 31), True))
        return found

    return spans


def _is_calendar_day(e: DateExpression) -> bool:
    p = e.first
    return e.shape == "point" and p.month is not None and p.day is not None and p.year is None


def _is_moving_day(e: DateExpression) -> bool:
    p = e.first
    return (
        e.shape == "point"
        and (
            ("solar" not in lexicon().festivals.get(p.festival, {"solar": ()}))
            if p.festival
            else bool(p.lunar and p.lunar[1] is not None)
        )
        and p.year is None
        and p.zodiac is None
    )


def _joined(text: str, one: DateExpression, two: DateExpression, festival_first: bool) -> bool:
    """Whether the neighbours are one day: 元宵节，2月20日 may be two, 元宵节（2月12日） is one."""
    if any(text[e.end - 2 : e.end] in ("前夕", "前后", "期间", "假期", "长假") for e in (one, two)):
        return False
    link = text[one.end : two.start]
    if not (link[:1] in ("（", "(") or two.first.lunar or _WHOLE_NAME.match(text, two.end)):
        return False  # 9月28日国庆文艺汇演
    return bool(link) and link[0] in "（(是正恰" if festival_first else not link.startswith("、")


def _falls_on(p: Point) -> Callable[[dt.date], bool]:
    def holds(day: dt.date) -> bool:
        found = denote(p, Anchors(day))
        return found is not None and found.start == found.end == day

    return holds
