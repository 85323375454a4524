"""Aggregation, status and per of a fact, and the numbers that are no facts: rules of cues.yaml."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.extractors.statistics.lexicon import load_yaml


@dataclass(frozen=True, slots=True)
class NoFact:
    """A rule that says no: every pattern given must match."""

    name: str
    near: re.Pattern[str] | None
    number: re.Pattern[str] | None
    right: re.Pattern[str] | None

    def matches(self, near: str, number: str, right: str) -> bool:
        """Whether the number with these words around it is no fact."""
        return (
            (self.number is None or self.number.search(number) is not None)
            and (self.right is None or self.right.match(right) is not None)
            and (self.near is None or self.near.search(near) is not None)
        )


@dataclass(frozen=True, slots=True)
class Cues:
    """The compiled patterns of cues.yaml."""

    per: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]
    per_marks: frozenset[str]
    average: re.Pattern[str]
    cumulative: re.Pattern[str]
    aggregation_ends: re.Pattern[str]
    planned: re.Pattern[str]
    done: re.Pattern[str]
    rule: re.Pattern[str]
    rule_whole: re.Pattern[str]
    rule_right: re.Pattern[str]
    states: re.Pattern[str]
    disposes: re.Pattern[str]
    lays_down: re.Pattern[str]
    not_facts: tuple[NoFact, ...]
    time_left: re.Pattern[str]
    time_right: re.Pattern[str]
    time_not_left: re.Pattern[str]

    def deny(self, near: str, number: str, right: str) -> bool:
        """Whether some rule says that the number with these words around it is no fact."""
        for before, behind in _rules_for(number):
            if (behind is None or behind(right) is not None) and (before is None or before(near) is not None):
                return True
        return False


_Search = Callable[[str], re.Match[str] | None]


@lru_cache(maxsize=1 << 12)
def _rules_for(number: str) -> tuple[tuple[_Search | None, _Search | None], ...]:
    """What the rules whose pattern for the number itself holds want before and behind it."""
    return tuple(
        (rule.near.search if rule.near else None, rule.right.match if rule.right else None)
        for rule in cues().not_facts
        if rule.number is None or rule.number.search(number)
    )


@cache
def cues() -> Cues:
    """The cues, read and compiled once a process."""
    data = load_yaml("cues.yaml")
    aggregation, status, times = data["aggregation"], data["status"], data["time_facts"]

    def optional(row: dict[str, str], key: str) -> re.Pattern[str] | None:
        return re.compile(row[key]) if key in row else None

    return Cues(
        tuple((row["per"], re.compile(row["left"]), re.compile(row["head"])) for row in data["per"]),
        frozenset(data["per_marks"]),
        re.compile(aggregation["average"]),
        re.compile(aggregation["cumulative"]),
        re.compile(aggregation["ends"]),
        re.compile(status["planned"]),
        re.compile(status["done"]),
        re.compile(status["rule"]),
        re.compile(status["rule_whole"]),
        re.compile(status["rule_right"]),
        re.compile(status["states"]),
        re.compile(status["disposes"]),
        re.compile(status["lays_down"]),
        tuple(
            NoFact(row["name"], optional(row, "near"), optional(row, "number"), optional(row, "right"))
            for row in data["not_facts"]
        ),
        re.compile(times["left"]),
        re.compile(times["right"]),
        re.compile(times["not_left"]),
    )
