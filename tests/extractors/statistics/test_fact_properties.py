"""The examples beside the rules of cues.yaml, and properties that hold for any text."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extractors.dates import find_dates, resolve_dates
from pipeline.extractors.entities import find_entities, resolve_names
from pipeline.extractors.events import find_events
from pipeline.extractors.numbers import find_numbers
from pipeline.extractors.statistics import find_statistics
from pipeline.extractors.statistics.cues import cues
from pipeline.extractors.statistics.lexicon import lexicon, load_yaml
from pipeline.extractors.statistics.subjects import signs
from pipeline.layout import plain_layout, read_layout
from pipeline.mentions import (
    DateMention,
    EntityMention,
    EventMention,
    NumberMention,
    Publication,
    StatisticMention,
)
from tests.timing import assert_linear

NOT_FACTS = {rule["name"]: rule for rule in load_yaml("cues.yaml")["not_facts"]}
EXAMPLES = [(name, row) for name, rule in NOT_FACTS.items() for row in rule["examples"]]
COUNTEREXAMPLES = [(name, row) for name, rule in NOT_FACTS.items() for row in rule["counter"]]


def says_no(name: str, row: list[str]) -> bool:
    near, number, right = row
    rule = next(rule for rule in cues().not_facts if rule.name == name)
    return rule.matches(near, number, right)


@pytest.mark.parametrize(("name", "row"), EXAMPLES)
def test_no_fact_example(name: str, row: list[str]) -> None:
    assert says_no(name, row)


@pytest.mark.parametrize(("name", "row"), COUNTEREXAMPLES)
def test_no_fact_counterexample(name: str, row: list[str]) -> None:
    assert not says_no(name, row)


SIGNS = load_yaml("subjects.yaml")


@pytest.mark.parametrize(("name", "text"), [(n, t) for n, rule in SIGNS.items() for t in rule["examples"]])
def test_sign_of_a_subject_example(name: str, text: str) -> None:
    assert signs()[name].search(text)


@pytest.mark.parametrize(("name", "text"), [(n, t) for n, rule in SIGNS.items() for t in rule["counter"]])
def test_sign_of_a_subject_counterexample(name: str, text: str) -> None:
    assert not signs()[name].search(text)


def test_no_word_stands_in_two_word_classes() -> None:
    data = load_yaml("words.yaml")
    strict = ("verbs", "verbal_nouns", "nouns")
    words = [word for name in strict for word in set(data[name].split())]
    assert sorted({word for word in words if words.count(word) > 1}) == []
    assert lexicon().tags["工会驿站"] == "n"


PIECES = st.sampled_from(
    [
        "职工",
        "驿站",
        "建成",
        "其中",
        "共",
        "达",
        "的",
        "、",
        "，",
        "。",
        "“",
        "”",
        "（",
        "）",
        "30",
        "3.5万",
        "%",
        "个",
        "名",
        "人次",
        "万元",
        "2024年",
        "截至",
        "将",
        "计划",
        "累计",
        "占",
        "每",
        "等",
        "服务",
        "\n",
        "岁",
        "年均",
        "和",
        "为",
        "一",
    ]
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=40).map("".join))


def extract(text: str, day: dt.date) -> tuple[list[NumberMention], list[StatisticMention]]:
    """Numbers and facts of a text published on `day`, by the extractors alone."""
    layout = read_layout(text)
    view = layout.view.text
    spans = [(a.start, a.end) for a in layout.articles]
    numbers = find_numbers(view)
    dates = resolve_dates(find_dates(view), Publication(day, day, "supplied"), spans)
    entities = resolve_names(find_entities(view), view, spans)
    events = find_events(view, layout.articles, numbers, dates, entities)
    return numbers, find_statistics(view, layout.articles, numbers, dates, entities, events)


@given(TEXTS)
@settings(max_examples=150)
def test_any_text_gives_rows_that_point_at_their_numbers(text: str) -> None:
    numbers, rows = extract(text, dt.date(2024, 5, 1))
    for k, row in enumerate(rows):
        number = numbers[row.number]
        assert (row.start, row.end) == (number.start, number.end)
        assert 0 < row.confidence < 1
        assert row.part_of is None or (0 <= row.part_of < len(rows) and row.part_of != k)
        assert row.measure is None or row.measure
    assert [r.start for r in rows] == sorted(r.start for r in rows)
    assert rows == extract(text, dt.date(2024, 5, 1))[1]


SPANS = st.tuples(st.integers(0, 60), st.integers(0, 12))


@given(st.text(alphabet="职工30个名年，。、的建成(）“” \n", max_size=60), st.lists(SPANS, max_size=8))
@settings(max_examples=150)
def test_rows_of_other_stages_may_lie_anywhere(text: str, spans: list[tuple[int, int]]) -> None:
    spans = [(a, n) for a, n in spans if a + n <= len(text)]
    numbers = [NumberMention(a, a + n, "quantity", 3.0, 3.0, 3.0, "exact", "名", "people") for a, n in spans]
    dates = [DateMention(a, a + n, "date", None, start_date=dt.date(2024, 1, 1)) for a, n in spans[:3]]
    entities = [EntityMention(a, a + n, "ORG", "甲") for a, n in spans[2:]]
    events = [EventMention(0, 1, "meeting", True, "会", 0, organizers=["甲"])]
    articles = plain_layout(text).articles
    for row in find_statistics(text, articles, numbers, dates, entities, events):
        assert (row.start, row.end) == (numbers[row.number].start, numbers[row.number].end)


@pytest.mark.parametrize(
    "unit", ["建成驿站9个、", "驿站9个。", "9个", "9", "（", "“9名", "其中9名，", "2024年9个"]
)
def test_time_grows_with_length_only(unit: str) -> None:
    def work(length: int) -> None:
        text = unit * (length // len(unit))
        articles = plain_layout(text).articles
        numbers = [
            NumberMention(at, min(at + 2, len(text)), "quantity", 9.0, 9.0, 9.0, "exact", "个", "items")
            for at in range(0, len(text) - 2, max(3, len(unit)))
        ]
        words = [(k, k + 1) for k in range(len(text))]
        find_statistics(text, articles, numbers, [], [], [], words=words)

    assert_linear(work, 8_000)
