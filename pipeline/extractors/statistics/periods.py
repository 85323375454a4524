"""When a fact holds: the date that governs its number, in its clause, sentence or the one before."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import Final

from pipeline.extractors.statistics.lexicon import lexicon
from pipeline.extractors.statistics.tokens import Tokens
from pipeline.mentions import DateMention

_MAX_BACK = 150
_UNTIL: Final = ("截至", "截止", "截止到")


class Period:
    """Closed interval, either end open."""

    def __init__(self, start: dt.date | None, end: dt.date | None) -> None:
        self.start, self.end = start, end


NO_PERIOD: Final = Period(None, None)


@cache
def _ever_since() -> re.Pattern[str]:
    """Behind a date: it is the start of what goes on (从2019年开办至今)."""
    return re.compile(r"[^，,。；;、0-9]{0,8}至今")


@cache
def _of_a_name() -> re.Pattern[str]:
    """Behind a year: it belongs to the name of an event (2023年全市职工“…”健步走)."""
    return re.compile(r"[一-龥]{0,8}[“《]")


@cache
def _counting() -> re.Pattern[str]:
    return re.compile(r"先后|累计|已|目前")


@cache
def _this_span() -> re.Pattern[str]:
    return re.compile(r"(?:今年|本年|本月|本季|本周)")


def _bounds(date: DateMention, text: str, attributive: bool) -> Period:
    """What the words around a date make of its interval."""
    start, end = date.start_date, date.end_date
    if attributive:
        return Period(start, end)
    if date.relation in ("until", "before") or (
        date.relation is None and text.endswith(_UNTIL, max(0, date.start - 3), date.start)
    ):
        return Period(None, end)
    if date.relation in ("since", "after") or _ever_since().match(text, date.end):
        return Period(start, None)
    return Period(start, end)


def _has_interval(date: DateMention) -> bool:
    return date.type != "set" and (date.start_date is not None or date.end_date is not None)


def governing_period(
    tokens: Tokens, dates: list[DateMention], number: int, cumulative: bool, carried: Period
) -> Period:
    """The period of the fact at token `number`; `carried` is that of the sentence before."""
    tags, words = tokens.tags, tokens.words
    left, right = tokens.clause(number)
    present = False
    attached: list[DateMention] = []
    for at in range(number - 1, max(0, number - _MAX_BACK) - 1, -1):
        if tags[at] != "D" or tokens.reference[at] < 0:
            continue
        date = dates[tokens.reference[at]]
        attributive = (
            at + 1 < len(tags) and tags[at + 1] == "u" and at + 2 < len(tags) and tags[at + 2] == "N"
        )
        if attributive and at + 2 != number:
            if cumulative and _has_interval(date):
                attached.append(date)
            continue
        if not _has_interval(date):
            if date.type == "date" and words[at] in lexicon().sets["present"]:
                present = True
            continue
        if attached:
            break
        if at and words[at - 1] in lexicon().sets["comparing"]:
            continue
        founding = at < left and _founding(tokens, at)
        if founding and _goes_on(tokens, at, number):
            return Period(date.start_date, None)
        if founding and at and words[at - 1] == "于":
            continue
        period = _bounds(date, tokens.text, attributive)
        runs = period.start is not None and period.end is None
        runs = runs and _ever_since().match(tokens.text, date.end) is not None
        if present and not runs and not _this_span().match(words[at]):
            return Period(None, None)
        told = _day_of_named(tokens, dates, at)
        if told is not None:
            return told
        if (
            period.start is None
            or period.end is None
            or date.type == "duration"
            or _this_span().match(words[at])
        ):
            period = _completed(tokens, dates, at, period, date.type == "duration")
        if present and period.end is not None:
            return Period(period.start, None)
        return period
    if attached:
        starts = [d.start_date for d in attached if d.start_date]
        ends = [d.end_date for d in attached if d.end_date]
        return Period(min(starts, default=None), max(ends, default=None))
    if present:
        return NO_PERIOD
    for at in range(number + 1, right):
        if tags[at] == "N":
            break
        if tags[at] == "D" and tokens.reference[at] >= 0 and _has_interval(dates[tokens.reference[at]]):
            date = dates[tokens.reference[at]]
            if date.type == "date" and tokens.words[at - 1] in ("于", "在", "从", "自"):
                return _bounds(date, tokens.text, False)
            break
    return Period(carried.start, carried.end)


def _founding(tokens: Tokens, at: int) -> bool:
    """Whether the date at token `at` is only when something came into being (于2019年建成，…)."""
    _, right = tokens.clause(at)
    founding = lexicon().sets["founding"]
    return any(word in founding for word in tokens.words[at:right])


def _goes_on(tokens: Tokens, at: int, number: int) -> bool:
    """Whether the clause of the date at token `at` ends with what began (今年4月成立，) and the words up to the
    number count what came of it since (先后走进…)."""
    _, right = tokens.clause(at)
    ends = tokens.words[right - 1] in lexicon().sets["founding"]
    return ends and _counting().search(tokens.text, tokens.ends[at], tokens.starts[number]) is not None


def _day_of_named(tokens: Tokens, dates: list[DateMention], at: int) -> Period | None:
    """The day told before a year that only belongs to an event's name (5月8日，2023年“…”大赛开幕)."""
    date = dates[tokens.reference[at]]
    if not _is_year(date) or not _of_a_name().match(tokens.text, date.end):
        return None
    for probe in range(at - 1, max(0, at - _MAX_BACK) - 1, -1):
        if tokens.tags[probe] == "D" and tokens.reference[probe] >= 0:
            other = dates[tokens.reference[probe]]
            return Period(other.start_date, other.end_date) if _within(other, date) else None
    return None


def _is_year(date: DateMention) -> bool:
    start, end = date.start_date, date.end_date
    return date.type == "date" and start is not None and end is not None and (end - start).days >= 364


def _within(day: DateMention, year: DateMention) -> bool:
    if not (day.start_date and day.end_date and year.start_date and year.end_date):
        return False
    return not _is_year(day) and year.start_date <= day.start_date and day.end_date <= year.end_date


def _completed(tokens: Tokens, dates: list[DateMention], at: int, period: Period, spell: bool) -> Period:
    """A period made whole by a date before it in the sentence: 今年以来…截至6月底, 截至6月底…今年受理,
    自2021年起…三年来 (a spell, which begins where the earlier date says)."""
    for probe in range(at - 1, max(0, at - _MAX_BACK) - 1, -1):
        if tokens.tags[probe] != "D" or tokens.reference[probe] < 0:
            continue
        other = dates[tokens.reference[probe]]
        if not _has_interval(other):
            continue
        bounds = _bounds(other, tokens.text, False)
        if spell:
            if other.relation != "since" or bounds.start is None:
                return period
            in_order = period.end is None or bounds.start <= period.end
            return Period(bounds.start, period.end) if in_order else period
        if bounds.start is None and bounds.end and period.start and period.end:
            return Period(period.start, bounds.end) if period.start <= bounds.end <= period.end else period
        running = bounds.end is None or _this_span().match(tokens.words[probe])
        if (
            period.start is None
            and period.end is not None
            and running
            and bounds.start
            and bounds.start <= period.end
        ):
            return Period(bounds.start, period.end)
        if period.end is None and period.start is not None and bounds.start is None and bounds.end:
            return Period(period.start, bounds.end) if bounds.end >= period.start else period
        break
    return period


def sentence_period(text: str, start: int, end: int, dates: list[DateMention]) -> Period:
    """What the sentence `text[start:end]` hands on to the next: its last long interval, if it opens
    a clause. `dates` are those inside the sentence."""
    found = NO_PERIOD
    last: DateMention | None = None
    for date in dates:
        if not _has_interval(date) or date.type == "set":
            continue
        named = _is_year(date) and _of_a_name().match(text, date.end) is not None
        if named and last is not None and _within(last, date):
            continue
        period = _bounds(date, text, False)
        if period.start is None:
            continue
        at = date.start
        before = text[max(start, at - 2) : at]
        if before and before[-1] not in "，,；;自从在近连续来":
            continue
        found, last = period, date
    return found
