"""The corpus and the examples beside the rules: what must be found, and what must not."""

from __future__ import annotations

import re
from importlib import resources
from typing import Any

import pytest
import yaml

from pipeline.extractors.dates import find_dates, resolve_dates
from pipeline.extractors.dates.resolve import calendar_value
from pipeline.mentions import DateMention, Publication

TABLES = resources.files("pipeline.extractors.dates")


def load(name: str) -> Any:
    return yaml.safe_load(TABLES.joinpath(name).read_text(encoding="utf-8"))


CASES = load("cases.yaml")
GROUPS = load("lexicon.yaml")["groups"]
EXAMPLES = [(g["name"], e) for g in GROUPS for e in [*g.get("examples", []), *g.get("counter", [])]]


def rows_of(text: str) -> list[DateMention]:
    day = CASES["reference"]
    return resolve_dates(find_dates(text), Publication(day, day, "supplied"), [(0, len(text))])


@pytest.mark.parametrize(
    "case", [*CASES["positive"], *load("cases_news.yaml")], ids=lambda case: str(case[0])
)
def test_positive_case_gives_exactly_its_rows(case: list[str]) -> None:
    text, *wanted = case
    found = rows_of(text)
    assert len(found) == len(wanted), found
    for row, want in zip(found, wanted, strict=True):
        days = calendar_value(row.start_date, row.end_date) if row.start_date and row.end_date else "-"
        got = [text[row.start : row.end], row.type, days, row.relation]
        assert got[: len(want.split(" "))] == want.split(" ")


@pytest.mark.parametrize("text", CASES["negative"])
def test_negative_case_gives_no_row(text: str) -> None:
    assert rows_of(text) == []


@pytest.mark.parametrize(("group", "example"), EXAMPLES, ids=lambda x: str(x))
def test_example_of_a_word_group(group: str, example: str) -> None:
    text = example.replace("[[", "").replace("]]", "")
    assert [text[r.start : r.end] for r in rows_of(text)] == re.findall(r"\[\[(.*?)\]\]", example), group


def test_the_negative_corpus_is_kept_up() -> None:
    assert len(CASES["positive"]) >= 200
    assert len(CASES["negative"]) >= 100
