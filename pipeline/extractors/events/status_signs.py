"""Signs in headlines and lead that tell what goes on from what was held, each with a fitted weight.

A trade-union page opens a report on a lasting service with a dated scene as often as with its figures, so no
single word decides; the weights of status_weights.yaml add the signs up.
"""

from __future__ import annotations

import functools
from pathlib import Path

import yaml

from pipeline.extractors.events.lexicon import load_cues, load_needs
from pipeline.extractors.events.organizers import kicker
from pipeline.extractors.events.primary import Primary
from pipeline.extractors.events.story import Hit, Story
from pipeline.layout.model import Sentence

Spans = list[tuple[int, int]]

# Types of what is done once; the others are kept up.
_ONCE = frozenset(
    {
        "meeting",
        "competition",
        "culture_sport",
        "matchmaking",
        "fair",
        "policy",
        "recognition",
        "construction",
    }
)
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
# Types that go on where the text tells of years or totals of it.
_PROGRAMME = frozenset(
    {"aid", "training", "service", "labour_relations", "volunteering", "outreach", "visit"}
)
# Types of which a dated scene at the head of the text says nothing: they run in some place.
_RUN = frozenset({"aid", "service", "labour_relations", "construction", "training"})
# Types whose campaigns consist of calls and days that are reported one by one.
_OF_ONE_DAY = frozenset({"visit", "fair", "outreach", "volunteering"})
_DATE_LENGTH = 6  # characters of the date that stand before a scene's place
_LEAD = 6  # sentences that speak for the status of a programme
_EARLY = 12  # sentences in which the text may tell how long its event lasts
_REPORTING = 5  # sentences of which one may report the event


@functools.cache
def _weights() -> tuple[float, dict[str, float]]:
    path = Path(__file__).with_name("status_weights.yaml")
    data = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return float(data["base"]), {name: float(weight) for name, weight in data["weights"].items()}


def goes_on(story: Story, primary: Primary, event: Sentence | None, dated: bool) -> bool:
    """Whether the main event lasts (a service, a programme, what was launched) rather than was held once.

    `dated` says whether a day dates the event itself (`is_dated`).
    """
    base, weights = _weights()
    told = signs(story, primary, event, dated)
    return base + sum(weights[name] for name, holds in told.items() if holds) > 0


def signs(story: Story, primary: Primary, event: Sentence | None, dated: bool) -> dict[str, bool]:
    """The signs by name; each has a weight in status_weights.yaml."""
    kind = primary.type
    titles: Spans = [(line.start, line.end) for line in story.headlines]
    told: Spans = [(event.start, event.end)] if event is not None else []
    opening = _opening(story)
    lead = _stretches(opening)
    first, early = _stretches(story.body[:_LEAD]), _stretches(story.body[:_EARLY])
    one_day = dated and kind in _OF_ONE_DAY and not says(story, "campaign_total", titles)
    reports = [_report(story, kind, sentence) for sentence in opening[:_REPORTING]]
    reported = max(reports, default=0)
    launched = kind in _LAUNCHED and (says(story, "launch", titles) or says(story, "launch", told))
    person = reported < 2 and any(story.entities_in(*line, "PERSON") for line in titles)
    portrayed = is_portrait(story, titles, dated)
    running = {
        "launched": launched
        and (says(story, "launch_ceremony", titles + told) or not says(story, "held", told)),
        "lasts": (launched or not one_day)
        and says(story, "lasts", early)
        and any(
            says(story, "lasts", [(s.start, s.end)]) and _names(story, kind, s) for s in story.body[:_EARLY]
        ),
        "so_far": kind in _CONTINUING and not one_day and says(story, "so_far", early),
        "until": says(story, "until", titles + told),
        "running_since": kind in _CONTINUING and says(story, "running_since", early),
        "still_to_come": kind in _LAUNCHED and says(story, "still_to_come", first),
        "first_session": kind == "service" and says(story, "first_session", told),
    }
    # what is under way may have a dated launch, stop or scene, which then tells nothing more
    lasting = any(running.values())
    quiet = not reported
    return running | {
        "once": kind in _ONCE and not portrayed and not (person and kicker(story) is None),
        "reported": bool(reported) and not lasting,
        "reported_in_full": reported > 1 and not lasting,
        "scene": not lasting and _opens_with_scene(story, kind),
        "dated": dated and not lasting,
        "festival": says(story, "festival_day", lead[:1]),
        "hours": says(story, "hours", first),
        "since": quiet and says(story, "since_then", lead),
        "years": quiet and says(story, "for_years", lead),
        "habit": quiet and says(story, "habit", lead),
        "runs": quiet
        and kind not in _ONCE - {"culture_sport", "construction"}
        and says(story, "runs", first),
        "launch_told": says(story, "launch", told),
        "under_way": says(story, "under_way", told),
        "over": says(story, "ended", titles + told),
        "over_told": says(story, "over", told),
        "closed_period": kind in _CONTINUING and _closed_period(story),
        "ongoing": not dated
        and kind != "meeting"
        and says(story, "ongoing", titles + (first if kind in _PROGRAMME else lead[:1])),
        "cumulative": kind in _PROGRAMME and not dated and says(story, "cumulative", told),
        "figures": kind in _CONTINUING and not dated and says(story, "figures_so_far", early),
        "since_told": kind in _PROGRAMME | _LAUNCHED and says(story, "since", told),
        "person": person and not says(story, "held", titles),
        "portrayed": portrayed,
    }


def is_portrait(story: Story, titles: Spans, dated: bool) -> bool:
    """Whether the headlines announce a portrait or a review, and no day dates the event."""
    return not dated and (says(story, "feature", titles) or says(story, "profile", titles))


def is_dated(story: Story, kind: str, sentences: list[Sentence]) -> bool:
    """Whether a day or 近日 dates the event itself, not a scene or when the newspaper was told of it."""
    cues = load_cues()
    for sentence in sentences:
        low, high = sentence.start, sentence.end
        if cues["done"].search(story.text, low, high) is None:
            continue
        days = [match.start() for match in cues["done"].finditer(story.text, low, high)]
        if kind in _RUN and not _names(story, kind, sentence):
            continue
        told = [m.span() for m in cues["told_later"].finditer(story.text, low, high)]
        if kind == "other" and (scene := cues["scene_place"].search(story.text, low, high)):
            told.append((scene.start() - _DATE_LENGTH, scene.end()))
        if any(not story.spoken(at) and not _inside(at, told) for at in days):
            return True
    return False


def says(story: Story, cue: str, spans: Spans) -> bool:
    """Whether a cue stands in one of the stretches, outside speech."""
    text, pattern, needed = story.text, load_cues()[cue], load_needs().get(cue)
    for low, high in spans:
        if needed is not None and not _holds(text, low, high, needed):
            continue
        match = pattern.search(text, low, high)
        while match is not None:
            if not story.spoken(match.start()):
                return True
            match = pattern.search(text, max(match.end(), match.start() + 1), high)
    return False


def _holds(text: str, low: int, high: int, words: tuple[str, ...]) -> bool:
    """Whether one of the words stands in the stretch."""
    return any(text.find(word, low, high) >= 0 for word in words)


def _opening(story: Story) -> list[Sentence]:
    """The sentences of the first two paragraphs."""
    body = story.body[: _EARLY * 2]
    numbers = sorted({sentence.paragraph for sentence in body})[:2]
    return [sentence for sentence in body if sentence.paragraph in numbers]


def _stretches(sentences: list[Sentence]) -> Spans:
    """One stretch a paragraph, from its first to its last sentence."""
    spans: dict[int, tuple[int, int]] = {}
    for sentence in sentences:
        low, _ = spans.get(sentence.paragraph, (sentence.start, 0))
        spans[sentence.paragraph] = (low, sentence.end)
    return list(spans.values())


def _report(story: Story, kind: str, sentence: Sentence) -> int:
    """How much of a dated report a sentence is: a day and something done, by a body (1), of this type (1)."""
    cues, text, low, high = load_cues(), story.text, sentence.start, sentence.end
    if not _holds(text, low, high, load_needs()["day"]):
        return 0
    days = [m.start() for m in cues["day"].finditer(text, low, high) if not story.spoken(m.start())]
    if days:
        told = [m.span() for m in cues["told_later"].finditer(text, low, high)]
        days = [at for at in days if not _inside(at, told)]
    if not days or not says(story, "acts", [(days[0], high)]):
        return 0
    return bool(story.entities_in(low, high, "ORG")) + _names(story, kind, sentence)


def _opens_with_scene(story: Story, kind: str) -> bool:
    first = next((s for s in story.body[:_LEAD] if not story.spoken(s.start + 1)), None)
    if first is None or _report(story, kind, first):
        return False
    return says(story, "day", [(first.start, first.end)])


def _closed_period(story: Story) -> bool:
    """Whether the news itself is what was reached in a period that is over: 今年1月至4月，共…"""
    lead = story.body[:2]
    if any(story.spoken(s.start) or story.entities_in(s.start, s.end, "PERSON") for s in lead):
        return False  # a scene opens a report on what goes on
    return says(story, "closed_period", [(s.start, s.end) for s in lead])


def _names(story: Story, kind: str, sentence: Sentence) -> bool:
    """Whether the sentence is about an event of this type."""
    hits: list[Hit] = []
    for hit in story.hits_in(sentence.start, sentence.end):
        if hit.rule.type == kind and hit.rule.cls != "hint":
            hits.append(hit)
    if not hits:
        return False
    site, scene = load_cues()["named_site"], load_cues()["scene_place"]
    place = scene.search(story.text, sentence.start, sentence.end)
    low, high = place.span("scene") if place else (0, 0)
    for hit in hits:
        if not low <= hit.start < high and not site.match(story.text, hit.end, sentence.end):
            return True
    return False


def _inside(at: int, spans: Spans) -> bool:
    return any(low <= at < high for low, high in spans)
