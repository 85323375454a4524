"""Whether an event was held, goes on, is planned, or comes back regularly."""

from __future__ import annotations

import re

from pipeline.extractors.events.lexicon import load_cues
from pipeline.extractors.events.primary import Primary
from pipeline.extractors.events.status_signs import Spans, goes_on, is_dated, is_portrait, says
from pipeline.extractors.events.story import Story
from pipeline.layout.model import Sentence

_CLAUSE_END = re.compile("[，,；;。]")


def primary_status(story: Story, primary: Primary, event: Sentence | None) -> str:
    """Status of the article's main event, from its headlines and the sentences that report it."""
    kind = primary.type
    titles: Spans = [(line.start, line.end) for line in story.headlines]
    told: Spans = [(event.start, event.end)] if event is not None else []
    if kind == "enrolment":
        return _enrolment(story, titles, told)
    if says(story, "collecting", titles):
        return "ongoing"
    if _planned(story, kind, told) or (
        says(story, "planned", titles) and not says(story, "figures_so_far", told)
    ):
        return "planned"
    if says(story, "notice", titles):
        return "planned"
    dated = is_dated(story, kind, [*([event] if event is not None else []), *story.body[:1]])
    portrayed = is_portrait(story, titles, dated)
    if says(story, "recurring", titles) or (says(story, "recurring", told) and not dated and not portrayed):
        return "recurring"
    return "ongoing" if kind == "reform" or goes_on(story, primary, event, dated) else "held"


def local_status(story: Story, start: int, end: int, anchor: int) -> str:
    """Status of an event told in passing, from its own clauses `start:end` around `anchor`."""
    cues, text = load_cues(), story.text
    planned = cues["planned"].search(text, start, end)
    if planned and planned.start() < anchor:
        return "planned"
    if cues["recurring"].search(text, start, end):
        return "recurring"
    if cues["local_ongoing"].search(text, start, end):
        return "ongoing"
    return "held"


def _enrolment(story: Story, titles: Spans, told: Spans) -> str:
    """Enrolment that is announced is open, whatever it plans to take in; once the pupils came it was held."""
    if says(story, "enrolment_ahead", titles):
        return "planned"
    open_still = any(says(story, "open_enrolment", [(s.start, s.end)]) for s in story.body)
    if not open_still and says(story, "taken_in", titles + told):
        return "held"
    return "ongoing"


def _planned(story: Story, kind: str, spans: Spans) -> bool:
    """Whether a plan is told up to the clause that names the event; later ones are other matters."""
    for low, high in spans:
        match = load_cues()["planned"].search(story.text, low, high)
        if match is None or story.spoken(match.start()):
            continue
        hits = [hit for hit in story.hits_in(low, high) if hit.rule.type == kind]
        named = next((hit.start for hit in hits if hit.rule.cls != "hint"), hits[0].start if hits else high)
        if match.start() < _clause_end(story.text, named, high):
            return True
    return False


def _clause_end(text: str, at: int, high: int) -> int:
    mark = _CLAUSE_END.search(text, at, high)
    return high if mark is None else mark.start()
