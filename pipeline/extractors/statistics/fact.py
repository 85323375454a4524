"""A fact while it is being read: what is known of it so far."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.extractors.statistics.lexicon import unit_classes
from pipeline.mentions import NumberMention

_KINDS = {
    kind: frozenset((name,))
    for name, kinds in {
        "person": "people households",
        "visit": "visits",
        "organisation": "organisations",
        "session": "sessions",
        "course": "courses",
        "time": "time",
        "size": "length area volume mass temperature angle energy data speed",
    }.items()
    for kind in kinds.split()
}


@dataclass(slots=True)
class Fact:
    """`token` is the place of its number in the sentence's tokens, `number` that among the document's.

    `left` and `right` are the verbs before and behind, `named` whether a noun of its own stands beside
    it, `inherited` the fact of the sentence whose measure it took, `listed` whether it shares that
    fact's verb, `borrowed` whether its predicate stands in another clause, `rule` how it was read,
    `doubts` what that takes from its confidence, `change` whether it tells by how much something grew or fell.
    """

    number: int
    token: int
    unit: str | None
    classes: frozenset[str]
    value: float | None
    measure: str | None = None
    left: str | None = None
    right: str | None = None
    predicate: str | None = None
    named: bool = False
    inherited: int | None = None
    listed: bool = False
    borrowed: bool = False
    rule: str = ""
    doubts: float = 0.0
    change: bool = False


def unit_of(number: NumberMention) -> frozenset[str]:
    """The classes of a number's unit: by its word, else by its kind."""
    if number.kind in ("money", "percent"):
        return frozenset((number.kind,))
    return unit_classes(number.unit) or _KINDS.get(number.unit_kind or "", frozenset())


def alike(one: Fact, other: Fact) -> bool:
    """Whether two figures may count the same kind of thing."""
    if one.classes and other.classes:
        return bool(one.classes & other.classes) or {"person", "visit"} >= (one.classes | other.classes)
    return one.unit == other.unit
