"""The interval of publication, from small pages and from metadata."""

from __future__ import annotations

import datetime as dt
import re
from importlib import resources

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extractors.dates import find_dates
from pipeline.extractors.publication import publication_interval
from pipeline.extractors.publication.constraints import open_days
from pipeline.extractors.publication.evidence import COUNTED, constraints_of, milestones
from pipeline.mentions import Publication
from tests.timing import assert_linear

CASES = yaml.safe_load(
    resources.files("pipeline.extractors.publication").joinpath("cases.yaml").read_text(encoding="utf-8")
)


def interval(text: str, supplied: dt.date | None = None, from_filename: dt.date | None = None) -> Publication:
    articles = [m.span() for m in re.finditer(r"(?:[^\n]+\n?)+", text)]
    return publication_interval(
        find_dates(text), text, supplied=supplied, from_filename=from_filename, articles=articles
    )


@pytest.mark.parametrize(("text", "start", "end"), CASES, ids=[c[0] for c in CASES])
def test_small_page(text: str, start: dt.date | str, end: dt.date | str) -> None:
    found = interval(text)
    assert (found.start or "-", found.end or "-") == (start, end)
    assert all(0 <= e.start < e.end <= len(text) and e.reason for e in found.evidence)
    assert bool(found.evidence) == (found.basis == "text")


@pytest.mark.parametrize("example", milestones()["examples"], ids=lambda e: e["text"])
def test_milestone(example: dict[str, object]) -> None:
    (found,) = [c for c in constraints_of(str(example["text"]), [], []) if c.weight == COUNTED]
    years = [(low, high) for year in range(1990, 2060) for low, high, _ in open_days(found, year)]
    assert years[0][0] == example["start"]
    assert years[-1][1] == example.get("end", dt.date(2059, 12, 31))


def test_supplied_wins_over_file_name_and_words_and_the_contradiction_is_told() -> None:
    text = "2024年招聘会开幕，报名截止时间为2024年4月20日。"
    day, other = dt.date(2024, 6, 1), dt.date(2024, 4, 1)
    found = interval(text, supplied=day, from_filename=other)
    assert (found.day, found.basis) == (day, "supplied")
    assert found.conflict and "file name" in found.conflict and "2024年4月20日" in found.conflict
    agreed = interval(text, from_filename=other)
    assert (agreed.day, agreed.basis, agreed.conflict) == (other, "filename", None)


def test_words_that_contradict_each_other_are_reported() -> None:
    found = interval("截至2024年12月31日，已建百家。报名截止时间为2024年4月20日。")
    assert found.conflict


@given(st.text(alphabet="今年去2034年月日。，将于前截至底全春节临近昨天是农历腊八龙年10九〇\n", max_size=60))
@settings(max_examples=300, deadline=None)
def test_never_raises_and_the_interval_is_closed(text: str) -> None:
    found = interval(text)
    if found.start and found.end:
        assert found.start <= found.end


@pytest.mark.parametrize(
    "unit", ["2024年", "2024年3月至", "3月5日，", "今年", "全年", "2023年，今年", "3月5日（周二）"]
)
def test_no_pathological_page(unit: str) -> None:
    assert_linear(lambda length: interval(unit * (length // len(unit))), 12_000)
