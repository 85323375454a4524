"""Name, place and dates of an event, from the sentence that reports it."""

from __future__ import annotations

import datetime as dt
import re

from pipeline.extractors.events.lexicon import load_cues
from pipeline.extractors.events.primary import Primary
from pipeline.extractors.events.story import Story
from pipeline.layout.model import Sentence

_BOOK = re.compile(r"《[^》\n]{3,60}》")
_NAME_ENDS = ("活动", "行动", "项目")


def event_sentence(story: Story, primary: Primary) -> Sentence | None:
    """The body sentence that reports the main event; None where there is no body."""
    cues = load_cues()
    best: tuple[float, Sentence] | None = None
    word = story.text[primary.start : primary.end]
    for position, sentence in enumerate(story.body[:6]):
        score = -0.3 * position - (2.0 if story.spoken(sentence.start) else 0.0)
        score += 1.0 if cues["done"].search(story.text, sentence.start, sentence.end) else 0.0
        for hit in story.hits_in(sentence.start, sentence.end):
            if hit.rule.type == primary.type and not story.spoken(hit.start):
                score += 1.5
                break
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
            if entity.start <= trigger[0] < entity.end or _of_type(story, entity.start, entity.end + 4, kind):
                return text[entity.start : entity.end]
        if text.find("“", low, high) < 0:
            continue
        for match in load_cues()["quoted_name"].finditer(text, low, high):
            if not story.spoken(match.start() + 1) and (
                match.group().endswith(_NAME_ENDS) or _of_type(story, match.start(), match.end(), kind)
            ):
                return match.group()
    return None


def _of_type(story: Story, start: int, end: int, kind: str) -> bool:
    """Whether a trigger of the type stands in the stretch."""
    return any(hit.rule.type == kind for hit in story.hits_in(start, end))


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
    for low, high in later[:2]:
        for match in cues["scene_place"].finditer(story.text, low, high):
            if not cues["no_place"].search(match["scene"]) and not story.spoken(match.start()):
                return match["scene"]
    for types in (("FAC", "LOC"), ("GPE",)):
        for low, high in spans + later:
            for entity in story.entities_in(low, high, *types):
                words = story.text[entity.start : entity.end]
                opened = cues["opened"].match(story.text, entity.end)
                if not opened and not story.spoken(entity.start) and not cues["no_place"].search(words):
                    return words
    return None


def organizer_area(organizers: list[str]) -> str | None:
    """The district, street or town in the name of the union that holds an event without a venue."""
    for name in organizers[:1]:
        found = load_cues()["union_area"].match(name)
        if found:
            return found["area"]
    return None


def workplace(story: Story) -> str | None:
    """Where the person of a portrait works: the first body or building of the text's first sentences."""
    if not any(load_cues()["profile"].search(story.text, p.start, p.end) for p in story.headlines):
        return None
    for sentence in story.body[:3]:
        for entity in story.entities_in(sentence.start, sentence.end, "ORG", "FAC"):
            if not story.spoken(entity.start):
                return story.text[entity.start : entity.end]
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
