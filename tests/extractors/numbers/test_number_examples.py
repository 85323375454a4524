"""The corpora beside the extractor's code: examples.yaml, and the examples inside each table."""

from __future__ import annotations

import pytest

from pipeline.extractors.numbers import find_numbers
from pipeline.extractors.numbers.lexicon import table
from pipeline.mentions import NumberMention

EXAMPLES = table("examples")
UNITS = table("units")
HEDGES = table("hedges")
PATTERNS = table("negatives")["patterns"]
WORDS = [w for group in table("negatives")["words"].values() for w in group]


def number(value: float) -> str:
    return str(int(value)) if value == int(value) else str(round(value, 6))


def written(text: str, m: NumberMention) -> str:
    """A mention as examples.yaml writes it."""
    ends = ["" if end is None else number(end) for end in (m.low, m.high)]
    value = number(m.value) if m.value is not None else "..".join(ends)
    span = text[m.start : m.end].replace(" ", "_")
    return " ".join([span, m.kind, value, m.bound, m.unit or "-", *(["indefinite"] if m.indefinite else [])])


@pytest.mark.parametrize("case", EXAMPLES["found"], ids=lambda c: c["text"][:20])
def test_found(case: dict) -> None:
    assert [written(case["text"], m) for m in find_numbers(case["text"])] == case["find"]


@pytest.mark.parametrize("text", [t for group in EXAMPLES["none"].values() for t in group])
def test_none(text: str) -> None:
    assert find_numbers(text) == []
    if text[0].isalnum() and not text.startswith(("第一，", "一、", "1.", "2、")):
        assert find_numbers(f"本区{text}已开展") == []


def test_as_many_examples_as_counter_examples() -> None:
    assert len(EXAMPLES["found"]) >= 200
    assert sum(map(len, EXAMPLES["none"].values())) >= len(EXAMPLES["found"])


@pytest.mark.parametrize(
    ("unit_kind", "text"),
    [(kind, text) for kind, block in UNITS.items() for text in block.get("examples", ())],
)
def test_unit_examples(unit_kind: str, text: str) -> None:
    assert [m.unit_kind for m in find_numbers(f"共{text}。")] == [unit_kind]


@pytest.mark.parametrize(
    ("unit_kind", "text"),
    [(kind, text) for kind, block in UNITS.items() for text in block.get("counter", ())],
)
def test_unit_counter_examples(unit_kind: str, text: str) -> None:
    assert unit_kind not in [m.unit_kind for m in find_numbers(text)]


@pytest.mark.parametrize(("text", "bound"), [p for g in HEDGES["examples"].values() for p in g.items()])
def test_hedge_examples(text: str, bound: str) -> None:
    assert [m.bound for m in find_numbers(text)][-1:] == [bound]


@pytest.mark.parametrize("name", PATTERNS)
def test_pattern_examples(name: str) -> None:
    for text in PATTERNS[name]["examples"]:
        assert find_numbers(text) == [], text
    for text in PATTERNS[name]["counter"]:
        assert find_numbers(text), text


@pytest.mark.parametrize("word", WORDS)
def test_negative_words(word: str) -> None:
    plain = word.partition("(?!")[0]
    assert find_numbers(plain) == []
    assert find_numbers(f"从{plain}而来") == []


def test_every_negative_word_stands_once() -> None:
    assert len(WORDS) == len(set(WORDS))
