"""What extractors give: plain rows over a view's text, ready to cross a process boundary.

Offsets are half-open code points into the text the extractor was given (the view), never into
the raw page; `pipeline.tables` turns them into raw offsets. Field names are those of the
contract. `rule` names the rule that spoke and ends up in the column `extractor`; `confidence`
is between 0 and 1.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(slots=True)
class NumberMention:
    """A numeric expression: hedge, numeral, magnitude and unit together."""

    start: int
    end: int
    kind: str  # quantity | percent | money | ordinal | duration
    value: float | None
    low: float | None
    high: float | None
    bound: str  # exact | about | over | under | at_least | at_most | range | vague
    unit: str | None
    unit_kind: str | None
    indefinite: bool = False
    currency: str | None = None  # ISO 4217 code of a sum of money
    rule: str = ""
    confidence: float = 0.9


@dataclass(slots=True)
class DateMention:
    """A temporal expression (TIMEX3)."""

    start: int
    end: int
    type: str  # date | time | duration | set
    value: str | None
    mod: str | None = None
    start_date: dt.date | None = None
    end_date: dt.date | None = None
    relation: str | None = None
    basis: str | None = None
    rule: str = ""
    confidence: float = 0.9


@dataclass(slots=True, init=False)
class EntityMention:
    """A named thing; `name` is its canonical form within the document."""

    start: int
    end: int
    type: str  # PERSON | ORG | GPE | LOC | FAC | TITLE | AWARD | EVENT | LAW
    name: str
    adcode: str | None = None  # of a GPE
    rule: str = ""
    confidence: float = 0.8
    org_adcode: str | None = None  # of the area that an ORG is named after

    # Written out: of a class whose fields are compiled, what a dataclass writes for itself is not, and there
    # are a hundred candidates a page.
    def __init__(
        self,
        start: int,
        end: int,
        type: str,
        name: str,
        adcode: str | None = None,
        rule: str = "",
        confidence: float = 0.8,
        org_adcode: str | None = None,
    ) -> None:
        self.start = start
        self.end = end
        self.type = type
        self.name = name
        self.adcode = adcode
        self.rule = rule
        self.confidence = confidence
        self.org_adcode = org_adcode


def spans_of_types(entities: Iterable[EntityMention], types: frozenset[str]) -> list[tuple[int, int]]:
    """Half-open spans of the entities of the types, in ascending order."""
    spans = [(e.start, e.end) for e in entities if e.type in types]
    spans.sort()
    return spans


@dataclass(slots=True)
class Evidence:
    """Words that bound the day of publication, and what they say."""

    start: int
    end: int
    reason: str


@dataclass(slots=True)
class Publication:
    """The closed interval in which the document was published.

    `day` is set when it is known to the day. `basis` is `supplied`, `filename`, `text` or None.
    `conflict` says in words which statements cannot hold together, else None.
    """

    start: dt.date | None = None
    end: dt.date | None = None
    basis: str | None = None
    evidence: list[Evidence] = field(default_factory=list)
    conflict: str | None = None

    @property
    def day(self) -> dt.date | None:
        return self.start if self.start is not None and self.start == self.end else None


@dataclass(slots=True)
class EventMention:
    """An event; the span is its trigger's, `number` indexes the document's numbers."""

    start: int
    end: int
    type: str
    is_primary: bool
    trigger: str
    article: int
    name: str | None = None
    organizers: list[str] = field(default_factory=list)
    place: str | None = None
    start_date: dt.date | None = None
    end_date: dt.date | None = None
    participants: float | None = None
    number: int | None = None
    status: str = "held"  # held | ongoing | planned | recurring
    rule: str = ""
    confidence: float = 0.7


@dataclass(slots=True)
class StatisticMention:
    """A fact: number `number` (an index into the document's numbers) measures something.

    The span is the number's. `part_of` indexes the document's statistics.
    """

    start: int
    end: int
    number: int
    indicator: str | None = None
    measure: str | None = None
    predicate: str | None = None
    subject: str | None = None
    place: str | None = None
    adcode: str | None = None
    place_basis: str | None = None  # text | subject
    period_start: dt.date | None = None
    period_end: dt.date | None = None
    per: str | None = None  # day | week | month | year
    aggregation: str = "total"  # total | cumulative | average | share
    status: str = "actual"  # actual | planned | rule
    part_of: int | None = None
    rule: str = ""
    confidence: float = 0.6
