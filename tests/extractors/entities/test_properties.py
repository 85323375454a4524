"""What holds for any text."""

from __future__ import annotations

import itertools

import jieba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extractors.entities import find_entities, resolve_names
from tests.timing import assert_linear

_TYPES = {"PERSON", "ORG", "GPE", "LOC", "FAC", "TITLE", "AWARD", "EVENT", "LAW"}
_WORDS = st.sampled_from(
    [
        "总工会",
        "市",
        "区",
        "北京",
        "海淀区",
        "公司",
        "集团",
        "（北京）",
        "有限公司",
        "“",
        "”",
        "《",
        "》",
        "办法",
        "活动",
        "主席",
        "李",
        "建国",
        "说",
        "，",
        "。",
        "、",
        "\n",
        "的",
        "和",
        "在",
        "以下简称",
        "(",
        ")",
        "简称",
        "街道",
        "镇",
        "第三届",
        "大赛",
        "党的",
        "二十大",
        "劳模",
        "该校",
        "·",
        "阿里",
        "斯",
        "1",
        "a",
        "�",
        "\x00",
        "'",
        "'",
    ]
)
_TEXTS = st.one_of(st.text(max_size=80), st.lists(_WORDS, max_size=40).map("".join))


@settings(max_examples=300, deadline=None)
@given(_TEXTS)
def test_mentions_are_flat_sorted_and_in_bounds(text: str) -> None:
    mentions = find_entities(text)
    end = 0
    for mention in mentions:
        assert end <= mention.start < mention.end <= len(text)
        assert mention.type in _TYPES
        assert mention.rule
        assert 0 <= mention.confidence <= 1
        assert "\n" not in text[mention.start : mention.end]
        end = mention.end
    resolved = resolve_names(mentions, text, [(0, len(text))])
    assert all(m.name for m in resolved)
    assert all(m.adcode is None or len(m.adcode) == 6 for m in resolved)


@settings(max_examples=100, deadline=None)
@given(_TEXTS)
def test_deterministic_and_the_same_with_given_tokens(text: str) -> None:
    words = [(s, e) for _, s, e in jieba.tokenize(text)]
    assert find_entities(text) == find_entities(text, words) == find_entities(text, words)


@settings(max_examples=100, deadline=None)
@given(_TEXTS, st.lists(st.integers(0, 80), max_size=30))
def test_any_token_spans_will_do(text: str, cuts: list[int]) -> None:
    edges = sorted({0, len(text), *(c for c in cuts if c < len(text))})
    find_entities(text, list(itertools.pairwise(edges)))


@pytest.mark.parametrize(
    "unit",
    [
        "一",
        "9",
        "（",
        "“",
        "《",
        "市",
        "工会",
        "王",
        "·阿",
        "年月日",
        "第",
        "公司（北京）",
        "党的",
        "和",
        "说",
        "该",
        "主席、",
        "街道",
        "\n",
        "以下简称",
    ],
)
@pytest.mark.parametrize("token", [1, 1_000_000])
def test_linear_on_a_repeated_unit(unit: str, token: int) -> None:
    def work(length: int) -> None:
        text = unit * (length // len(unit))
        find_entities(text, [(i, min(i + token, len(text))) for i in range(0, len(text), token)])

    assert_linear(work, 8_000)
