"""What holds for every text."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extractors.dates import DateExpression, find_dates, resolve_dates
from pipeline.mentions import Publication
from tests.timing import assert_linear

PIECES = st.sampled_from(
    [
        "2024年",
        "今年",
        "去年",
        "3月",
        "5日",
        "12日",
        "上旬",
        "底",
        "初",
        "至",
        "—",
        "、",
        "的",
        "（",
        "）",
        "“",
        "”",
        "，",
        "。",
        "年初",
        "上午",
        "9:30",
        "三点半",
        "每",
        "每天",
        "每周",
        "一",
        "三",
        "周六",
        "春节",
        "农历",
        "腊月",
        "二十三",
        "十五",
        "两年",
        "半",
        "3年",
        "来",
        "以来",
        "前",
        "后",
        "近",
        "未来",
        "即日起",
        "截至",
        "目前",
        "当天",
        "次年",
        "“十四五”",
        "时期",
        "80年代",
        "世纪",
        "20",
        "龙年",
        "乙巳",
        "康熙",
        "个",
        "月",
        "周",
        "天",
        "小时",
        "第",
        "最后",
        "第二",
        "将",
        "了",
        "元旦",
        "五一",
        "“五一”",
        "2024-03-05",
        "1",
        "99",
        "万",
        "到",
        "和",
        "之间",
        "连续",
        "从",
        "自",
        "9999年",
        "0",
        "９",
        "〇",
        "廿",
        "今",
        "全年",
        "\n",
        "本报讯",
        "工会",
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=14).map("".join), st.text(max_size=60))
DAYS = st.dates(min_value=dt.date(1, 1, 1), max_value=dt.date(9999, 12, 31))


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_spans_lie_in_order_within_the_text_and_within_a_line(text: str) -> None:
    reached = 0
    for e in find_dates(text):
        assert reached <= e.start < e.end <= len(text)
        assert "\n" not in text[e.start : e.end]
        reached = e.end


@given(st.lists(TEXTS.map(lambda t: t.replace("\n", " ")), min_size=1, max_size=4))
@settings(max_examples=300, deadline=None)
def test_a_page_gives_what_its_paragraphs_give(paragraphs: list[str]) -> None:
    shifted: list[DateExpression] = []
    at = 0
    for paragraph in paragraphs:
        for e in find_dates(paragraph):
            e.start, e.end = e.start + at, e.end + at
            shifted.append(e)
        at += len(paragraph) + 1
    assert find_dates("\n".join(paragraphs)) == shifted


@given(TEXTS, DAYS, DAYS)
@settings(max_examples=400, deadline=None)
def test_resolving_keeps_every_row_and_gives_closed_intervals(text: str, one: dt.date, two: dt.date) -> None:
    publication = Publication(min(one, two), max(one, two), "text")
    expressions = find_dates(text)
    rows = resolve_dates(expressions, publication, [(0, len(text))])
    assert [(r.start, r.end, r.type) for r in rows] == [(e.start, e.end, e.type) for e in expressions]
    for row in rows:
        if row.start_date is not None and row.end_date is not None:
            assert row.start_date <= row.end_date


@pytest.mark.parametrize(
    "unit",
    ["一", "9", "（", "年月日", "“", "今", "2024年3月至", "1、", "每", "春节", "第", "9:30", "、", "十"],
)
def test_no_pathological_input(unit: str) -> None:
    assert_linear(lambda length: find_dates(unit * (length // len(unit))), 12_000)


@pytest.mark.parametrize(
    "text", ["", "\0" * 50, "\ud800今年\udfff", "今" * 1000, "9" * 5000 + "年", "一" * 5000 + "月"]
)
def test_strange_texts_do_not_raise(text: str) -> None:
    day = dt.date(2024, 5, 20)
    resolve_dates(find_dates(text), Publication(day, day, "supplied"), [(0, len(text))])
