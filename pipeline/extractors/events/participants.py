"""How many people took part in an event: the number of people that its report gives, if any."""

from __future__ import annotations

import re
from functools import cache

from pipeline.extractors.events.lexicon import any_cue, load_cues
from pipeline.extractors.events.primary import Primary
from pipeline.extractors.events.story import Story
from pipeline.layout.model import Sentence
from pipeline.mentions import NumberMention

_NEAR_AFTER = 26
_NEAR_BEFORE = 14
_SHORT_BEFORE = 10
_FAR_BEFORE = 80
_ATTENDED_ONLY = frozenset(
    {"meeting", "policy", "construction", "recognition", "labour_relations", "service"}
)
_COUNTED_OVER_TIME = frozenset({"aid", "training", "enrolment"})
# Types of whose running services the people served so far take part.
_COUNTED_SO_FAR = frozenset({"aid", "service", "labour_relations", "construction", "visit", "other"})
_AGREED = frozenset({"labour_relations", "policy", "meeting"})  # what they cover takes no part in them
_SET_TARGETS = frozenset({"recognition", "policy", "meeting", "reform", "construction"})
_EARLY = 6  # sentences at the head of the body in which a running total is the main event's
_BY_NAME = frozenset({"recognition", "policy", "meeting"})  # people in their headlines do not meet
_FEW = 10  # figures up to it are repeated by chance
_ROUND = (100, 1000, 10000)  # 千名职工 in a headline rounds what the body says
_ENOUGH = 3.4

# Cues that are sought in the same words before a number: those of its clause, and of its sentence.
_NEAR_CUES = ("takes_part_before", "per_each", "one_part", "opens_clause", "extra")
_FAR_CUES = ("from_bodies", "planned", "this_time", "background", "target", "besides")

Figure = tuple[float | None, str | None]  # value and unit


def event_participants(
    story: Story, primary: Primary, event: Sentence | None, status: str
) -> tuple[float | None, int | None]:
    """(people taking part in the main event, index of that number); (None, None) where not told."""
    if primary.type == "reform":
        return None, None
    body_from = story.body[0].start if story.body else 0
    body_values: set[float | None] = set()
    in_headline: set[float | None] = set()
    titled: set[Figure] = set()
    people: list[tuple[int, NumberMention]] = []
    for index, number in story.numbers:
        if _counts_people(number):
            people.append((index, number))
            (body_values if number.start >= body_from else in_headline).add(number.value)
        elif number.start < body_from and (number.value or 0) > _FEW:
            titled.add((number.value, number.unit))
    rated: list[tuple[float, int, float, int]] = []
    for index, number in people:
        if number.value is None:
            continue
        score = _taking_part(story, number, primary.type, status) + _nearness(story, event, number)
        if number.start < body_from:
            repeated = number.value in body_values
            score += _in_headline(story, number, repeated) if primary.type not in _BY_NAME else 0.0
        else:
            score += _told_by_its_sentence(story, number, primary.type, status, titled)
        if number.value in in_headline:
            # a round number of the headline that the body makes exact is worth less than that
            score += 1.0 if number.value in body_values else -1.0 if number.value in _ROUND else 0.0
        rated.append((score, -number.start, number.value, index))
    best = max(rated, default=None)
    if best is None or best[0] < _ENOUGH:
        return None, None
    return best[2], best[3]


def _in_headline(story: Story, number: NumberMention, repeated: bool) -> float:
    """How clearly a headline says that it is about these people: 42名工友拿回欠薪, 资助职工子女1800名.

    What is done for them counts where the body repeats the figure: one that only stands there may be an aim.
    """
    cues, text = load_cues(), story.text
    floor = max(0, number.start - _NEAR_BEFORE)
    if cues["headline_subject"].search(text, floor, number.start):
        return 3.0
    helped = repeated and text[number.start - 1 : number.start] in ("为", "帮", "助")
    done_for = helped and cues["served_behind"].match(text, number.end)
    return 2.0 if done_for or cues["served"].search(text, floor, number.start) else 0.0


def _told_by_its_sentence(
    story: Story, number: NumberMention, kind: str, status: str, titled: set[Figure]
) -> float:
    """What the sentence around a number of people adds: it counts so far, or repeats the headline."""
    cues, text = load_cues(), story.text
    sentence = story.sentence_at(number.start)
    if sentence is None:
        return 0.0
    score = 1.0 if number.start == sentence.start else 0.0
    low, high = (
        max(sentence.start, number.start - _FAR_BEFORE),
        min(sentence.end, number.end + _FAR_BEFORE),
    )
    if titled and kind not in _AGREED and number.unit != "人次":
        around = {(n.value, n.unit) for _, n in story.numbers_in(low, high)}
        score += 2.0 if around & titled else 0.0
    early = len(story.body) <= _EARLY or sentence.start <= story.body[_EARLY].start
    if status == "ongoing" and kind in _COUNTED_SO_FAR and early:
        visits = number.unit != "人次" or kind == "visit"
        clause = max(low, *(text.rfind(mark, low, number.start) + 1 for mark in "。；;"))
        so_far = cues["served_so_far"].search(text, clause, number.start)
        part = cues["one_part"].search(text, clause, number.start)
        if visits and so_far and not part:
            score += 5.0
    return score


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


@cache
def _cues_before() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return any_cue(_NEAR_CUES), any_cue(_FAR_CUES)


def _counts_people(number: NumberMention) -> bool:
    if number.kind != "quantity" or number.indefinite or (number.value is not None and number.value < 2):
        return False
    return number.unit_kind == "people" or (number.unit or "") in ("人", "名", "位", "人次")


def _taking_part(story: Story, number: NumberMention, kind: str, status: str) -> float:
    """How clearly the words around a number of people say that they take part."""
    cues, text = load_cues(), story.text
    planned = status == "planned"
    floor = max(0, number.start - _FAR_BEFORE)
    stop = min(len(text), number.end + _NEAR_AFTER)
    for mark in "。\n":
        floor = max(floor, text.rfind(mark, floor, number.start) + 1)
        found = text.find(mark, number.end, stop)
        stop = found if found >= 0 else stop
    before = max(floor, number.start - _SHORT_BEFORE)
    near_cues, far_cues = _cues_before()
    near = near_cues.search(text, before, number.start) is not None
    far = far_cues.search(text, floor, number.start) is not None
    behind = text[number.end : stop]
    score = 0.0
    if cues["takes_part"].search(text, number.end, stop):
        score += 2.0
    elif cues["takes_part"].search(text, max(floor, number.start - _NEAR_BEFORE), number.start):
        score += 1.5
    if cues["attended"].search(text, max(floor, number.start - _NEAR_BEFORE), number.start):
        score += 2.0
    if far and cues["from_bodies"].search(text, floor, number.start):
        score += 1.0
    if cues["attends"].match(text, number.end, stop):
        score += 2.5
    if near and cues["takes_part_before"].search(text, before, number.start):
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
    if cues["places_for"].search(text, before, number.end):
        score += 2.5 if planned else 0.0
    if near and cues["per_each"].search(text, before, number.start):
        score -= 3.0
    if near and cues["one_part"].search(text, before, number.start):
        score -= 1.5
    if near and cues["opens_clause"].search(text, before, number.start):
        score += 1.0
    if far and not planned and cues["planned"].search(text, floor, number.start):
        score -= 2.0
    this_time = far and cues["this_time"].search(text, floor, number.start) is not None
    past = far and cues["background"].search(text, floor, number.start) is not None
    if this_time and not past:
        score += 0.5
    if past and kind not in _COUNTED_OVER_TIME and not this_time:
        score -= 4.0 if planned else 2.0
    if not planned and (
        cues["expected"].search(text, max(floor, number.start - _NEAR_AFTER), number.start)
        or ("将" in behind and cues["will_benefit"].match(text, number.end, stop))
    ):
        score -= 3.0
    if "组成" in behind and cues["composed"].match(text, number.end, stop):
        score -= 4.0
    if far and kind in _SET_TARGETS and cues["target"].search(text, floor, number.start):
        score -= 4.0
    if far and cues["besides"].search(text, floor, number.start):
        score -= 2.5
    if kind in _AGREED and cues["covers"].search(text, max(floor, number.start - _NEAR_AFTER), number.start):
        score -= 4.0
    if kind == "labour_relations" and cues["one_side"].search(text, before, stop):
        score -= 4.0
    if near and cues["extra"].search(text, before, number.start):
        score -= 1.5
    if kind != "volunteering" and cues["helpers"].match(text, number.end, stop):
        score -= 2.0
    if kind == "fair" and cues["received"].search(text, before, number.start):
        score += 2.5
    if kind in _ATTENDED_ONLY:
        score -= 1.0
    if number.unit == "人次" and kind in ("volunteering", "visit"):
        score -= 2.0
    return score
