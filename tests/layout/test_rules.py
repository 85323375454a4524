"""The rule files' own examples and counter-examples."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.layout import headlines
from pipeline.layout.bylines import parse_alone, parse_lead, parse_tail
from pipeline.layout.captions import is_caption
from pipeline.layout.data import load
from pipeline.layout.furniture import folio_items, slogan_strength
from pipeline.layout.junctions import carries_on
from pipeline.layout.lines import split_lines
from pipeline.layout.names import split_names


def examples(name: str, key: str | None = None) -> Any:
    found = load(name)["examples"]
    return found if key is None else found[key]


def counter_examples(name: str, key: str | None = None) -> Any:
    found = load(name)["counter_examples"]
    return found if key is None else found[key]


@pytest.mark.parametrize(("text", "names"), examples("names"))
def test_names(text: str, names: list[str]) -> None:
    assert split_names(text) == names


@pytest.mark.parametrize("text", counter_examples("names"))
def test_no_names(text: str) -> None:
    assert split_names(text) is None


@pytest.mark.parametrize(("text", "reporters", "correspondents"), examples("bylines", "alone"))
def test_byline_alone(text: str, reporters: list[str], correspondents: list[str]) -> None:
    byline = parse_alone(text, parse_lead(text))
    assert byline is not None
    assert (byline.reporters, byline.correspondents) == (reporters, correspondents)


@pytest.mark.parametrize(("text", "reporters", "correspondents", "rest"), examples("bylines", "lead"))
def test_byline_before(text: str, reporters: list[str], correspondents: list[str], rest: str) -> None:
    found = parse_lead(text)
    assert found is not None
    assert (found[0].reporters, found[0].correspondents, text[found[1] :]) == (
        reporters,
        correspondents,
        rest,
    )


@pytest.mark.parametrize(("text", "reporters", "correspondents", "rest"), examples("bylines", "tail"))
def test_byline_behind(text: str, reporters: list[str], correspondents: list[str], rest: str) -> None:
    found = parse_tail(text)
    assert found is not None
    assert (found[0].reporters, found[0].correspondents, text[: found[1]]) == (
        reporters,
        correspondents,
        rest,
    )


@pytest.mark.parametrize("text", counter_examples("bylines", "alone"))
def test_no_byline_alone(text: str) -> None:
    assert parse_alone(text, parse_lead(text)) is None


@pytest.mark.parametrize("text", counter_examples("bylines", "lead"))
def test_no_byline_before(text: str) -> None:
    assert parse_lead(text) is None


@pytest.mark.parametrize("text", counter_examples("bylines", "tail"))
def test_no_byline_behind(text: str) -> None:
    assert parse_tail(text) is None


@pytest.mark.parametrize("text", examples("captions"))
def test_caption(text: str) -> None:
    assert is_caption(text)


@pytest.mark.parametrize("text", counter_examples("captions"))
def test_no_caption(text: str) -> None:
    assert not is_caption(text)


@pytest.mark.parametrize("text", examples("furniture", "folio"))
def test_folio(text: str) -> None:
    assert folio_items(text)


@pytest.mark.parametrize("text", counter_examples("furniture", "folio"))
def test_no_folio(text: str) -> None:
    assert folio_items(text) is None


@pytest.mark.parametrize("text", examples("furniture", "slogan"))
def test_slogan(text: str) -> None:
    assert slogan_strength(text)


@pytest.mark.parametrize("text", counter_examples("furniture", "slogan"))
def test_no_slogan(text: str) -> None:
    assert not slogan_strength(text)


@pytest.mark.parametrize(("first", "second"), examples("junctions"))
def test_joint(first: str, second: str) -> None:
    assert carries_on(first, second)


@pytest.mark.parametrize(("first", "second"), counter_examples("junctions"))
def test_no_joint(first: str, second: str) -> None:
    assert not carries_on(first, second)


@pytest.mark.parametrize(("printed", "title"), examples("headlines", "title"))
def test_title(printed: list[str], title: int) -> None:
    assert headlines.choose_title(list(split_lines("\n".join(printed)))) == title


TESTS = {
    "news_opening": headlines.opens_news,
    "numbered": headlines.is_numbered,
    "scrap": headlines.is_scrap,
}


@pytest.mark.parametrize("rule", TESTS)
def test_headline_rule(rule: str) -> None:
    assert all(TESTS[rule](text) for text in examples("headlines", rule))
    assert not any(TESTS[rule](text) for text in counter_examples("headlines", rule))
