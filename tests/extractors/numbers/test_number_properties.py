"""Properties that hold for any text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extractors.numbers import find_numbers
from pipeline.extractors.numbers.lexicon import table
from tests.timing import assert_linear

PHRASES = [case["text"] for case in table("examples")["found"]]
LETTERS = "0123456789０１２,.，．-—~%：:/第一二两三四五六七八九十百千万亿零〇半几数多余来近约超上以下年月日时点分个人名元成折到至（(）)《》“”‘’周 \t\n　壹贰陆萬億a"
numeric_text = st.text(alphabet=LETTERS, max_size=40)
any_text = st.one_of(
    st.text(st.characters(), max_size=60),
    numeric_text,
    st.lists(st.sampled_from(PHRASES), max_size=3).map("\n".join),
)


@given(any_text)
@settings(max_examples=400, deadline=None)
def test_spans_are_in_bounds_sorted_and_apart(text: str) -> None:
    found = find_numbers(text)
    edge = 0
    for m in found:
        assert edge <= m.start < m.end <= len(text)
        assert "\n" not in text[m.start : m.end]
        assert not text[m.start].isspace() and not text[m.end - 1].isspace()
        edge = m.end


@given(any_text)
@settings(max_examples=200, deadline=None)
def test_bounds_agree_with_their_name(text: str) -> None:
    for m in find_numbers(text):
        if m.bound == "exact":
            assert m.value == m.low == m.high is not None
        elif m.bound in ("range", "vague"):
            assert m.value is None and m.low is not None and m.high is not None and m.low < m.high
        elif m.bound == "about":
            assert m.low is None and m.high is None
        elif m.bound in ("over", "at_least"):
            assert m.low is not None and m.high is None
        else:
            assert m.bound in ("under", "at_most") and m.low is None and m.high is not None


@given(
    st.lists(st.one_of(numeric_text, st.sampled_from(PHRASES)).map(lambda s: s.replace("\n", "")), max_size=5)
)
@settings(max_examples=300, deadline=None)
def test_page_is_paragraph_by_paragraph(lines: list[str]) -> None:
    whole = find_numbers("\n".join(lines))
    apart, at = [], 0
    for line in lines:
        apart += [replace(m, start=m.start + at, end=m.end + at) for m in find_numbers(line)]
        at += len(line) + 1
    assert whole == apart


@pytest.mark.parametrize("phrase", [p for p in PHRASES if not any(c.isspace() for c in p)][:120])
def test_full_width_digits_read_alike(phrase: str) -> None:
    wide = phrase.translate({ord("0") + i: ord("０") + i for i in range(10)} | {ord("%"): ord("％")})
    assert find_numbers(wide) == find_numbers(phrase)


@pytest.mark.parametrize(
    "text", ["", "\n", "\x00", "\ud800三个", "第", "百分之", "近", "之", "1" * 5000, "9e99", "9^99"]
)
def test_odd_texts(text: str) -> None:
    find_numbers(text)


SEEDS = [
    "一",
    "9",
    "1亿",
    "1万零",
    "（",
    "年月日",
    "3、",
    "1/",
    "1至",
    "几",
    "数百",
    "半",
    "百分之",
    "第一",
    "一.",
    "9,",
    "近1",
    "两点",
    "一个",
    "《一",
    "“一",
    "1:",
    "1-",
    "周一",
    "2024年",
    "1月",
    "零",
    "点五",
    "一又",
    "￥1",
]


@pytest.mark.parametrize("seed", SEEDS)
def test_no_pathological_input(seed: str) -> None:
    assert_linear(lambda length: find_numbers(seed * (length // len(seed))), 5_000)
