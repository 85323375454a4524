"""Aggregation, status and per of a fact, and the numbers that are no facts: rules of cues.yaml."""

from __future__ import annotations

import re
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
    """The compiled patterns of cues.yaml; `per_words` and `per_heads` match where one of `per` does."""

    per: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]
    per_words: re.Pattern[str]
    per_heads: re.Pattern[str]
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
    lays_down_ends: str
    not_facts: tuple[NoFact, ...]
    time_left: re.Pattern[str]
    time_right: re.Pattern[str]
    time_not_left: re.Pattern[str]

    def deny(self, near: str, number: str, right: str) -> bool:
        """Whether some rule says that the number with these words around it is no fact."""
        rules = _rules_for(number)
        if rules.behind is not None and rules.behind.match(right) is not None:
            return True
        if rules.before is not None and rules.before.search(near) is not None:
            return True
        for before, behind in rules.both:
            if behind.match(right) is not None and before.search(near) is not None:
                return True
        return rules.always


@dataclass(frozen=True, slots=True)
class _Rules:
    """The rules whose pattern for the number itself holds: those that look only behind it and those that look
    only before it, each as one pattern, those that look at both, and whether one asks for nothing more."""

    behind: re.Pattern[str] | None
    before: re.Pattern[str] | None
    both: list[tuple[re.Pattern[str], re.Pattern[str]]]
    always: bool


@lru_cache(maxsize=1 << 12)
def _rules_for(number: str) -> _Rules:
    return _joined(
        tuple(rule for rule in cues().not_facts if rule.number is None or rule.number.search(number))
    )


@lru_cache(maxsize=1 << 8)
def _joined(rules: tuple[NoFact, ...]) -> _Rules:
    behind = [rule.right.pattern for rule in rules if rule.right and not rule.near]
    before = [rule.near.pattern for rule in rules if rule.near and not rule.right]
    return _Rules(
        re.compile("|".join(f"(?:{pattern})" for pattern in behind)) if behind else None,
        re.compile("|".join(f"(?:{pattern})" for pattern in before)) if before else None,
        [(rule.near, rule.right) for rule in rules if rule.near and rule.right],
        any(not rule.near and not rule.right for rule in rules),
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
        re.compile("|".join(row["left"] for row in data["per"])),
        re.compile("|".join(row["head"] for row in data["per"])),
        re.compile(aggregation["average"]),
        re.compile(aggregation["cumulative"]),
        re.compile(aggregation["ends"]),
        re.compile(status["planned"]),
        re.compile(status["done"]),
        re.compile(status["rule"]),
        re.compile(f"{status['rule']}|{status['rule_whole']}"),
        re.compile(status["rule_right"]),
        re.compile(status["states"]),
        re.compile(status["disposes"]),
        re.compile(status["lays_down"]),
        status["lays_down_ends"],
        tuple(
            NoFact(row["name"], optional(row, "near"), optional(row, "number"), optional(row, "right"))
            for row in data["not_facts"]
        ),
        re.compile(times["left"]),
        re.compile(times["right"]),
        re.compile(times["not_left"]),
    )
