"""What holds for the layout of any text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.layout import Layout, plain_layout, read_layout
from tests.timing import assert_linear

LINES = st.sampled_from(
    [
        "枫桥区总工会举办技能大赛",
        "## 河西镇办起夜校",
        "**一辆流动车**",
        "# ",
        "---",
        "　　近日，枫桥区总工会走访",
        "慰问312",
        "名职工。",
        "本报讯（记者 何田）近日，石桥社区",
        "本报记者 林晓舟 文/摄",
        "（何田 报道）",
        "图为比赛现场。",
        "何田 摄",
        "活动结束。（通讯员 何田）",
        "深入贯彻大会精神 奋力谱写新篇章",
        "2025年1月5日 星期日",
        "第3版",
        "他说：",
        "“好极了！”",
        "Smart",
        "Factory",
        "\ufeff",
        "\u200b好\u200b",
        "",
        "",
        "\x0b",
        "#话题#",
        "一、加强领导",
        "> 引文。",
        "编者按：开栏。",
        "选登一首：",
        "18.",
        "6万人",
        "\ud800",
        "😀",
    ]
)
PAGES = st.one_of(
    st.text(max_size=300),
    st.lists(LINES, max_size=30).flatmap(
        lambda lines: st.sampled_from(["\n", "\n\n", "\r\n", "\r", "\u2028", "\f"]).map(
            lambda end: end.join(lines)
        )
    ),
)


def squeeze(text: str) -> str:
    return "".join(text.split())


def check(raw: str, layout: Layout) -> None:
    view = layout.view
    seen = [0] * len(raw)
    for i, char in enumerate(view.text):
        if not char.isspace():
            at = view.origin(i)
            assert raw[at] == char
            seen[at] += 1
    for stretch in layout.furniture:
        assert not raw[stretch.raw_start].isspace()
        for at in range(stretch.raw_start, stretch.raw_end):
            seen[at] += 1
    assert all(count == 1 for char, count in zip(raw, seen, strict=True) if not char.isspace())
    broken = set(layout.breaks)
    end = -1
    for position, article in enumerate(layout.articles):
        assert article.position == position
        assert article.paragraphs
        covered = []
        for paragraph in article.paragraphs:
            assert end < paragraph.start < paragraph.end
            end = paragraph.end
            text = view.text[paragraph.start : paragraph.end]
            assert text == text.strip() and len(text.splitlines()) == 1
            low, high = view.raw_span(paragraph.start, paragraph.end)
            if not any(paragraph.start < b < paragraph.end for b in broken):
                assert squeeze(raw[low:high]) == squeeze(text)
        for sentence in article.sentences:
            home = article.paragraphs[sentence.paragraph]
            assert home.start <= sentence.start < sentence.end <= home.end
            low, high = view.raw_span(sentence.start, sentence.end)
            assert squeeze(raw[low:high]) == squeeze(view.text[sentence.start : sentence.end])
            covered.append(view.text[sentence.start : sentence.end])
        assert all(a.end <= b.start for a, b in pairwise(article.sentences))
        whole = "".join(view.text[p.start : p.end] for p in article.paragraphs)
        assert squeeze("".join(covered)) == squeeze(whole)
        printed = [view.text[p.start : p.end] for p in article.paragraphs if p.kind == "headline"]
        assert article.headlines == printed
        assert article.title is None or article.title in article.headlines
        assert 0 <= article.raw_start < article.raw_end <= len(raw)
        assert not raw[article.raw_start].isspace() and not raw[article.raw_end - 1].isspace()
    for one, two in pairwise(layout.articles):
        assert one.raw_end <= two.raw_start


@settings(max_examples=400, deadline=None)
@given(PAGES)
def test_page(raw: str) -> None:
    check(raw, read_layout(raw))


@settings(max_examples=200, deadline=None)
@given(PAGES)
def test_record(raw: str) -> None:
    check(raw, read_layout(raw, record=True))


@settings(max_examples=200, deadline=None)
@given(st.text(min_size=1, max_size=40), PAGES)
def test_titled_record(title: str, text: str) -> None:
    raw = title + "\n\n" + text
    layout = read_layout(raw, title=title, record=True)
    for article in layout.articles[:1]:
        article.title = None if article.title not in article.headlines else article.title
    check(raw, layout)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_plain(text: str) -> None:
    layout = plain_layout(text)
    assert layout.view.text == text
    assert bool(layout.articles) == any(not c.isspace() for c in text)


@pytest.mark.parametrize(
    "unit",
    [
        "一",
        "9",
        "（",
        "“",
        "年月日",
        "\n",
        "#",
        "** ",
        "记者 ",
        "。",
        " ",
        "本报讯（记者 何田）近日\n",
        "何田 摄\n",
    ],
    ids=lambda unit: unit.strip() or ascii(unit),
)
def test_long_texts_take_linear_time(unit: str) -> None:
    assert_linear(lambda length: read_layout(unit * (length // len(unit))), 20_000)
