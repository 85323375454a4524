"""The corpus of marked sentences and the examples beside the lexicons."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.extractors.entities import find_entities
from pipeline.extractors.entities.lexicon import load

from .marks import read, show

_CASES = Path(__file__).with_name("cases.txt")
_LEXICONS = ("organizations", "units", "persons", "titles", "places", "honours", "events")
_QUOTES = "“”"


def _lines() -> list[str]:
    lines = _CASES.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _examples() -> list[str]:
    found = []
    for name in _LEXICONS:
        lexicon = load(name)
        found += [*lexicon["examples"], *lexicon["counter_examples"]]
    return found


def _unquoted(text: str, start: int, end: int, kind: str) -> tuple[int, int, str]:
    """Quotation marks at the ends of a span count neither way."""
    while end - start > 1 and text[start] in _QUOTES:
        start += 1
    while end - start > 1 and text[end - 1] in _QUOTES:
        end -= 1
    return start, end, kind


def _check(line: str) -> None:
    text, want = read(line)
    got = [(m.start, m.end, m.type) for m in find_entities(text)]
    message = f"got {show(text, got)}"
    assert [_unquoted(text, *s) for s in got] == [_unquoted(text, *s) for s in want], message


@pytest.mark.parametrize("line", _lines())
def test_corpus(line: str) -> None:
    _check(line)


@pytest.mark.parametrize("line", _examples())
def test_examples_beside_the_lexicons(line: str) -> None:
    _check(line)


def test_counter_examples_hold_no_mark() -> None:
    for name in _LEXICONS:
        assert all("|" not in line for line in load(name)["counter_examples"]), name


def test_corpus_is_large_and_holds_negatives() -> None:
    lines = _lines()
    assert len(lines) >= 150
    assert sum("|" not in line for line in lines) >= 50
