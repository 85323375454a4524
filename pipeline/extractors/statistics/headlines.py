"""What an article says once for several figures: the body's words for its headlines, the place of its event."""

from __future__ import annotations

from collections.abc import Container, Sequence

from pipeline.extractors.statistics.periods import Period
from pipeline.mentions import EventMention, NumberMention, StatisticMention

_MAX_SAME = 20
_AT_EVENT = frozenset(("participants", "participations", "volunteers", "organisations_involved"))


def place_at_event(rows: list[StatisticMention], event: EventMention | None, places: Container[str]) -> None:
    """Those who took part in an article's event did so where it was held, if the text names where;
    `places` are the names known to be places."""
    if event is None or event.place is None or event.place not in places:
        return
    for row in rows:
        there = row.indicator in _AT_EVENT or row.indicator == "service_visits"
        if there and row.place_basis != "text" and row.per is None and row.aggregation == "total":
            row.place, row.adcode, row.place_basis = event.place, None, "text"


def inherit_from_body(
    rows: list[StatisticMention],
    heads: Sequence[int],
    numbers: Sequence[NumberMention],
    event_day: Period,
) -> None:
    """Give the rows of headlines (indices `heads`) subject, period, predicate and measure of the first
    body row with the same value and unit, where they have none; `event_day` is the day of the event
    that the article reports, for those who took part in it."""
    if not heads:
        return
    in_head = set(heads)
    by_value: dict[float | None, list[StatisticMention]] = {}
    for k, row in enumerate(rows):
        if k not in in_head:
            same = by_value.setdefault(numbers[row.number].value, [])
            if len(same) < _MAX_SAME:
                same.append(row)
    for at in heads:
        head = rows[at]
        number = numbers[head.number]
        best: StatisticMention | None = None
        for row in by_value.get(number.value, ()):
            if not _same_unit(numbers[row.number].unit, number.unit):
                continue
            if best is None or _shared(row, head) > _shared(best, head):
                best = row
        if best is None:
            if head.indicator in _AT_EVENT and head.per is None and head.period_end is None:
                head.period_start, head.period_end = event_day.start, event_day.end
            continue
        if head.period_start is None and head.period_end is None:
            head.period_start, head.period_end = best.period_start, best.period_end
        head.subject = best.subject or head.subject
        head.predicate = head.predicate or best.predicate
        if not head.measure or head.measure == number.unit:
            head.measure = best.measure
        if head.place is None or head.place_basis == "subject":
            head.place, head.adcode, head.place_basis = best.place, best.adcode, best.place_basis
        head.per = head.per or best.per
        head.indicator = head.indicator or best.indicator
        if head.status == "actual":
            head.status = best.status


def _same_unit(one: str | None, other: str | None) -> bool:
    people = ("人", "名", "位")
    return one == other or (one in people and other in people)


def _shared(row: StatisticMention, head: StatisticMention) -> int:
    return len(set(row.measure or "") & set(head.measure or ""))
