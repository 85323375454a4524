"""From a document's articles and mentions to its events."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extractors.events.details import (
    enrolment_dates,
    event_dates,
    event_name,
    event_place,
    event_sentence,
    organizer_area,
    workplace,
)
from pipeline.extractors.events.further import find_further
from pipeline.extractors.events.lexicon import Lexicon, load_lexicon
from pipeline.extractors.events.organizers import find_organizers
from pipeline.extractors.events.participants import event_participants
from pipeline.extractors.events.primary import find_primary
from pipeline.extractors.events.status import primary_status
from pipeline.extractors.events.story import Story, read_stories
from pipeline.layout.model import Article
from pipeline.mentions import DateMention, EntityMention, EventMention, NumberMention


def find_events(
    text: str,
    articles: Sequence[Article],
    numbers: Sequence[NumberMention],
    dates: Sequence[DateMention],
    entities: Sequence[EntityMention],
    lexicon: Lexicon | None = None,
) -> list[EventMention]:
    """Events in reading order, each article's primary one first.

    All offsets are code points into `text`, the view that the articles and mentions point into.
    Exactly one event of every article that has any text is primary. `lexicon` replaces the
    project's trigger rules (see `load_lexicon`).
    """
    rules = lexicon if lexicon is not None else load_lexicon()
    rows: list[EventMention] = []
    for story in read_stories(text, articles, numbers, dates, entities, rules):
        rows += _events_of(story)
    return rows


def _events_of(story: Story) -> list[EventMention]:
    primary = find_primary(story)
    event = event_sentence(story, primary)
    spans = [(event.start, event.end)] if event is not None else []
    spans += [(line.start, line.end) for line in story.headlines]
    start_date, end_date = event_dates(story, *spans[0]) if spans else (None, None)
    if primary.type == "enrolment":
        deadline = enrolment_dates(story)
        start_date, end_date = deadline if deadline[1] else (start_date, end_date)
    status = primary_status(story, primary, event)
    participants, number = event_participants(story, primary, event, status)
    organizers = find_organizers(story, primary.type, event)
    row = EventMention(
        start=primary.start,
        end=primary.end,
        type=primary.type,
        is_primary=True,
        trigger=story.text[primary.start : primary.end],
        article=story.index,
        name=event_name(story, primary.type, spans, (primary.start, primary.end)),
        organizers=organizers,
        place=event_place(story, event) or organizer_area(organizers) or workplace(story),
        start_date=start_date,
        end_date=end_date,
        participants=participants,
        number=number,
        status=status,
        rule=primary.rule,
        confidence=primary.confidence,
    )
    return [row, *find_further(story, primary, row)]
