"""Whether an event was held, goes on, is planned, or comes back regularly."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extractors.events.lexicon import load_cues
from pipeline.extractors.events.primary import Primary
from pipeline.extractors.events.story import Story
from pipeline.layout.model import Sentence

Spans = list[tuple[int, int]]

# Types of which an article without a date tells how they go on, not that they were held once.
_CONTINUING = frozenset(
    {"aid", "training", "service", "labour_relations", "volunteering", "outreach", "culture_sport"}
    | {"construction", "visit", "other"}
)
# Types whose launch opens a stretch of time; a meeting that was opened is over the same day.
_LAUNCHED = frozenset(
    {"aid", "competition", "recognition", "visit", "service", "labour_relations", "volunteering", "outreach"}
    | {"fair", "training", "culture_sport", "matchmaking"}
)
_DATE_LENGTH = 6  # characters of the date that stand before a scene's place
_LEAD = 6  # sentences that speak for the status of a programme
_EARLY = 12  # sentences in which the text may tell how long its event lasts
# Types that go on where the text tells of years or totals of it.
_PROGRAMME = frozenset(
    {"aid", "training", "service", "labour_relations", "volunteering", "outreach", "visit"}
)
# Types of which a dated scene at the head of the text says nothing: they run in some place.
_RUN = frozenset({"aid", "service", "labour_relations", "construction", "training"})
# Types whose campaigns consist of calls and days that are reported one by one.
_OF_ONE_DAY = frozenset({"visit", "fair", "outreach", "volunteering"})


def primary_status(story: Story, primary: Primary, event: Sentence | None) -> str:
    """Status of the article's main event, from its headlines and the sentence that reports it."""
    kind = primary.type
    titles: Spans = [(line.start, line.end) for line in story.headlines]
    told: Spans = [(event.start, event.end)] if event is not None else []
    lead: Spans = [
        (s.start, s.end) for s in story.body if event is not None and s.paragraph == event.paragraph
    ]
    early: Spans = [(s.start, s.end) for s in story.body[:_EARLY]]
    dated = _dated(story, kind, [*([event] if event is not None else []), *story.body[:1]])
    first = [(s.start, s.end) for s in story.body[:_LEAD]]
    if kind == "enrolment":
        return _enrolment(story, titles, told)
    if _says(story, "collecting", titles):
        return "ongoing"
    if _planned(story, kind, told) or (
        _says(story, "planned", titles) and not _says(story, "figures_so_far", told)
    ):
        return "planned"
    if _says(story, "notice", titles):
        return "planned"
    portrayed = not dated and (_says(story, "feature", titles) or _says(story, "profile", titles))
    if _says(story, "recurring", titles) or (_says(story, "recurring", told) and not dated and not portrayed):
        return "recurring"
    if kind == "reform" or portrayed:
        return "ongoing"
    if _says(story, "since", told) and kind in _PROGRAMME | _LAUNCHED:
        return "ongoing"
    if kind in _PROGRAMME and not dated and _says(story, "since", first):
        return "ongoing"
    if kind in _LAUNCHED and _says(story, "still_to_come", first):
        return "ongoing"
    if kind == "service" and _says(story, "first_session", told):
        return "ongoing"
    if _says(story, "ended", titles + told) or (
        kind == "construction"
        and _says(story, "built", titles + told)
        and (dated or not _says(story, "as_of", told))
    ):
        return "held"
    if kind in _CONTINUING and _says(story, "running_since", early):
        return "ongoing"
    of_one_day = dated and kind in _OF_ONE_DAY and not _says(story, "campaign_total", titles)
    if kind in _CONTINUING and not of_one_day and _says(story, "so_far", early):
        return "ongoing"
    launched = kind in _LAUNCHED and (_says(story, "launch", titles) or _says(story, "launch", told))
    if _says(story, "until", titles + told):
        return "ongoing"
    # A call or a fair of one day is over, though the campaign that it belongs to goes on.
    lasting = [(s.start, s.end) for s in story.body[:_EARLY] if _names(story, kind, s)]
    if (launched or not of_one_day) and _says(story, "lasts", lasting):
        return "ongoing"
    if launched:
        ceremony = _says(story, "launch_ceremony", titles + told)
        if ceremony or not _says(story, "held", told):
            return "ongoing"
    if kind in _CONTINUING and _closed_period(story):
        return "held"
    if kind in _PROGRAMME:
        lead = first
    if _says(story, "ongoing", titles + lead) and not dated and kind != "meeting":
        return "ongoing"
    if kind in _PROGRAMME and not dated and _says(story, "cumulative", told):
        return "ongoing"
    if kind in _CONTINUING and not dated and _says(story, "figures_so_far", early):
        return "ongoing"
    return "held"


def _closed_period(story: Story) -> bool:
    """Whether the news itself is what was reached in a period that is over: 今年1月至4月，共…"""
    lead = story.body[:2]
    if any(story.spoken(s.start) or story.entities_in(s.start, s.end, "PERSON") for s in lead):
        return False  # a scene opens a report on what goes on
    return _says(story, "closed_period", [(s.start, s.end) for s in lead])


def _dated(story: Story, kind: str, sentences: Sequence[Sentence]) -> bool:
    """Whether a day or 近日 dates the event itself, not a scene or when the newspaper was told of it."""
    cues = load_cues()
    for sentence in sentences:
        if kind in _RUN and not _names(story, kind, sentence):
            continue
        low, high = sentence.start, sentence.end
        told = [m.span() for m in cues["told_later"].finditer(story.text, low, high)]
        if kind == "other" and (scene := cues["scene_place"].search(story.text, low, high)):
            told.append((scene.start() - _DATE_LENGTH, scene.end()))
        for match in cues["done"].finditer(story.text, low, high):
            at = match.start()
            if not story.spoken(at) and not any(start <= at < end for start, end in told):
                return True
    return False


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
    if _says(story, "planned", titles):
        return "planned"
    open_still = any(_says(story, "open_enrolment", [(s.start, s.end)]) for s in story.body)
    if not open_still and _says(story, "taken_in", titles + told):
        return "held"
    return "ongoing"


def _planned(story: Story, kind: str, spans: Spans) -> bool:
    """Whether a plan is told up to the clause that names the event; later ones are other matters."""
    for low, high in spans:
        hits = [hit for hit in story.hits_in(low, high) if hit.rule.type == kind]
        named = next((hit.start for hit in hits if hit.rule.cls != "hint"), hits[0].start if hits else high)
        match = load_cues()["planned"].search(story.text, low, high)
        if match and match.start() < _clause_end(story.text, named, high) and not story.spoken(match.start()):
            return True
    return False


def _names(story: Story, kind: str, sentence: Sentence) -> bool:
    """Whether the sentence is about an event of this type."""
    hits = [
        h for h in story.hits_in(sentence.start, sentence.end) if h.rule.type == kind and h.rule.cls != "hint"
    ]
    if not hits:
        return False
    site, scene = load_cues()["named_site"], load_cues()["scene_place"]
    place = scene.search(story.text, sentence.start, sentence.end)
    low, high = place.span("scene") if place else (0, 0)
    return any(not low <= h.start < high and not site.match(story.text, h.end, sentence.end) for h in hits)


def _clause_end(text: str, at: int, high: int) -> int:
    ends = [found for mark in "，,；;。" if (found := text.find(mark, at, high)) >= 0]
    return min(ends, default=high)


def _says(story: Story, cue: str, spans: Spans) -> bool:
    pattern = load_cues()[cue]
    found = (match.start() for low, high in spans for match in pattern.finditer(story.text, low, high))
    return any(not story.spoken(at) for at in found)
