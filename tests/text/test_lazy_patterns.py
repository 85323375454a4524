"""What a LazyPattern says of the characters that it begins with is true of the pattern."""

from __future__ import annotations

import importlib
import pkgutil
import random
import re
from collections.abc import Iterator
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import pipeline.extractors
from pipeline.extractors.dates.lexicon import load_yaml
from pipeline.extractors.numbers.lexicon import table
from pipeline.text import LazyPattern


def _lazy_patterns() -> Iterator[tuple[str, LazyPattern]]:
    for module in pkgutil.walk_packages(pipeline.extractors.__path__, "pipeline.extractors."):
        for name, value in vars(importlib.import_module(module.name)).items():
            for i, pattern in enumerate(value.values() if isinstance(value, dict) else [value]):
                if isinstance(pattern, LazyPattern) and pattern.begins:
                    yield f"{module.name}.{name}.{i}", pattern


PATTERNS = dict(_lazy_patterns())


def _first(items: Any) -> tuple[set[str] | None, bool]:
    """The characters that a parsed pattern can begin with (None: any), and whether it can be empty."""
    found: set[str] = set()
    for op, value in items:
        chars, empty = _first_of(op, value)
        if chars is None:
            return None, False
        found |= chars
        if not empty:
            return found, False
    return found, True


def _first_of(op: Any, value: Any) -> tuple[set[str] | None, bool]:
    if op is codes.LITERAL:
        return {chr(value)}, False
    if op is codes.IN and all(kind in (codes.LITERAL, codes.RANGE) for kind, _ in value):
        ranges = [(v, v) if kind is codes.LITERAL else v for kind, v in value]
        return {chr(c) for low, high in ranges for c in range(low, high + 1)}, False
    if op in (codes.ASSERT, codes.ASSERT_NOT, codes.AT):
        return set(), True
    if op is codes.SUBPATTERN:
        return _first(value[-1])
    if op in (codes.MAX_REPEAT, codes.MIN_REPEAT):
        chars, empty = _first(value[2])
        return chars, empty or value[0] == 0
    if op is codes.BRANCH:
        both = [_first(branch) for branch in value[1]]
        if any(chars is None for chars, _ in both):
            return None, False
        return set().union(*(chars or set() for chars, _ in both)), any(empty for _, empty in both)
    return None, False


def _holds(items: Any, wanted: str) -> bool:
    """Whether each match of a parsed pattern holds one of the characters."""
    for op, value in items:
        if op is codes.BRANCH and all(_holds(branch, wanted) for branch in value[1]):
            return True
        if op is codes.SUBPATTERN and _holds(value[-1], wanted):
            return True
        if op in (codes.MAX_REPEAT, codes.MIN_REPEAT) and value[0] and _holds(value[2], wanted):
            return True
        if op in (codes.LITERAL, codes.IN):
            chars, _ = _first_of(op, value)
            if chars and chars <= set(wanted):
                return True
    return False


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_begins(name: str) -> None:
    pattern = PATTERNS[name].compiled
    chars, empty = _first(_parser.parse(pattern.pattern, pattern.flags))
    assert not empty
    assert chars is not None and chars <= set(PATTERNS[name].begins)


def test_match_elsewhere() -> None:
    pattern = LazyPattern("ab?", begins="a")
    assert pattern.match("ba", 0) is None and pattern.match("ba", 2) is None
    assert pattern.match("ba", 1) is not None


def test_cues_of_dates() -> None:
    cues = load_yaml("cues.yaml")
    for name in ("ahead_before", "ahead_after"):
        for rule in cues[name]:
            assert _holds(_parser.parse(rule), cues[f"{name}_has"]), rule
    for rule in cues["before_after"] + cues["after_after"]:
        chars, empty = _first(_parser.parse(rule))
        assert chars is not None and not empty and chars <= set(cues["beside_begins"])


def test_heads_of_hedges() -> None:
    apart = table("hedges")["apart"]
    for name, heads in (("before", "heads"), ("share_before", "heads"), ("after", "after_heads")):
        for _, rule in apart[name]:
            chars, empty = _first(_parser.parse(rule))
            assert chars is not None and not empty and chars <= set(apart[heads])


def test_numerals_of_negatives() -> None:
    for name, rule in table("negatives")["patterns"].items():
        chars, _ = _first(_parser.parse(rule["pattern"]))
        assert chars is not None
        arabic, chinese = any(c.isascii() for c in chars), any(not c.isascii() for c in chars)
        assert rule.get("numeral") in (
            None,
            "arabic" if arabic and not chinese else "chinese" if not arabic else None,
        ), name


def test_lengths_of_what_is_ahead() -> None:
    """`ahead_after_has` is looked for in the first 20 characters: no lead-in is longer."""
    for rule in load_yaml("cues.yaml")["ahead_after"]:
        lead = rule[: rule.index("(?:将")]
        assert re.compile(lead).match("之前，的" + "一" * 30) is not None
        assert _parser.parse(lead).getwidth()[1] <= 18


def test_behind_arabic() -> None:
    """What is looked for behind digits before the names that begin with some leaves none of them out."""
    negatives = table("negatives")
    rules = [r["pattern"] for r in negatives["patterns"].values() if r.get("numeral") != "chinese"]
    names = re.compile("|".join(f"(?:{rule})" for rule in rules))
    letters = (
        "0123456789" * 8 + "..::++xXA" + "".join(sorted({c for rule in rules for c in rule if c.isalnum()}))
    )
    ahead, chance, matched = re.compile(negatives["behind_arabic"]), random.Random(3), 0
    for _ in range(60_000):
        text = chance.choice("123590") + "".join(chance.choices(letters, k=chance.randrange(1, 6)))
        if names.match(text):
            matched += 1
            assert ahead.match(text), text
    assert matched > 300
