"""A fact while it is being read: what is known of it so far."""

from __future__ import annotations

from typing import Final

from pipeline.extractors.statistics.lexicon import unit_classes
from pipeline.mentions import NumberMention

_MONEY: Final = frozenset(("money",))
_PERCENT: Final = frozenset(("percent",))
_NONE: Final[frozenset[str]] = frozenset()
_KINDS: Final = {
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


class Fact:
    """`token` is the place of its number in the sentence's tokens, `number` that among the document's.

    `left` and `right` are the verbs before and behind, `named` whether a noun of its own stands beside
    it, `inherited` the fact of the sentence whose measure it took, `listed` whether it shares that
    fact's verb, `borrowed` whether its predicate stands in another clause, `rule` how it was read,
    `doubts` what that takes from its confidence, `change` whether it tells by how much something grew or fell.
    """

    def __init__(self, number: int, token: int, mention: NumberMention) -> None:
        self.number, self.token, self.unit = number, token, mention.unit
        self.classes = unit_of(mention)
        self.value = mention.value if mention.value is not None else mention.low
        self.measure: str | None = None
        self.left: str | None = None
        self.right: str | None = None
        self.predicate: str | None = None
        self.inherited: int | None = None
        self.named = self.listed = self.borrowed = self.change = False
        self.rule = ""
        self.doubts = 0.0


def unit_of(number: NumberMention) -> frozenset[str]:
    """The classes of a number's unit: by its word, else by its kind."""
    if number.kind in ("money", "percent"):
        return _MONEY if number.kind == "money" else _PERCENT
    return unit_classes(number.unit) or _KINDS.get(number.unit_kind or "", _NONE)


def alike(one: Fact, other: Fact) -> bool:
    """Whether two figures may count the same kind of thing."""
    if one.classes and other.classes:
        return bool(one.classes & other.classes) or {"person", "visit"} >= (one.classes | other.classes)
    return one.unit == other.unit
