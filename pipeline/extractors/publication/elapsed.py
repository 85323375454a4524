"""Years worked out from other years: how long something has run, and a figure told under two names."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from pipeline.extractors.dates.expression import DateExpression
from pipeline.extractors.dates.numerals import parse_numeral
from pipeline.mentions import Evidence
from pipeline.text import LazyPattern

from .constraints import Constraint, between

_REACH: Final = 100  # characters between a beginning and how long it has run
_SIZE: Final = 160  # characters over which a year named at their head is that of the figures
_NUMERAL: Final = "(?P<n>\\d{1,2}|[一二三四五六七八九十]{1,3}|两)"
# 2019年挂牌，6年来; 2004年入行，一干就是20年; 1995年建厂…建厂30周年
_RUN: Final = LazyPattern(
    f"(?<![近前后约第余满\\d一二三四五六七八九十百]){_NUMERAL}年(?P<more>多|有余)?(?:以?来|间来)"
    f"|一[一-龥]{{1,2}}就是{_NUMERAL.replace('<n>', '<was>')}(?:年|载|个春秋)"
    f"|(?:成立|创[立办建]|建[厂校院会社]|组建|开[馆业办])(?:了)?{_NUMERAL.replace('<n>', '<jubilee>')}周年"
    f"|连续(?:第{_NUMERAL.replace('<n>', '<nth>')}年|[^，,。；\\d]{{0,4}}?{_NUMERAL.replace('<n>', '<row>')}年)"
)
_TO_LAST_YEAR: Final = LazyPattern("[^。；\n]{0,24}?(?:到|至|为|较|比)\\Z")
_FIGURE: Final = LazyPattern("(?<![\\d.])(\\d[\\d,]*(?:\\.\\d+)?)([万亿]?)([^\\d\\s，,。.%％年月日])")


def elapsed(text: str, expressions: Sequence[DateExpression], weight: int) -> list[Constraint]:
    """One constraint a beginning whose length until now is told in its paragraph: 2019年挂牌，6年来….

    N years after a year lead to that year + N, or to a neighbour of it.
    What a later year of the page shows to have ended is left out.
    """
    latest = max((_year_of(e) or 0 for e in expressions), default=0)
    found = []
    begun = [e for e in expressions if e.tense != "ahead" and _year_of(e) is not None]
    for i, e in enumerate(begun):
        stop = text.find("\n", e.end, e.end + _REACH)
        stop = e.end + _REACH if stop < 0 else stop
        if i + 1 < len(begun):
            stop = min(stop, begun[i + 1].start)
        m = _RUN.search(text[e.end : stop]) or _nth_before(text, e, begun[i - 1].end if i else 0)
        if m is None:
            continue
        if m.start() and any(c.isdecimal() for c in m.string[: m.start()]):
            continue  # a year of figures is no beginning
        year, (low, likely, high) = _year_of(e) or 0, _years_run(m)
        if year + high < latest or likely < 1:
            continue
        reason = f"{m.group()} from {text[e.start : e.end]} on"
        spans = _spans(year + low, year + likely, year + high)
        found.append(Constraint(Evidence(e.start, e.end, reason), weight, spans, guides=True))
    return found


def _nth_before(text: str, e: DateExpression, floor: int) -> re.Match[str] | None:
    """今年是连续第9年举办…。2017年以来: the count may stand before the beginning it counts from."""
    if e.relation != "since":
        return None
    reach = max(floor, e.start - _REACH, 0)
    low = max(reach, text.rfind("\n", reach, e.start) + 1)
    found = [m for m in _RUN.compiled.finditer(text[low : e.start]) if m["nth"]]
    return _RUN.match(found[-1].group()) if found else None


def _years_run(m: re.Match[str]) -> tuple[int, int, int]:
    """How many years behind the beginning the page lies: at least, most likely, at most.

    连续N年 counts both ends; 一干就是N年 is still said early in the year after.
    """
    n = int(parse_numeral(m["n"] or m["was"] or m["jubilee"] or m["nth"] or m["row"]) or 0)
    if m["nth"]:
        return n - 1, n - 1, n - 1
    if m["jubilee"]:
        return n, n, n
    if m["row"]:
        return n - 1, n - 1, n + 1
    return (n, n, n + 1) if m["more"] else (n - 1, n, n + 1)


def _spans(low: int, likely: int, high: int) -> Callable[[int], list[tuple[dt.date, dt.date, bool]]]:
    def spans(year: int) -> list[tuple[dt.date, dt.date, bool]]:
        if not low <= year <= high:
            return []
        last = dt.date(year, 3, 31) if year > max(likely, low + 1) else dt.date(year, 12, 31)
        return [(dt.date(year, 1, 1), last, year != likely)]

    return spans


def named_twice(
    text: str, expressions: Sequence[DateExpression], articles: Sequence[tuple[int, int]], weight: int
) -> list[Constraint]:
    """One constraint a figure that an article tells of 去年 or 今年 here and of a numbered year there."""
    starts = [begin for begin, _ in articles]
    numbered: dict[tuple[int, str], tuple[int, DateExpression]] = {}
    shifted: dict[tuple[int, str], tuple[int, DateExpression]] = {}
    governed = _governed(text, expressions)
    if not _tells_both(governed):
        return []
    for e, stop in governed:
        here = bisect_right(starts, e.start)
        for m in _FIGURE.compiled.finditer(text, e.end, stop):
            if sum(map(str.isdigit, m[1])) + 2 * bool(m[2]) < 3:
                continue
            key = (here, m[1] + m[2])
            if e.first.year is not None:
                numbered.setdefault(key, (e.first.year, e))
            else:
                shifted.setdefault(key, (e.first.year_shift or 0, e))
    found = []
    for key, (shift, e) in shifted.items():
        if key not in numbered:
            continue
        year, other = numbered[key]
        year -= shift
        reason = f"{text[e.start : e.end]} is {text[other.start : other.end]}"
        span = between(dt.date(year, 1, 1), dt.date(year, 12, 31))
        found.append(Constraint(Evidence(e.start, e.end, reason), weight, span))
    return found


def _tells_both(governed: list[tuple[DateExpression, int]]) -> bool:
    """Whether there are numbered years and years counted from now among them."""
    numbered = len([e for e, _ in governed if e.first.year is not None])
    return 0 < numbered < len(governed)


def _governed(text: str, expressions: Sequence[DateExpression]) -> list[tuple[DateExpression, int]]:
    """Whole years, numbered or counted from now, each with the end of the words that it dates."""
    dated = [e for e in expressions if _year_of(e) is not None or e.first.year_shift is not None]
    found = []
    for i, e in enumerate(dated):
        p = e.first
        whole = e.shape == "point" and p.month is None and p.portion is None and not p.festival
        if not whole or not e.lends or e.quoted or (p.year is None and p.anchor != "publication"):
            continue
        stop = text.find("\n", e.end, e.end + _SIZE)
        stop = e.end + _SIZE if stop < 0 else stop
        found.append((e, min(stop, dated[i + 1].start) if i + 1 < len(dated) else stop))
    return found


def rises_to_last_year(text: str, expressions: Sequence[DateExpression], weight: int) -> list[Constraint]:
    """从2021年的38%降到去年的20%: last year is a later one."""
    found = []
    for e, after in pairwise(expressions):
        year = _year_of(e)
        if (
            year is not None
            and after.first.year_shift == -1
            and after.first.anchor == "publication"
            and after.start - e.end < 40
            and _TO_LAST_YEAR.fullmatch(text, e.end, after.start)
        ):
            reason = f"{text[after.start : after.end]} is after {text[e.start : e.end]}"
            low = between(dt.date(year + 2, 1, 1), None)
            found.append(Constraint(Evidence(e.start, after.end, reason), weight, low))
    return found


def _year_of(e: DateExpression) -> int | None:
    year = e.first.year
    return year if year is not None and e.shape in ("point", "range") and 1900 <= year < 2190 else None
