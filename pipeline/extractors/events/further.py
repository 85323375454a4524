"""Further events that the body of an article clearly reports, one row a distinct event."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

from pipeline.extractors.events.details import event_dates, event_name
from pipeline.extractors.events.lexicon import load_cues
from pipeline.extractors.events.organizers import subject_run
from pipeline.extractors.events.participants import local_participants
from pipeline.extractors.events.primary import Primary, describes, governed
from pipeline.extractors.events.reports import report_hits, report_names
from pipeline.extractors.events.status import local_status
from pipeline.extractors.events.story import Hit, Story
from pipeline.layout.model import Sentence
from pipeline.mentions import EventMention

_OBJECT = re.compile(r"[了起过出]?[^，,。；;：！？、\s]{2}")
_NEXT_MARK = re.compile("[；;，,。]")
_AHEAD = re.compile("将|定于|拟|计划于")  # one of which the cue next_time begins with
_COUNT = re.compile(r"[^，,。；;]{0,8}[0-9]")
_REPORTED_FROM = 2.0  # weight of the weakest trigger that makes an event of its own
_LAUNCHED_WITHIN = 14  # characters between what is launched and the ceremony
_AIM_REACH = 36  # characters before a trigger that may call it an aim
_CONFIDENCE = 0.55
_COUNT_REACH = 16  # characters behind a trigger in which it may be counted
_OWN_SENTENCES = 2  # sentences at the head of the body, which tell the main event itself
_SIGHT = 80  # characters to either side of a trigger in which its words are sought


def find_further(story: Story, primary: Primary, main: EventMention) -> list[EventMention]:
    """Events of the body beside the main one, in reading order."""
    rows: list[EventMention] = []
    seen: set[tuple[str, str | None]] = {(main.type, main.name)}
    for number, sentence in enumerate(story.body):
        hits = _with_reports(story, sentence)
        told_here: set[str] = set()
        for position, hit in enumerate(hits):
            following = hits[position + 1] if position + 1 < len(hits) else None
            if not _reports(story, sentence, hit, following):
                continue
            low, high = _clauses(story, sentence, hit)
            kind, status = _kind(story, low, hit), local_status(story, low, high, hit.start)
            name = event_name(story, kind, [(low, high)], (hit.start, hit.end))
            if status == "planned":
                # A mere intention for some later time is no event.
                when = event_dates(story, low, high)
                if (kind, status) == (main.type, main.status) or not (
                    any(when)
                    or story.numbers_in(low, high)
                    or load_cues()["will_occur"].match(story.text, hit.end)
                ):
                    continue
                key: tuple[str, str | None] = (kind, f"planned {when[0] or name}")
            elif name is not None and name == main.name:
                continue
            elif name is None and kind == main.type:
                early = number < _OWN_SENTENCES and not (main.status == "planned" and status == "held")
                if early or not load_cues()["again"].search(
                    story.text, low, min(high, hit.end + _COUNT_REACH)
                ):
                    continue
                key = (kind, "again")
            else:
                key = (kind, name or story.text[hit.start : hit.end])
                if name is None and kind in told_here:
                    continue
                told_here.add(kind)
            if key not in seen:
                seen.add(key)
                rows.append(_row(story, sentence, hit, (low, high), (kind, status, name)))
        rows += _next_times(story, sentence, hits, main)
        if main.type != "meeting":
            rows += _told_at(story, sentence)
    return rows


def _reports(story: Story, sentence: Sentence, hit: Hit, following: Hit | None) -> bool:
    """Whether the sentence tells that this took place, takes place or will: not an aim, not a modifier."""
    text, cues = story.text, load_cues()
    if hit.rule.name in report_names():
        return cues["aim"].search(text, max(sentence.start, hit.start - _AIM_REACH), hit.start) is None
    if hit.rule.cls == "hint" or hit.rule.weight < _REPORTED_FROM or story.spoken(hit.start):
        return False
    if _inside_longer_name(story, hit, following) or (
        hit.rule.cls != "verb" and describes(text, hit, following)
    ):
        return False
    floor = max(sentence.start, hit.start - _AIM_REACH)
    if cues["aim"].search(text, floor, hit.start):
        return False
    if hit.rule.cls == "verb":
        if cues["effort"].search(text, floor, hit.start):
            return False
        if _OBJECT.match(text, hit.end):
            return cues["nominal"].match(text, hit.end) is None
        return cues["done_to"].search(text, floor, hit.start) is not None or governed(text, floor, hit)
    if cues["vague"].search(text, floor, hit.start) and not _COUNT.match(text, hit.end):
        return False
    return governed(text, sentence.start, hit) or cues["will_occur"].match(text, hit.end) is not None


def _with_reports(story: Story, sentence: Sentence) -> list[Hit]:
    """The triggers of a sentence, those of reports.yaml in place of those they touch."""
    found = report_hits(story, sentence.start, sentence.end)
    hits = story.hits_in(sentence.start, sentence.end)
    if not found:
        return hits
    starts = [new.start for new in found]
    kept = []
    for hit in hits:
        at = bisect_left(starts, hit.end)
        if not at or found[at - 1].end <= hit.start:
            kept.append(hit)
    return sorted([*kept, *found], key=lambda hit: hit.start)


def _inside_longer_name(story: Story, hit: Hit, following: Hit | None) -> bool:
    """Whether a name goes on behind the trigger to another one that is its head, or is a document's."""
    name = story.titled_at(hit.start, hit.end)
    if name is None:
        return False
    if name.type == "LAW":
        return hit.rule.type != "policy"
    return following is not None and following.end <= name.end


def _kind(story: Story, low: int, hit: Hit) -> str:
    """The trigger's type; a ceremony has that of the trigger before it."""
    if hit.rule.cls != "scene":
        return hit.rule.type
    before = story.hits_in(max(low, hit.start - _LAUNCHED_WITHIN), hit.start)
    return next((h.rule.type for h in reversed(before) if h.rule.cls in ("noun", "verb")), hit.rule.type)


def _row(
    story: Story, sentence: Sentence, hit: Hit, clauses: tuple[int, int], what: tuple[str, str, str | None]
) -> EventMention:
    kind, status, name = what
    run = subject_run(story, max(sentence.start, hit.start - _SIGHT), hit.start, nearest=True)
    row = _event(story, (hit.start, hit.end), kind, f"further.{hit.rule.name}", run.names if run else ())
    row.name, row.status = name, status
    row.start_date, row.end_date = event_dates(story, *clauses)
    row.participants, row.number = local_participants(story, *clauses)
    return row


def _event(
    story: Story, trigger: tuple[int, int], kind: str, rule: str, organizers: Iterable[str]
) -> EventMention:
    start, end = trigger
    return EventMention(
        start,
        end,
        type=kind,
        is_primary=False,
        trigger=story.text[start:end],
        article=story.index,
        organizers=list(organizers),
        rule=rule,
        confidence=_CONFIDENCE,
    )


def _clauses(story: Story, sentence: Sentence, hit: Hit) -> tuple[int, int]:
    """From the semicolon or full stop before the trigger to the end of its clause, if in sight."""
    text = story.text
    low = max(sentence.start, hit.start - _SIGHT)
    for mark in "；;。":
        low = max(low, text.rfind(mark, low, hit.start) + 1)
    high = min(sentence.end, hit.end + _SIGHT)
    behind = _NEXT_MARK.search(text, hit.end, high)
    return low, high if behind is None else behind.start()


def _told_at(story: Story, sentence: Sentence) -> list[EventMention]:
    """The meeting at which the news was told: 记者从…召开的代表大会上了解到."""
    if story.text.find("上", sentence.start, sentence.end) < 0:
        return []
    match = load_cues()["told_at"].search(story.text, sentence.start, sentence.end)
    if match is None or story.spoken(match.start()):
        return []
    low, high = match.span("noun")
    run = subject_run(story, sentence.start, match.end(), nearest=True)
    return [_event(story, (low, high), "meeting", "further.told-at", run.names if run else ())]


def _next_times(story: Story, sentence: Sentence, hits: list[Hit], main: EventMention) -> list[EventMention]:
    """The main event's next time: 下一场将于5月举行, with nothing else named in the sentence."""
    if main.status == "planned" or main.type == "other" or len(hits) > 12:
        return []
    if _AHEAD.search(story.text, sentence.start, sentence.end) is None:
        return []
    others = [hit for hit in hits if hit.rule.cls != "hint" and hit.rule.type != main.type]
    for match in load_cues()["next_time"].finditer(story.text, sentence.start, sentence.end):
        low, high = match.span("verb")
        start_date, end_date = event_dates(story, match.start(), high)
        if start_date is None or others or story.spoken(low):
            continue
        row = _event(story, (low, high), main.type, "further.next-time", main.organizers)
        row.status, row.start_date, row.end_date = "planned", start_date, end_date
        row.participants, row.number = local_participants(story, low, min(sentence.end, high + _SIGHT))
        return [row]
    return []
