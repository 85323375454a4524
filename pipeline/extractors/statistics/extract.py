"""The facts extractor: from a document's rows to its statistics."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from pipeline.extractors.statistics.confidence import Evidence, confidence
from pipeline.extractors.statistics.document import Document
from pipeline.extractors.statistics.fact import Fact
from pipeline.extractors.statistics.facts import complete, describe
from pipeline.extractors.statistics.headlines import inherit_from_body, place_at_event
from pipeline.extractors.statistics.indicators import Indicators, builtin_indicators
from pipeline.extractors.statistics.parts import Lead, mark_parts, opens_breakdown
from pipeline.extractors.statistics.periods import NO_PERIOD, Period, governing_period, sentence_period
from pipeline.extractors.statistics.status import (
    aggregation_of,
    own_item,
    per_of,
    plan_with_event,
    status_of,
)
from pipeline.extractors.statistics.subjects import Focus
from pipeline.extractors.statistics.tokens import Reading, Tokens
from pipeline.layout.model import Article, Sentence
from pipeline.mentions import DateMention, EntityMention, EventMention, NumberMention, StatisticMention

_EVENT_DAYS = 7
_GENERAL = (None, "participants", "organisations_involved")
_MAX_LEAD = 12
_LEVEL = re.compile("[一-龥]{1,3}级(?:以上)?")


@cache
def _breaks_off() -> re.Pattern[str]:
    """What tells that a sentence leaves the period of the one before."""
    return re.compile(r"据统计|目前|截至|如今|现在|近年来|迄今|累计|预计|计划|下一步|未来|今后|多年来")


@cache
def _at_event() -> re.Pattern[str]:
    """What tells that a sentence is about the event that the article reports."""
    return re.compile(
        r"[“\"]?(?:活动(?:中|现场|当天|期间|结束|最后)?|现场|会上|大会|会议|当天|当日|仪式上|比赛|决赛|赛事|运动会|展览|集市|此次|本次|这次"
        r"|[^，,]{0,8}(?:一角|环节|展台前|摊位前|赛场上)|(?:两|三|一|半)(?:天|个(?:多|半)?小时)(?:时间)?里|志愿者(?:们|还|把)|暖场|主办方|参赛选手|选手们|嘉宾们)"
        r"|[^，,]{0,16}[，,](?:现场|活动现场|男女嘉宾|当天|大集|志愿者(?:们|还|把))"
    )


@cache
def _given() -> re.Pattern[str]:
    """A clause right behind a number that says to whom the things went."""
    return re.compile(
        r"[^，,。；;、0-9]{0,6}[，,](?:全部|全都|都|均|已|随后|又|并){0,2}(捐|赠|送|发放|分发|寄)"
    )


def _is_short(period: Period) -> bool:
    if period.start is None or period.end is None:
        return False
    return (period.end - period.start).days <= _EVENT_DAYS


def find_statistics(
    text: str,
    articles: Sequence[Article],
    numbers: Sequence[NumberMention],
    dates: Sequence[DateMention],
    entities: Sequence[EntityMention],
    events: Sequence[EventMention],
    words: Sequence[tuple[int, int]] | None = None,
    indicators: Indicators | None = None,
    published: dt.date | None = None,
) -> list[StatisticMention]:
    """The facts of a document, in order of their numbers.

    All offsets are half-open code points of `text`, the view. `words` are jieba's words as spans in
    order (cut here, sentence by sentence, when left out); `indicators` defaults to the contract's;
    `published` is the last day on which the document can have been published.
    Never raises on any text.
    """
    document = Document(text, numbers, dates, entities, words, indicators or builtin_indicators(), published)
    found: list[StatisticMention] = []
    told: dict[int, list[EventMention]] = {}
    for event in events:
        told.setdefault(event.article, []).append(event)
    for article in articles:
        if not article.paragraphs:
            continue
        rows = _article(document, article, told.get(article.position, ()))
        base = len(found)
        for row in rows:
            if row.part_of is not None:
                row.part_of += base
        found += rows
    return found


def _article(document: Document, article: Article, events: Sequence[EventMention]) -> list[StatisticMention]:
    """The facts of an article; `events` are its own."""
    subjects = document.subjects
    low = bisect_left(document.number_starts, article.start)
    high = bisect_left(document.number_starts, article.end)
    if low == high:
        return []
    focus = subjects.focus(article, events)
    primary = next((e for e in events if e.is_primary), None)
    planned = primary is not None and primary.status == "planned"
    rows: list[StatisticMention] = []
    heads: list[int] = []
    previous: Reading | None = None
    told = Lead([], [])
    previous_sentence: Sentence | None = None
    carried = event_day = NO_PERIOD
    if primary is not None and primary.status == "held" and primary.start_date is not None:
        told_day = Period(primary.start_date, primary.end_date or primary.start_date)
        event_day = told_day if _is_short(told_day) else NO_PERIOD
    dates, text = document.dates, document.text
    first = last = low
    day = bisect_left(document.date_starts, article.start)
    for sentence in article.sentences:
        same_paragraph = previous_sentence is not None and previous_sentence.paragraph == sentence.paragraph
        if not same_paragraph:
            carried = NO_PERIOD
        inside: list[DateMention] = []
        while day < len(dates) and dates[day].start < sentence.end:
            if dates[day].start >= sentence.start:
                inside.append(dates[day])
            day += 1
        own = [d for d in inside if (d.start_date or d.end_date) and not _compared_to(text, d)]
        first = last
        while first < high and document.number_starts[first] < sentence.start:
            first += 1
        last = first
        while last < high and document.number_starts[last] < sentence.end:
            last += 1
        named = subjects.between(sentence.start, sentence.end)
        previous_reading, previous = previous, Reading(text, sentence, document.fixed, document.words)
        if first < last:
            reading = previous
            headline = article.paragraphs[sentence.paragraph].kind == "headline"
            opening = text[sentence.start : min(sentence.start + 40, sentence.end)]
            if (
                own
                or _breaks_off().search(opening)
                or (_is_short(carried) and subjects.opens_with_another(focus, sentence.start, sentence.end))
            ):
                carried = NO_PERIOD
            elif carried is NO_PERIOD and event_day is not NO_PERIOD and _at_event().match(opening):
                carried = event_day
            lead = Lead([], [])
            if told.facts and same_paragraph:
                goes_on = told.whole is not None and text[sentence.start - 1] in "；;"
                lead = told if goes_on or opens_breakdown(reading.tokens) else lead
            told = lead
            if lead.facts or reading.has_number:
                base = len(rows) - len(lead.facts)
                before = previous_reading if same_paragraph else None
                new, told = _sentence(
                    document, sentence, reading.tokens, before, focus, named, carried, base, lead
                )
                if planned and _at_event().match(opening):
                    plan_with_event(text, sentence.start, new)
                if headline:
                    heads += range(len(rows), len(rows) + len(new))
                rows += new
        if last == high and not heads:
            break  # no figures any more, and none that a later sentence could tell the day of
        subjects.subject(focus, named, sentence.start, sentence.end, sentence.paragraph)
        handed = sentence_period(text, sentence.start, sentence.end, inside)
        if handed is not NO_PERIOD:
            carried = handed
            if event_day is NO_PERIOD and handed.end is not None and handed.start is not None:
                event_day = handed if _is_short(handed) else event_day
        elif own:
            carried = NO_PERIOD
        previous_sentence = sentence
    place_at_event(rows, primary, subjects.places)
    inherit_from_body(rows, heads, document.given, event_day)
    return rows


def _compared_to(text: str, date: DateMention) -> bool:
    """Whether a date is only that of another figure (比2023年多30人)."""
    return text[date.start - 1 : date.start] in ("比", "较", "与")


def _sentence(
    document: Document,
    sentence: Sentence,
    tokens: Tokens,
    before: Reading | None,
    focus: Focus,
    named: list[EntityMention],
    carried: Period,
    base: int,
    lead: Lead,
) -> tuple[list[StatisticMention], Lead]:
    """The rows of a sentence and what they leave to the next; `base` is the index of the lead's first
    row (else the sentence's first) in the article."""
    facts = lead.facts[-_MAX_LEAD:]
    for fact in facts:
        fact.token = -1
    base += len(lead.facts) - len(facts)
    rows = lead.rows[-len(facts) :] if facts else []
    whole = lead.whole - (len(lead.facts) - len(facts)) if lead.whole is not None else None
    known = len(facts)
    for at, tag in enumerate(tokens.tags):
        if tag == "N" and tokens.reference[at] >= 0:
            fact = Fact(tokens.reference[at], at, document.numbers[tokens.reference[at]])
            describe(tokens, fact, facts, before)
            facts.append(fact)
    complete(tokens, facts, known)
    for fact in facts[known:]:
        rows.append(_row(document, sentence, tokens, fact, rows[known:], focus, named, carried))
    whole = mark_parts(tokens, facts, rows, base, known, whole if whole is None or whole >= 0 else None)
    for row in rows[known:]:
        if row.part_of is not None and row.indicator in _GENERAL:
            row.indicator = rows[row.part_of - base].indicator or row.indicator
    return rows[known:], Lead(facts, rows, whole)


def _row(
    document: Document,
    sentence: Sentence,
    tokens: Tokens,
    fact: Fact,
    rows: list[StatisticMention],
    focus: Focus,
    named: list[EntityMention],
    carried: Period,
) -> StatisticMention:
    subjects = document.subjects
    number = document.numbers[fact.number]
    item, own = own_item(tokens, fact.token)
    aggregation = aggregation_of(tokens, fact, item, own, rows)
    status = status_of(tokens, fact, rows, document.dates, document.published)
    subject, doubt = subjects.subject(focus, named, sentence.start, number.start, sentence.paragraph)
    if number.unit in ("岁", "周岁"):
        person = subjects.person_near(named, number.start)
        if person is None and document.text[number.end : number.end + 2] in ("的他", "的她"):
            person = focus.person
        subject = person or subject
        if person and aggregation != "average":
            fact.measure, fact.named = person, True
    place, adcode, basis = subjects.place(named, sentence.start, number.start, subject)
    period = governing_period(tokens, document.dates, fact.token, aggregation == "cumulative", carried)
    unit = "%" if "percent" in fact.classes else "元" if "money" in fact.classes else number.unit
    grown = fact.change and "percent" in fact.classes  # by how much, so no share of anything
    row = StatisticMention(number.start, number.end, document.number_ids[fact.number])
    row.measure, row.predicate, row.subject = fact.measure, fact.predicate, subject
    row.indicator = None if grown else document.indicators.code(fact.measure, fact.predicate, unit, status)
    row.place, row.adcode, row.place_basis = place, adcode, basis
    row.period_start, row.period_end = period.start, period.end
    row.per = per_of(tokens, fact, item, own, rows)
    row.aggregation, row.status, row.rule = aggregation, status, fact.rule
    if row.indicator is None and not fact.classes - {"item"}:
        # 做成环保袋60个，全部捐给…: what is done with them next says what they are
        following = _given().match(document.text, tokens.ends[fact.token], sentence.end)
        if following is not None:
            row.indicator = document.indicators.code(fact.measure, following.group(1), unit, status)
    if row.indicator == "participants" and _beneficiaries(tokens, fact.token):
        row.indicator = "people_covered"
    if row.indicator in _GENERAL and _LEVEL.fullmatch(row.measure or ""):
        # 省级工作室31家，市级112家
        same = (other for other in reversed(rows) if document.unit(other) == number.unit)
        row.indicator = next((other.indicator for other in same), row.indicator)
    opened = document.text.rfind("“", sentence.start, number.start)
    inside = opened >= 0 and opened > document.text.rfind("”", sentence.start, number.start)
    evidence = Evidence(row, fact, number, doubt)
    evidence.quoted = inside
    evidence.dates = tokens.tags[: fact.token].count("D")
    bodies: set[str] = set()
    for entity in named:
        if entity.type == "ORG":
            bodies.add(entity.name)
        if entity.name == subject and entity.start < number.start:
            evidence.said = True
    evidence.bodies = len(bodies)
    evidence.carried = carried.start is not None or carried.end is not None
    evidence.organiser = subject is not None and subject == focus.organiser
    evidence.lone_body = focus.lone
    row.confidence = confidence(evidence)
    return row


def _beneficiaries(tokens: Tokens, number: int) -> bool:
    """Whether something is done for the people counted (为1200名骑手…, 给30名工友…)."""
    at = number - 1
    while at >= 0 and tokens.tags[at] in "drf":
        at -= 1
    return at >= 0 and tokens.words[at] in ("为", "给", "替", "帮", "让")
