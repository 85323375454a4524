"""Figures that are stated more than once: in headline and body, twice in a page, on two pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pipeline.resolution.shares import Check
from pipeline.resolution.stated import Row, claims, nominal, overlap

_SAME = ("measure", "predicate", "subject", "place", "unit", "period_start", "period_end", "per", "status")
_SHORTEST_PERIOD = 28
"""Days. Of a shorter time a figure may be of one event among several, which differ without contradiction."""
_LEAST_MEASURE = 3  # characters: 职工 or 活动 may well be others each time


def headline_repeats(statistics: Sequence[Row]) -> Iterator[Check]:
    """Headline figures that the body states again of the same measure: `expected` is the body's."""
    body = defaultdict(list)
    for fact in statistics:
        if not fact["in_headline"] and _stated(fact):
            body[fact["article_id"], fact["unit"], fact["measure"]].append(fact)
    for head in statistics:
        if not head["in_headline"] or not _stated(head) or head["measure"] is None:
            continue
        same = body[head["article_id"], head["unit"], head["measure"]]
        equal = [f for f in same if f["value"] is not None and f["value"] == head["value"]]
        twin = [f for f in same if _key(f) == _key(head) and _sums_up(f) == _sums_up(head)]
        agreeing = [f for f in twin if overlap(claims(f), claims(head))]
        # several figures of one name are a list, which no single figure contradicts
        for fact in (equal or agreeing or (twin if len(same) == 1 else []))[:1]:
            yield _check(fact, head, bool(equal or agreeing))


def page_repeats(statistics: Sequence[Row]) -> Iterator[Check]:
    """Facts that two sentences of a document state: `expected` is the first statement's."""
    groups: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for fact in statistics:
        if (
            not fact["in_headline"]
            and _stated(fact)
            and all(fact[k] for k in ("measure", "predicate", "subject"))
        ):
            groups[(*_key(fact), _sums_up(fact))].append(fact)
    for facts in groups.values():
        first = facts[0]
        alone = len({f["sentence_id"] for f in facts}) == len(facts)  # else a list of figures of one name
        for fact in facts[1:]:
            if fact["sentence_id"] == first["sentence_id"]:
                continue
            agrees = overlap(claims(first), claims(fact))
            if agrees or (alone and len(facts) == 2 and _unmistakable(first)):
                yield _check(first, fact, agrees)


def corpus_repeats(points: Iterable[Sequence[Row]]) -> Iterator[Check]:
    """Points of series that several documents state: for each later document one row, whose `expected`
    is the first document's figure. The facts of a point come in document order, without reprints."""
    for facts in points:
        documents: dict[str, list[Row]] = defaultdict(list)
        for fact in facts:
            if fact["period_end"] is not None and _stated(fact):
                documents[fact["article_id"].rpartition(":")[0]].append(fact)
        first, *others = documents.values() or [[]]
        for later in others:
            pairs = [
                (a, b) for a in first for b in later if _key(a) == _key(b) and _sums_up(a) == _sums_up(b)
            ]
            agreeing = [pair for pair in pairs if overlap(claims(pair[0]), claims(pair[1]))]
            if agreeing:
                yield _check(*agreeing[0], True)
            elif len(first) == len(later) == len(pairs) == 1 and _unmistakable(first[0]):
                yield _check(*pairs[0], False)


def _check(expected: Row, found: Row, agrees: bool) -> Check:
    return "repeat", [found, expected], nominal(expected), nominal(found), agrees


def _key(fact: Row) -> tuple[Any, ...]:
    return tuple(fact[k] for k in _SAME)


def _sums_up(fact: Row) -> str:
    """`aggregation`; 共 reads as a total or as added up, so that these two count as one."""
    return "total" if fact["aggregation"] == "cumulative" else str(fact["aggregation"])


def _stated(fact: Row) -> bool:
    return any(fact[k] is not None for k in ("value", "low", "high"))


def _unmistakable(fact: Row) -> bool:
    """Whether a fact with these words can be only one: a contradiction needs that, agreement does not."""
    start, end = fact["period_start"], fact["period_end"]
    whole = fact["unit"] != "%" and not fact.get("part_of") and fact["indicator"] != "participants"
    named = fact["subject"] and fact["predicate"] and len(fact["measure"] or "") >= _LEAST_MEASURE
    lasting = end is not None and (start is None or (end - start).days >= _SHORTEST_PERIOD)
    return bool(whole and named and lasting)
