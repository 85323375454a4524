"""A document's rows, sorted and sifted, with the look-ups that every sentence of it needs."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Sequence

from pipeline.extractors.statistics.cues import cues
from pipeline.extractors.statistics.fact import unit_of
from pipeline.extractors.statistics.indicators import Indicators
from pipeline.extractors.statistics.subjects import Subjects, no_name, signs, trimmed
from pipeline.extractors.statistics.tokens import MAX_SENTENCE, Fixed, entity_tag
from pipeline.layout.model import Sentence
from pipeline.mentions import DateMention, EntityMention, NumberMention, StatisticMention


class Document:
    """One call's inputs, with the look-ups that every sentence needs."""

    def __init__(
        self,
        text: str,
        numbers: Sequence[NumberMention],
        dates: Sequence[DateMention],
        entities: Sequence[EntityMention],
        words: Sequence[tuple[int, int]] | None,
        indicators: Indicators,
        published: dt.date | None,
    ) -> None:
        self.text, self.indicators, self.published = text, indicators, published
        self.words = list(words) if words is not None and not isinstance(words, list) else words
        self.given = numbers
        order = sorted(range(len(numbers)), key=lambda k: numbers[k].start)
        self.number_ids = order
        self.numbers = [numbers[k] for k in order]
        self.number_starts = [n.start for n in self.numbers]
        self.dates = sorted(dates, key=lambda d: d.start)
        self.date_starts = [d.start for d in self.dates]
        names = [(e.start, e.end) for e in entities if e.type in ("EVENT", "AWARD", "LAW")]
        self.named_dates = {
            k
            for start, end in names
            for k in range(bisect_left(self.date_starts, start), bisect_left(self.date_starts, end))
        }
        self.entities = sorted(
            (
                trimmed(text, e)
                for e in entities
                if not (e.type in ("ORG", "FAC", "TITLE") and no_name(text, e))
            ),
            key=lambda e: (e.start, -e.end),
        )
        self.entity_starts = [e.start for e in self.entities]
        self.subjects = Subjects(text, self.entities, self.dates)

    def is_fact(self, number: NumberMention, sentence: Sentence) -> bool:
        """Whether the number measures something, as far as its words and neighbours tell."""
        start, end, value = number.start, number.end, number.value
        if number.indefinite or number.kind == "ordinal" or end <= start:
            return False
        if value is None and number.high is not None and number.high <= 9 and number.bound == "vague":
            return False
        text, rules = self.text, cues()
        bare = number.unit is None and number.kind == "quantity"
        if bare and (value is None or value < 100):
            return False
        near = text[max(sentence.start, start - 12) : start]
        right = text[end : min(sentence.end, end + 12)]
        surface = text[start:end]
        if rules.deny(near, surface, right):
            return False
        if number.kind == "duration" or "time" in unit_of(number):
            if number.unit in ("岁", "周岁"):
                return self._is_age(number, near, sentence)
            if rules.time_not_left.search(near):
                return False
            return rules.time_left.search(near) is not None or rules.time_right.match(right) is not None
        if bare and value is not None:
            if signs()["uncounted_people"].match(text, end):
                return value >= 1000 and surface[0] not in "百千万亿"
            return surface[0] in "达超近逾约共"
        return True

    def unit(self, row: StatisticMention) -> str | None:
        """The unit of a row's number."""
        return self.numbers[bisect_left(self.number_starts, row.start)].unit

    def _is_age(self, number: NumberMention, near: str, sentence: Sentence) -> bool:
        if signs()["aged_person"].match(self.text, number.end):
            return True
        pronoun = self.text[number.end : number.end + 2] in ("的他", "的她")
        if pronoun or "平均" in near or "年龄" in near or "最年" in near:
            return True
        people = self.subjects.between(
            max(sentence.start, number.start - 20), min(sentence.end, number.end + 12)
        )
        return any(e.type == "PERSON" for e in people)

    def fixed(self, sentence: Sentence) -> list[Fixed]:
        """The sentence's numbers, dates and entities as single tokens; facts come first, then
        dates, entities, other numbers."""
        low, high = sentence.start, min(sentence.end, sentence.start + MAX_SENTENCE)
        facts: list[Fixed] = []
        others: list[Fixed] = []
        for k in range(bisect_left(self.number_starts, low), bisect_left(self.number_starts, high)):
            number = self.numbers[k]
            if self.is_fact(number, sentence):
                facts.append((number.start, number.end, "N", k))
            else:
                others.append((number.start, number.end, "r" if number.indefinite else "a", -1))
        days: list[Fixed] = []
        first, last = bisect_left(self.date_starts, low), bisect_left(self.date_starts, high)
        told = False
        for k in range(first, last):
            told = told or (k not in self.named_dates and self.dates[k].start_date is not None)
        for k in range(first, last):
            if told and k in self.named_dates:
                continue  # the year in an event's name says less than the day on which it was held
            date = self.dates[k]
            interval = date.start_date is not None or date.end_date is not None
            if date.type != "duration" or interval or self.text[date.end : date.end + 1] in "来内，,":
                days.append((date.start, date.end, "D", k))
        names: list[Fixed] = []
        for k in range(bisect_left(self.entity_starts, low), bisect_left(self.entity_starts, high)):
            entity = self.entities[k]
            names.append((entity.start, entity.end, entity_tag(entity.type), k))
        taken: list[Fixed] = []
        for more in (facts, days, names, others):
            if more:
                more.sort()
                taken = _with(taken, more, high)
        return taken


def _with(taken: list[Fixed], more: list[Fixed], high: int) -> list[Fixed]:
    """Spans in order that do not overlap, with those of `more` that end by `high` and overlap none of them."""
    out: list[Fixed] = []
    at = 0
    for span in more:
        start, end = span[0], span[1]
        while at < len(taken) and taken[at][1] <= start:
            out.append(taken[at])
            at += 1
        apart = not out or out[-1][1] <= start
        if start < end <= high and apart and (at == len(taken) or taken[at][0] >= end):
            out.append(span)
    out += taken[at:]
    return out
