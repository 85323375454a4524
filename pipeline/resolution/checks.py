"""Whether figures agree with each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pipeline.resolution.repeats import corpus_repeats, headline_repeats, page_repeats
from pipeline.resolution.shares import Check, share_checks
from pipeline.resolution.stated import Row, claims, overlap
from pipeline.resolution.ties import ties

TOLERANCE = 1e-9
"""Relative difference below which two figures are equal (floating point, not rounding in print)."""


def check_rows(statistics: list[Row]) -> list[Row]:
    """The rows of the table `checks` that a document's statistics allow.

    `sum`: two parts or more with the unit of their whole. Parts that come to less than the whole may
    just not be all of it, and parts that come to more may overlap, so that a sum contradicts its whole
    only where the parts' names exclude each other (本科, 专科). `share`: a percent with its part and
    whole, or growth with both its figures. `repeat`: a headline figure that the body states again, and
    a fact that two sentences state. Hedges and printed rounding count (see stated.py).
    """
    found = [
        *_sums(statistics),
        *headline_repeats(statistics),
        *page_repeats(statistics),
        *share_checks(statistics),
    ]
    return _rows(found, {})


def corpus_check_rows(points: Iterable[Sequence[Row]], numbered: Mapping[str, int]) -> list[Row]:
    """The rows `repeat` between documents, each under the later one's article. `points`: the facts of
    each point of a series, in document order; `numbered`: article id -> how many rows it has already."""
    return _rows(corpus_repeats(points), numbered)


def _rows(checks: Iterable[Check], numbered: Mapping[str, int]) -> list[Row]:
    counters, made = Counter(numbered), []
    for kind, facts, expected, found, passed in checks:
        article_id = facts[0]["article_id"]
        made.append(
            {
                "check_id": f"{article_id}:c{counters[article_id]}",
                "article_id": article_id,
                "kind": kind,
                "statistic_ids": [f["statistic_id"] for f in facts],
                "expected": expected,
                "found": found,
                "passed": passed,
            }
        )
        counters[article_id] += 1
    return made


def _sums(statistics: list[dict[str, Any]]) -> Iterator[Check]:
    parts = defaultdict(list)
    for fact in statistics:
        if fact.get("part_of"):
            parts[fact["part_of"]].append(fact)
    for whole in statistics:
        mine = [p for p in parts[whole["statistic_id"]] if p["unit"] == whole["unit"]]
        if len(mine) < 2 or any(f["bound"] != "exact" for f in [whole, *mine]):
            continue
        expected, found = whole["value"], float(sum(p["value"] for p in mine))
        agrees = abs(expected - found) <= TOLERANCE * max(1.0, abs(expected), abs(found))
        divided = ties().partition([p["measure"] for p in mine])
        if not agrees and divided is not None:
            ends = [claims(p) for p in mine]
            agrees = overlap((sum(low for low, _ in ends), sum(high for _, high in ends)), claims(whole))
        together = len({f["sentence_id"] for f in [whole, *mine]}) == 1
        if agrees or (divided is not None and (found > expected or (divided.complete and together))):
            yield "sum", [whole, *mine], expected, found, agrees
