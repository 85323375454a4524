"""Reads a page's expressions and words as constraints on its day of publication."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any, Final

from pipeline.extractors.dates.chinese_calendar import cycle_of, lunar_new_year
from pipeline.extractors.dates.context import clause_before
from pipeline.extractors.dates.denote import Anchors, denote
from pipeline.extractors.dates.expression import DateExpression, Point
from pipeline.extractors.dates.numerals import parse_numeral
from pipeline.extractors.dates.stretches import Stretch
from pipeline.mentions import Evidence
from pipeline.text import LazyPattern, safe_yaml

from .apposition import appositions, spans_where, weeks
from .constraints import ONE_DAY, Constraint, between, ends_of_year
from .elapsed import elapsed, named_twice, rises_to_last_year
from .occurrences import Occurrences

# Weights: what a sentence fixes by date outweighs a day named in two calendars, that what it tells
# without a year, that what counts years by events of known date, that how long something has run,
# that the latest year named.
FIXED: Final = 400
APPOSED: Final = 200
DATED: Final = 100
TOLD: Final = 60
COUNTED: Final = 50
ELAPSED: Final = 12
LATEST: Final = 10

# A month-day belongs to a year named at most so many characters before it.
_NEAR: Final = 80
_NO_ANCHOR: Final = Anchors(None)
_FAR_DAYS: Final = dt.timedelta(days=60)

_TODAY: Final = LazyPattern("[今昨][天日]|[前明]天")
_OPEN_BRACKET: Final = LazyPattern("(今天|今日|昨天|昨日|前天|明天)[（(]\\Z")
_TODAY_IS: Final = LazyPattern(
    "(今天|今日|昨天|昨日|前天|明天)[，,]?(?:正?是|为|恰逢|正值|适逢|迎来了?|又逢)?[，,]?(?:我国|传统|中国)?(?:第[^，,。]{1,5}个)?\\Z"
)
_TODAY_SHIFT: Final = {"今": 0, "昨": 1, "前": 2, "明": -1}
_BRACKET_DAY: Final = LazyPattern("[（(](今天|今日|昨天|昨日|前天|明天)[）)]", begins="（(")
_COMING: Final = LazyPattern(
    "(?:佳节|假期)?(?:来临之际|即将来临|即将到来|将至|临近|在即|将近|到来之际|到来之前|来临之前)",
    begins="佳假来即到将临在",
)
_COMING_BEFORE: Final = ("即将到来的", "即将来临的", "距离", "距")
_GONE: Final = LazyPattern("(?:假期|佳节)?(?:刚过|刚刚过去|已过|过后|刚刚结束)", begins="假佳刚已过")
_GONE_BEFORE: Final = ("刚刚过去的", "刚过去的", "刚刚结束的", "刚结束的")
_DURING: Final = LazyPattern("期间$|假期$|当[天日]$|夜$|长假$")
IN_FORCE: Final = LazyPattern(
    "(?:起[，,]?[^，,。；\n]{0,12}?|)(?:正式)?(?:施行|实施|执行|生效)(?!以来|至今|后|满)",
    begins="起正施实执生",
)  # a rule may be told of before it holds
_WEEKDAY: Final = LazyPattern("(?:周|星期)([一二三四五六日天])")
_REVIEWED: Final = ("总结", "回顾", "通报", "盘点", "总结了", "回顾了", "通报了")
# 今年上半年，受理案件300件: figures of a part of the year that is over.
_FIGURES: Final = LazyPattern("[，,]?[^。；\n将拟]{0,40}?\\d[^。；\n将拟]{0,12}")
# 2024年，受理2100件，比上年下降5%
_COMPARED: Final = LazyPattern(
    r"[，,][^。；\n]{0,60}?\d[^。；\n]{0,12}?[，,](?:[比较](?:上年|上一年|(?P<year>\d{4})年)|同比)[^。；\n]{0,12}?\d",
    begins="，,",
)
_EVE: Final = dt.timedelta(days=15)
_MOST_OF_A_YEAR: Final = dt.timedelta(days=360)
_WHOLE_YEAR: Final = LazyPattern("[^。；\n]{0,60}?全年")


@cache
def milestones() -> dict[str, Any]:
    """`milestones.yaml` with its two tables as patterns."""
    text = resources.files(__package__).joinpath("milestones.yaml").read_text(encoding="utf-8")
    table: dict[str, Any] = safe_yaml(text)
    table["since_pattern"] = re.compile(
        "|".join(sorted(map(re.escape, table["since"]), key=len, reverse=True))
    )
    names = "|".join(sorted(map(re.escape, table["anniversaries"]), key=len, reverse=True))
    table["anniversary_pattern"] = re.compile(f"(?P<name>{names})(?P<n>\\d{{2,3}})周年")
    days = "|".join(sorted(map(re.escape, table["numbered"]), key=len, reverse=True))
    table["numbered_pattern"] = re.compile(
        f"第(?P<n>\\d{{1,3}}|[一二三四五六七八九十百]{{1,5}})个[“‘]?(?P<name>{days})"
    )
    return table


def constraints_of(
    text: str, expressions: Sequence[DateExpression], articles: Sequence[tuple[int, int]]
) -> list[Constraint]:
    """All constraints that the words of a page put on its day of publication."""
    found: list[Constraint] = []
    context, planned, reached = None, False, 0
    starts = sorted(start for start, _ in articles)
    for e in expressions:
        if context is not None and (
            e.opens
            or e.start - reached > _NEAR
            or bisect_left(starts, reached) < bisect_right(starts, e.start)  # an article begins between
        ):
            context = None
        if e.type in ("date", "time") and e.shape in ("point", "range", "until_last"):
            # What is ahead takes its year from another plan, not from the story before it.
            found += _of_expression(text, e, context if planned or e.tense != "ahead" else None)
            if "publication" in (e.first.anchor, e.last.anchor if e.last else None):
                context = None
            elif not e.lends:
                continue
            elif e.last is not None and e.last.month is None and e.last.year is not None:
                context = None  # 2024年至2026年 lends its years to nobody
            elif stretch := denote(e.last or e.first, Anchors(None, context, near=True)):
                context, planned, reached = stretch, e.tense == "ahead", e.end
    found += appositions(text, expressions, APPOSED) + weeks(text, expressions, articles, TOLD)
    found += elapsed(text, expressions, ELAPSED) + rises_to_last_year(text, expressions, COUNTED)
    return found + named_twice(text, expressions, articles, COUNTED) + _of_milestones(text)


def _of_milestones(text: str) -> list[Constraint]:
    table, found, seen = milestones(), [], set()
    for m in table["since_pattern"].finditer(text):
        if m.group() not in seen and not _COMING.match(text, m.end()):
            seen.add(m.group())
            day = table["since"][m.group()]
            reason = f"not before {day}, the day of {m.group()}"
            found.append(Constraint(Evidence(m.start(), m.end(), reason), COUNTED, between(day, None)))
    counted = [
        (m, table["anniversaries"][m["name"]] + int(m["n"]), "the anniversary")
        for m in table["anniversary_pattern"].finditer(text)
    ] + [
        (m, table["numbered"][m["name"]] + int(parse_numeral(m["n"]) or 0), m.group())
        for m in table["numbered_pattern"].finditer(text)
    ]
    for m, year, name in counted:
        if 1900 < year < 2200:
            evidence = Evidence(m.start(), m.end(), f"{name} falls in {year}")
            found.append(Constraint(evidence, COUNTED, between(dt.date(year, 1, 1), dt.date(year, 12, 31))))
    return found


def _of_expression(text: str, e: DateExpression, context: Stretch | None) -> list[Constraint]:
    words, before = text[e.start : e.end], clause_before(text, e.start)
    last = e.last if e.last is not None else e.first
    if fixed := _fixes_the_day(text, e, before):
        return [fixed]
    if e.first.years is not None or (e.quoted and e.first.day_shift is not None):
        return []
    if e.first.zodiac is not None:
        found = _festival(text, e, last, words, before) if last.festival else []
        return [*found, _zodiac(e, words)] if e.first.year is None else found
    if e.shape == "until_last":
        return _deadline(e, last, words)
    if e.first.year is not None or last.year is not None:
        return _dated(text, e, last, words)
    if last.festival or last.lunar:
        return _festival(text, e, last, words, before)
    return _year_free(text, e, last, words, context)


def _dated(text: str, e: DateExpression, last: Point, words: str) -> list[Constraint]:
    first = denote(e.first, _NO_ANCHOR)
    final = first if last is e.first else denote(last, _NO_ANCHOR)
    if first is None or final is None:
        return []
    if e.tense == "ahead":
        found = [_make(e, f"{words} is still ahead", DATED, high=final.end)]
        if final.start + _MOST_OF_A_YEAR < final.end:  # what a whole year will bring is told early in it
            early = dt.date(final.start.year, 9, 30)
            found.append(_make(e, f"the plans for {words} are still ahead", TOLD, high=early))
            found[-1].guides = True
        return found
    if is_over(text, e, final):
        # A year is looked back on from its last month on.
        low = dt.date(final.end.year, 12, 1) if _is_reviewed(text, e) else final.end + ONE_DAY
        over = _make(e, f"{words} is told as over", DATED, low=low)
        over.told = lambda _: low if e.relation == "until" else None
        return [over]
    if _is_summed(text, e, words) or is_compared(text, e):
        return [_make(e, f"{words} is told as over", DATED, low=final.end + ONE_DAY)]
    if (e.shape == "range" and e.tense != "past") or IN_FORCE.match(text, e.end):
        return []
    if e.first.festival and e.tense != "past":
        return []
    if words.endswith("前夕"):
        return [_make(e, f"{words} is told as past", DATED, low=first.start - _EVE)]
    whole_year = e.first.month is None and e.first.portion is None and not e.first.festival
    season = e.first.portion is not None and e.first.portion[0] == "month" and e.first.month is None
    if (whole_year or season) and e.tense != "past" and e.relation != "since":
        return []
    if season and e.relation is None and not words.endswith(("初", "底", "末")):
        return [_make(e, f"{words} is told as begun", DATED, low=dt.date(first.start.year, 1, 1))]
    return [_make(e, f"{words} is told as past", DATED, low=first.start)]


def is_over(text: str, e: DateExpression, final: Stretch) -> bool:
    """Whether the stretch is told as a whole that lies behind: 截至2024年底, 2023年…全年…了."""
    if e.tense == "ahead" or e.relation in ("since", "before", "after"):
        return False
    if final.start == final.end:
        return e.relation == "until" and (final.end.month, final.end.day) == (12, 31)
    words = text[e.start : e.end]
    if words.endswith(("底", "末")):
        return e.relation == "until" or e.tense == "past" or e.first.month is None
    whole_year = (
        e.shape == "point" and e.first.month is None and e.first.portion is None and not e.first.festival
    )
    return whole_year and (
        words.endswith("全年") or _is_reviewed(text, e) or bool(_WHOLE_YEAR.match(text, e.end))
    )


def is_compared(text: str, e: DateExpression) -> bool:
    """Whether a whole year's figures are held against the year before: 2024年，受理2100件，比上年下降5%."""
    if e.shape != "point" or e.first.month is not None or e.first.portion is not None or e.tense == "ahead":
        return False
    m = _COMPARED.match(text, e.end)
    return m is not None and (m["year"] is None or int(m["year"]) == (e.first.year or 0) - 1)


def _is_reviewed(text: str, e: DateExpression) -> bool:
    """总结2024年工作, 通报2024年情况."""
    return clause_before(text, e.start).endswith(_REVIEWED)


def _is_summed(text: str, e: DateExpression, words: str) -> bool:
    """Whether figures are told of several months as a whole: 2024年一季度，新增会员9万人."""
    last = e.last if e.last is not None else e.first
    if (
        e.tense == "ahead"
        or e.relation not in (None, "from_to")
        or not words.endswith(("季度", "半年", "月"))
    ):
        return False
    portion = last.portion
    several = (portion is not None and portion[0] == "month" and portion[2] > portion[1]) or (
        e.shape == "range" and last.month is not None and last.day is None and portion is None
    )
    return several and bool(_FIGURES.match(text, e.end))


def _make(
    e: DateExpression, reason: str, weight: int, low: dt.date | None = None, high: dt.date | None = None
) -> Constraint:
    return Constraint(Evidence(e.start, e.end, reason), weight, between(low, high))


def _deadline(e: DateExpression, last: Point, words: str) -> list[Constraint]:
    if last.year is not None:
        final = denote(last, _NO_ANCHOR)
        return [_make(e, f"the deadline of {words} is still ahead", DATED, high=final.end)] if final else []
    return _ahead(e, last, f"the deadline of {words} is still ahead")


def _ahead(
    e: DateExpression, point: Point, reason: str, within: dt.timedelta | None = None
) -> list[Constraint]:
    """Publication not after the point: in its own year, or late in the year before where it is early."""
    occurrences = Occurrences(point)
    early = point.year_shift is None and occurrences.may_begin(1, 2)

    def spans(year: int) -> list[tuple[dt.date, dt.date, bool]]:
        found = []
        first, last = ends_of_year(year)
        if (this := occurrences.within(year)) is not None:
            found.append((this.start - within if within else first, this.end, False))
        after = occurrences.within(year + 1) if early else None
        if after is not None and after.start.month <= 2:
            found.append((dt.date(year, 11, 1), last, False))
        return found

    return [Constraint(Evidence(e.start, e.end, reason), TOLD, spans)]


def _past(e: DateExpression, point: Point, reason: str, at_end: bool = False) -> list[Constraint]:
    """Publication not before the point: in its own year, or early in the next where it is late."""
    occurrences = Occurrences(point)
    late = point.year_shift is None and occurrences.may_begin(11, 12)

    def told(year: int) -> dt.date | None:
        this = occurrences.within(year)
        return (this.end + ONE_DAY if at_end else this.start) if this is not None else None

    def spans(year: int) -> list[tuple[dt.date, dt.date, bool]]:
        found = []
        first, last = ends_of_year(year)
        if (day := told(year)) is not None:
            found.append((day, last, False))
        before = occurrences.within(year - 1) if late else None
        if before is not None and before.start.month >= 11:
            found.append((first, dt.date(year, 2, 28), True))
        return found

    return [Constraint(Evidence(e.start, e.end, reason), TOLD, spans, told)]


def _festival(text: str, e: DateExpression, last: Point, words: str, before: str) -> list[Constraint]:
    if last.year_shift not in (None, 0):
        return []
    if _COMING.match(text, e.end) or before.endswith(_COMING_BEFORE):
        return _ahead(e, last, f"{words} is still ahead", _FAR_DAYS)
    if e.tense == "ahead":
        return _ahead(e, last, f"{words} is still ahead")
    if _GONE.match(text, e.end) or before.endswith(_GONE_BEFORE):
        return _past(e, last, f"{words} is over")
    if e.tense == "past" and ((e.firm and _DURING.search(words)) or last.lunar is not None):
        return _past(e, last, f"{words} is told as past")
    return []


def _year_free(
    text: str, e: DateExpression, last: Point, words: str, context: Stretch | None
) -> list[Constraint]:
    if (
        e.first.anchor == "context"
        or last.year_shift not in (None, 0)
        or (last.month is None and last.portion is None)
    ):
        return []
    if context is not None and last.year_shift is None:
        if not (e.firm or e.tense == "ahead"):
            return []
        if (stretch := denote(last, Anchors(None, context, near=True))) is not None:
            if e.tense == "ahead":
                return [_make(e, f"{words} is still ahead", TOLD, high=stretch.end)]
            return [_make(e, f"{words} is told as past", TOLD, low=stretch.start)]
    found: list[Constraint] = []
    if last.day is not None and (m := _WEEKDAY.search(words)):
        found.append(_weekday(e, last, "一二三四五六日天".index(m.group(1)) % 7, words))
    if e.tense == "ahead":
        return found + _ahead(e, last, f"{words} is still ahead")
    if last.year_shift == 0 and _is_summed(text, e, words):
        return [*found, *_past(e, last, f"{words} is told as over", True)]
    if e.firm and (last.month is not None or e.relation == "until"):
        at_end = e.relation == "until" and words.endswith(("底", "末"))
        return found + _past(e, e.first, f"{words} is told as past", at_end)
    return found


def _weekday(e: DateExpression, point: Point, weekday: int, words: str) -> Constraint:
    """3月15日（周五） holds in some years only."""
    evidence = Evidence(e.start, e.end, f"{words} agrees with few years")
    return Constraint(evidence, APPOSED, spans_where(point, lambda day: day.weekday() == weekday, e.tense))


def _zodiac(e: DateExpression, words: str) -> Constraint:
    """A zodiac year is spoken of from two months before its new year until the next one's lantern festival."""
    size, place = (60, e.first.cycle) if e.first.cycle is not None else (12, e.first.zodiac)

    def spans(year: int) -> list[tuple[dt.date, dt.date, bool]]:
        found = []
        for named in (year - 1, year, year + 1):
            if cycle_of(named) % size == place:
                begin, end = lunar_new_year(named), lunar_new_year(named + 1)
                if begin is not None and end is not None:
                    low, high = begin - _FAR_DAYS, end + 14 * ONE_DAY
                    found.append((max(low, dt.date(year, 1, 1)), min(high, dt.date(year, 12, 31)), False))
        return [s for s in found if s[0] <= s[1]]

    return Constraint(Evidence(e.start, e.end, f"{words} is the current or the coming year"), COUNTED, spans)


def _fixes_the_day(text: str, e: DateExpression, before: str) -> Constraint | None:
    """昨天是农历冬月十五, 今天（3月5日）, 3月5日（昨天）: the day itself."""
    if e.shape != "point" or e.first.day_shift is not None or e.first.anchor == "context":
        return None
    if e.first.day is None and not e.first.festival and not (e.first.lunar and e.first.lunar[1] is not None):
        return None
    m = (_TODAY_IS.search(before) or _OPEN_BRACKET.search(before)) if _TODAY.search(before) else None
    bracket = _BRACKET_DAY.match(text, e.end) if text[e.end : e.end + 1] in ("（", "(") else None
    if not (m or bracket):
        return None
    word = bracket.group(1) if bracket else m.group(1) if m else ""
    shift = dt.timedelta(days=_TODAY_SHIFT[word[0]])

    def spans(year: int) -> list[tuple[dt.date, dt.date, bool]]:
        days = set()
        for month in (1, 7, 12):
            stretch = denote(e.first, Anchors(dt.date(year, month, 1)))
            if stretch is not None and stretch.start == stretch.end:
                days.add(stretch.start + shift)
        return [(day, day, False) for day in sorted(days) if day.year == year]

    start, end = (e.start - len(m.group()) if m else e.start), (bracket.end() if bracket else e.end)
    return Constraint(Evidence(start, end, f"{text[start:end]} names the day"), FIXED, spans)
