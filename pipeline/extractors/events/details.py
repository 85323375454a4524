"""Name, place, dates and participants of an event, from the sentence that reports it."""

from __future__ import annotations

import datetime as dt
import re

from pipeline.extractors.events.lexicon import load_cues
from pipeline.extractors.events.primary import Primary
from pipeline.extractors.events.story import Story
from pipeline.layout.model import Sentence
from pipeline.mentions import NumberMention

_BOOK = re.compile(r"《[^》\n]{3,60}》")
_NAME_ENDS = ("活动", "行动", "项目")
_NEAR_AFTER = 26
_NEAR_BEFORE = 14
_SHORT_BEFORE = 10
_FAR_BEFORE = 80
_ATTENDED_ONLY = frozenset(
    {"meeting", "policy", "construction", "recognition", "labour_relations", "service"}
)
_COUNTED_OVER_TIME = frozenset({"aid", "training", "enrolment"})
_ENOUGH = 3.4


def event_sentence(story: Story, primary: Primary) -> Sentence | None:
    """The body sentence that reports the main event; None where there is no body."""
    cues = load_cues()
    best: tuple[float, Sentence] | None = None
    word = story.text[primary.start : primary.end]
    for position, sentence in enumerate(story.body[:6]):
        score = -0.3 * position - (2.0 if story.spoken(sentence.start) else 0.0)
        score += 1.0 if cues["done"].search(story.text, sentence.start, sentence.end) else 0.0
        hits = [hit for hit in story.hits_in(sentence.start, sentence.end) if not story.spoken(hit.start)]
        score += 1.5 if any(hit.rule.type == primary.type for hit in hits) else 0.0
        score += 0.5 if cues["light_verbs"].search(story.text, sentence.start, sentence.end) else 0.0
        score += 0.4 if story.text.find(word, sentence.start, sentence.end) >= 0 else 0.0
        score += 0.5 if story.entities_in(sentence.start, sentence.end, "ORG") else 0.0
        if best is None or score > best[0]:
            best = (score, sentence)
    return best[1] if best else None


def event_name(story: Story, kind: str, spans: list[tuple[int, int]], trigger: tuple[int, int]) -> str | None:
    """The printed name: an EVENT (for a policy a LAW) that holds or touches the trigger, or a quoted one."""
    text = story.text
    for low, high in spans:
        if kind == "policy":
            book = _BOOK.search(text, low, high)
            if book:
                return book.group()
            continue
        named = story.entities_in(low, high, "EVENT")
        for entity in named:
            hits = story.hits_in(entity.start, entity.end + 4)
            if any(hit.rule.type == kind for hit in hits) or entity.start <= trigger[0] < entity.end:
                return text[entity.start : entity.end]
        for match in load_cues()["quoted_name"].finditer(text, low, high):
            if not story.spoken(match.start() + 1):
                hits = story.hits_in(match.start(), match.end())
                if any(hit.rule.type == kind for hit in hits) or match.group().endswith(_NAME_ENDS):
                    return match.group()
    return None


def event_place(story: Story, event: Sentence | None) -> str | None:
    """Venue or area: a place the event's sentence or the headline is in, 在…举行, 走进…"""
    cues = load_cues()
    spans = [(event.start, event.end)] if event is not None else []
    spans += [(line.start, line.end) for line in story.headlines]
    later = [(sentence.start, sentence.end) for sentence in story.body[:4]]
    for low, high in spans:
        for match in cues["venue"].finditer(story.text, low, high):
            words = match["venue"] or match["goal"] or match["site"] or match["spot"]
            if not cues["no_place"].search(words) and not story.spoken(match.start()):
                return words
    for types in (("FAC", "LOC"), ("GPE",)):
        for low, high in spans + later:
            for entity in story.entities_in(low, high, *types):
                words = story.text[entity.start : entity.end]
                if not story.spoken(entity.start) and not cues["no_place"].search(words):
                    return words
    return None


def organizer_area(organizers: list[str]) -> str | None:
    """The district, street or town in the name of the union that holds an event without a venue."""
    for name in organizers[:1]:
        found = load_cues()["union_area"].match(name)
        if found:
            return found["area"]
    return None


def event_dates(story: Story, low: int, high: int) -> tuple[dt.date | None, dt.date | None]:
    """The interval that the stretch gives for its event; vague dates give none."""
    for date in story.dates_in(low, high):
        if date.end <= high and date.type in ("date", "time"):
            if (date.start_date is None and date.end_date is None) or story.titled_at(date.start, date.end):
                continue
            if date.relation == "since":
                return date.start_date, None
            if date.relation in ("until", "before"):
                return None, date.end_date
            return date.start_date, date.end_date
    return None, None


def enrolment_dates(story: Story) -> tuple[dt.date | None, dt.date | None]:
    """When one may apply: the dates of the sentence that tells the deadline."""
    for sentence in story.body:
        if load_cues()["open_enrolment"].search(story.text, sentence.start, sentence.end):
            start_date, end_date = event_dates(story, sentence.start, sentence.end)
            if end_date is not None:
                return (start_date if start_date != end_date else None), end_date
    return None, None


def event_participants(
    story: Story, primary: Primary, event: Sentence | None, planned: bool = False
) -> tuple[float | None, int | None]:
    """(people taking part in the main event, index of that number); (None, None) where not told."""
    body_from = story.body[0].start if story.body else 0
    body_values = {n.value for _, n in story.numbers if n.start >= body_from and _counts_people(n)}
    in_headline = {n.value for _, n in story.numbers if n.start < body_from and _counts_people(n)}
    rated: list[tuple[float, int, float, int]] = []
    for index, number in story.numbers:
        if number.value is None or not _counts_people(number):
            continue
        score = _taking_part(story, number, primary.type, planned) + _nearness(story, event, number)
        if number.value in in_headline:
            # a round number of the headline that the body makes exact is worth less than that
            score += 1.0 if number.value in body_values else -1.0
        rated.append((score, -number.start, number.value, index))
    best = max(rated, default=None)
    if best is None or best[0] < _ENOUGH or primary.type == "reform":
        return None, None
    return best[2], best[3]


def _nearness(story: Story, event: Sentence | None, number: NumberMention) -> float:
    """How near the number stands to the sentence that reports the event."""
    if event is None or number.start < story.body[0].start:
        return 0.5
    if event.start <= number.start < event.end:
        return 2.5
    here = story.sentence_at(number.start)
    if here is None:
        return 0.0
    return 1.8 if here.paragraph == event.paragraph else 0.6 if here.paragraph == event.paragraph + 1 else 0.0


def local_participants(story: Story, low: int, high: int) -> tuple[float | None, int | None]:
    """The same for an event told in the stretch."""
    takes_part = load_cues()["takes_part"]
    for index, number in story.numbers_in(low, high):
        if number.end <= high and number.value is not None and _counts_people(number):
            around = (max(low, number.start - _NEAR_BEFORE), min(high, number.end + _NEAR_AFTER))
            if takes_part.search(story.text, *around):
                return number.value, index
    return None, None


def _counts_people(number: NumberMention) -> bool:
    if number.kind != "quantity" or number.indefinite or (number.value is not None and number.value < 2):
        return False
    return number.unit_kind == "people" or (number.unit or "") in ("人", "名", "位", "人次")


def _taking_part(story: Story, number: NumberMention, kind: str, planned: bool) -> float:
    """How clearly the words around a number of people say that they take part."""
    cues, text = load_cues(), story.text
    floor = max(0, number.start - _FAR_BEFORE)
    floor = max(floor, *(text.rfind(mark, floor, number.start) + 1 for mark in "。\n"))
    stop = min(len(text), number.end + _NEAR_AFTER)
    for mark in "。\n":
        found = text.find(mark, number.end, stop)
        stop = found if found >= 0 else stop
    score = 0.0
    if cues["takes_part"].search(text, number.end, stop):
        score += 2.0
    elif cues["takes_part"].search(text, max(floor, number.start - _NEAR_BEFORE), number.start):
        score += 1.5
    if cues["attended"].search(text, max(floor, number.start - _NEAR_BEFORE), number.start):
        score += 2.0
    if cues["from_bodies"].search(text, max(floor, number.start - _FAR_BEFORE), number.start):
        score += 1.0
    if cues["attends"].match(text, number.end, stop):
        score += 2.5
    if cues["takes_part_before"].search(text, max(floor, number.start - _SHORT_BEFORE), number.start):
        score += 1.0
    if cues["takes_part_nouns"].search(text, number.end, min(stop, number.end + 14)):
        score += 1.0
    if cues["not_part"].search(text, number.end, min(stop, number.end + 10)):
        score -= 3.0
    if story.spoken(number.start):
        score -= 2.0
    if kind == "enrolment":
        around = text[max(floor, number.start - 8) : stop]
        return score + (2.5 if any(word in around for word in ("招", "录取", "报名")) else 0.0)
    before = max(floor, number.start - _SHORT_BEFORE)
    if cues["places_for"].search(text, before, number.end):
        score += 2.5 if planned else 0.0
    if cues["per_each"].search(text, before, number.start):
        score -= 3.0
    if cues["one_part"].search(text, before, number.start):
        score -= 1.5
    if cues["opens_clause"].search(text, before, number.start):
        score += 1.0
    if cues["planned"].search(text, floor, number.start) and not planned:
        score -= 2.0
    past = cues["background"].search(text, floor, number.start)
    if past and kind not in _COUNTED_OVER_TIME and not cues["this_time"].search(text, floor, number.start):
        score -= 2.0
    if kind in _ATTENDED_ONLY:
        score -= 1.0
    if number.unit == "人次" and kind in ("volunteering", "visit"):
        score -= 2.0
    return score
