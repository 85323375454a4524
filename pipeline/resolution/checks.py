"""Whether a page's figures agree with each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

TOLERANCE = 1e-9
"""Relative difference below which two figures are equal (floating point, not rounding in print)."""


def check_rows(statistics: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of the table `checks` that a document's statistics allow.

    `sum`: two parts or more with the unit of their whole. Parts that come to less than the whole may
    just not be all of it, so that only says something where they come to the whole or to more.
    `repeat`: a headline figure that the body states again of the same measure.
    """
    made = []
    counters: dict[str, int] = defaultdict(int)
    for kind, facts, expected, found in [*_sums(statistics), *_repeats(statistics)]:
        article_id = facts[0]["article_id"]
        made.append(
            {
                "check_id": f"{article_id}:c{counters[article_id]}",
                "article_id": article_id,
                "kind": kind,
                "statistic_ids": [f["statistic_id"] for f in facts],
                "expected": expected,
                "found": found,
                "passed": _equal(expected, found),
            }
        )
        counters[article_id] += 1
    return made


_Check = tuple[str, list[dict[str, Any]], float, float]


def _sums(statistics: list[dict[str, Any]]) -> Iterator[_Check]:
    parts = defaultdict(list)
    for fact in statistics:
        if fact.get("part_of"):
            parts[fact["part_of"]].append(fact)
    for whole in statistics:
        mine = [p for p in parts[whole["statistic_id"]] if p["unit"] == whole["unit"]]
        if len(mine) < 2 or any(f["bound"] != "exact" for f in [whole, *mine]):
            continue
        found = float(sum(p["value"] for p in mine))
        if found >= whole["value"] or _equal(whole["value"], found):
            yield "sum", [whole, *mine], whole["value"], found


def _repeats(statistics: list[dict[str, Any]]) -> Iterator[_Check]:
    body = defaultdict(list)
    for fact in statistics:
        if not fact["in_headline"] and fact["value"] is not None:
            body[fact["article_id"], fact["unit"], fact["measure"]].append(fact)
    for head in statistics:
        if not head["in_headline"] or head["value"] is None or head["measure"] is None:
            continue
        same = body[head["article_id"], head["unit"], head["measure"]]
        agreeing = [f for f in same if _equal(f["value"], head["value"])]
        contrary = [f for f in same if _same_fact(f, head)]
        for fact in (agreeing or contrary)[:1]:
            yield "repeat", [head, fact], fact["value"], head["value"]


def _same_fact(one: dict[str, Any], other: dict[str, Any]) -> bool:
    keys = ("predicate", "subject", "period_start", "period_end", "per", "aggregation", "status", "bound")
    return all(one[k] == other[k] for k in keys)


def _equal(one: float, other: float) -> bool:
    return abs(one - other) <= TOLERANCE * max(1.0, abs(one), abs(other))
