"""F by type of entity labellings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

Span = tuple[int, int, str]
PLACES = {"GPE": "PLACE", "LOC": "PLACE", "FAC": "PLACE"}


def f_by_type(pairs: Iterable[tuple[Iterable[Span], Iterable[Span]]]) -> dict[str, float]:
    """F1 of exact spans by type (places as one) and over all, from (gold, predicted) pairs."""
    right: Counter[str] = Counter()
    gold_count: Counter[str] = Counter()
    found_count: Counter[str] = Counter()
    for gold, found in pairs:
        wanted = {(a, b, PLACES.get(t, t)) for a, b, t in gold}
        got = {(a, b, PLACES.get(t, t)) for a, b, t in found}
        gold_count.update(t for *_, t in wanted)
        found_count.update(t for *_, t in got)
        right.update(t for *_, t in wanted & got)
    scores = {t: _f(right[t], gold_count[t], found_count[t]) for t in sorted(gold_count | found_count)}
    return scores | {"all": _f(right.total(), gold_count.total(), found_count.total())}


def _f(right: int, gold: int, found: int) -> float:
    return round(2 * right / (gold + found), 3) if gold + found else 1.0
