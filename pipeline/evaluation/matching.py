"""Pairs what gold asks for with what was found, and says whether two answers are the same."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.evaluation.page import squeeze

_NAME_TAIL = 3  # characters from which a short form may stand for the end of a name
_PHRASE_SLACK = 12  # characters that a printed measure may hold beside gold's words
_TOLERANCE = 1e-6
_QUOTES = frozenset("“”‘’「」『』\"'")


@dataclass(frozen=True, slots=True)
class Spot:
    """A row and its half-open place in the squeezed page."""

    lo: int
    hi: int
    row: Mapping[str, Any]
    optional: bool = False

    def overlaps(self, other: Spot) -> bool:
        return self.lo < other.hi and other.lo < self.hi

    def unquoted(self, text: str) -> Spot:
        """The spot without quotation marks at its ends: they count neither way."""
        lo, hi = self.lo, self.hi
        while hi - lo > 1 and text[lo] in _QUOTES:
            lo += 1
        while hi - lo > 1 and text[hi - 1] in _QUOTES:
            hi -= 1
        return Spot(lo, hi, self.row, self.optional)


@dataclass(frozen=True, slots=True)
class Matching:
    """How gold's spots and the found ones go together.

    `pairs` hold spots that touch, `exact` counts pairs with the same span. `missed` and
    `spurious` hold no optional item and nothing that touches one: those count neither way.
    """

    pairs: list[tuple[Spot, Spot]]
    exact: int
    missed: list[Spot]
    spurious: list[Spot]

    @property
    def asked(self) -> int:
        return len(self.pairs) + len(self.missed)

    @property
    def found(self) -> int:
        return len(self.pairs) + len(self.spurious)


def match(asked: Sequence[Spot], found: Sequence[Spot]) -> Matching:
    """Pair each required spot with at most one found spot, the same span before a touching one."""
    required = [spot for spot in asked if not spot.optional]
    optional = [spot for spot in asked if spot.optional]
    partner = _same_span(required, found)
    exact = len(partner)
    taken = set(partner.values())
    for i, spot in enumerate(required):
        if i in partner:
            continue
        for j, other in enumerate(found):
            if j not in taken and spot.overlaps(other):
                partner[i] = j
                taken.add(j)
                break
    return Matching(
        pairs=[(required[i], found[j]) for i, j in sorted(partner.items())],
        exact=exact,
        missed=[spot for i, spot in enumerate(required) if i not in partner],
        spurious=[
            spot
            for j, spot in enumerate(found)
            if j not in taken and not any(spot.overlaps(other) for other in optional)
        ],
    )


def _same_span(required: Sequence[Spot], found: Sequence[Spot]) -> dict[int, int]:
    """Index of each required spot with an equal span among `found`, to that one's index."""
    waiting: dict[tuple[int, int], list[int]] = {}
    for j in reversed(range(len(found))):
        waiting.setdefault((found[j].lo, found[j].hi), []).append(j)
    partner = {}
    for i, spot in enumerate(required):
        if equal := waiting.get((spot.lo, spot.hi)):
            partner[i] = equal.pop()
    return partner


def blank(value: object) -> bool:
    """Whether a cell is empty: null, or the NaN that other writers put for it."""
    return value is None or (isinstance(value, float) and math.isnan(value))


def answers(gold: object) -> list[str]:
    """Gold's equally good answers, squeezed; empty where gold says null."""
    if gold is None:
        return []
    words: Iterable[object] = [gold] if isinstance(gold, str) else gold if isinstance(gold, list) else []
    return [squeeze(str(word)) for word in words]


def same_number(found: Any, gold: Any) -> bool:
    if blank(found) or blank(gold):
        return blank(found) and blank(gold)
    return abs(float(found) - float(gold)) <= _TOLERANCE * max(1.0, abs(float(gold)))


def same_name(found: object, gold: Sequence[str]) -> bool:
    """Whether a name is one of gold's, or one of them is the end of the other (北京市总工会, 市总工会)."""
    if blank(found):
        return not gold
    name = squeeze(str(found))
    return any(
        name == other
        or (min(len(name), len(other)) >= _NAME_TAIL and (name.endswith(other) or other.endswith(name)))
        for other in gold
    )


def holds_phrase(found: object, gold: Sequence[str]) -> bool:
    """Whether a phrase holds one of gold's and is not much longer."""
    if blank(found):
        return not gold
    phrase = squeeze(str(found))
    return any(words in phrase and len(phrase) <= len(words) + _PHRASE_SLACK for words in gold)
