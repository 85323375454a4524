"""What holds on any text: no exception, one main event an article, true spans, time linear in length."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extractors.events import EVENT_TYPES, find_events, load_lexicon
from pipeline.layout.model import Article, Paragraph, Sentence
from pipeline.mentions import DateMention, EntityMention, NumberMention
from tests.extractors.events.cases import make_document
from tests.timing import assert_linear

WORDS = [
    *list(load_lexicon().words)[::9],
    "，",
    "。",
    "“",
    "”",
    "《",
    "》",
    "近日",
    "将",
    "由",
    "联合",
    "举办",
    "2025年",
]
LINE = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=4)), max_size=12).map("".join)


@st.composite
def documents(
    draw: st.DrawFn,
) -> tuple[str, list[Article], list[NumberMention], list[DateMention], list[EntityMention]]:
    text, articles = "", []
    for position in range(draw(st.integers(0, 3))):
        headlines = draw(st.lists(LINE.map(lambda s: s.replace("\n", " ")), max_size=2))
        part, article = make_document(headlines, draw(LINE))
        shift = len(text)
        article.position = position
        article.paragraphs = [Paragraph(p.kind, p.start + shift, p.end + shift) for p in article.paragraphs]
        article.sentences = [Sentence(s.start + shift, s.end + shift, s.paragraph) for s in article.sentences]
        articles.append(article)
        text += part + "\n"
    spans = st.tuples(st.integers(0, len(text)), st.integers(1, 9)).map(
        lambda t: (t[0], min(len(text), sum(t)))
    )
    spans = spans.filter(lambda span: span[0] < span[1])
    some = st.lists(spans, max_size=6) if text else st.just([])
    kinds = st.sampled_from(["ORG", "GPE", "FAC", "EVENT", "LAW", "PERSON"])
    entities = [EntityMention(*span, draw(kinds), text[slice(*span)]) for span in draw(some)]
    numbers = [
        NumberMention(*span, "quantity", value, value, value, "exact", "人", "people")
        for span in draw(some)
        for value in [draw(st.one_of(st.none(), st.floats(0, 1e9)))]
    ]
    dates = [DateMention(*span, "date", None) for span in draw(some)]
    return text, articles, numbers, dates, entities


@settings(max_examples=300, deadline=None)
@given(documents())
def test_one_main_event_an_article_and_true_spans(document) -> None:  # type: ignore[no-untyped-def]
    text, articles, numbers, dates, entities = document
    events = find_events(text, articles, numbers, dates, entities)
    for event in events:
        article = articles[event.article]
        assert article.start <= event.start < event.end <= article.end
        assert event.trigger == text[event.start : event.end]
        assert event.type in EVENT_TYPES and event.status in ("held", "ongoing", "planned", "recurring")
        assert 0 <= event.confidence <= 1 and event.rule
        assert (event.participants is None) == (event.number is None)
        assert event.number is None or numbers[event.number].value == event.participants
    wanted = [i for i, a in enumerate(articles) if any(text[p.start : p.end].strip() for p in a.paragraphs)]
    assert [event.article for event in events if event.is_primary] == wanted
    assert events == find_events(text, articles, numbers, dates, entities)


def test_articles_do_not_change_each_other() -> None:
    one, first = make_document(["甲区总工会举办技能大赛"], "近日，甲区总工会举办技能大赛，并印发奖励办法。")
    two, second = make_document(["乙区工人慰问忙"], "昨日，工会走访慰问困难职工。")
    shift = len(one) + 1
    moved = Article(1, 0, 0, second.headlines, second.title)
    moved.paragraphs = [Paragraph(p.kind, p.start + shift, p.end + shift) for p in second.paragraphs]
    moved.sentences = [Sentence(s.start + shift, s.end + shift, s.paragraph) for s in second.sentences]
    together = find_events(f"{one}\n{two}", [first, moved], [], [], [])
    alone = find_events(one, [first], [], [], []), find_events(two, [second], [], [], [])
    assert [(e.type, e.trigger) for e in together] == [(e.type, e.trigger) for part in alone for e in part]


HOSTILE = [
    "一",
    "（",
    "9",
    "“",
    "《",
    "年月日",
    "仪式",
    "慰问",
    "举办大赛",
    "将",
    "由",
    "“，",
    "在在",
    "：",
    " ",
    "培训、",
    "\ud800",
    "\x00",
]


@pytest.mark.parametrize("unit", HOSTILE, ids=[ascii(unit) for unit in HOSTILE])
@pytest.mark.parametrize("in_headline", [False, True])
def test_hostile_text_is_read_in_linear_time(unit: str, in_headline: bool) -> None:
    def work(length: int) -> None:
        line = unit * (length // len(unit))
        text, article = make_document([line if in_headline else "标题"], "平常文字" if in_headline else line)
        bodies = [EntityMention(at, at + 2, "ORG", text[at : at + 2]) for at in range(0, len(text) - 2, 3)]
        people = [
            NumberMention(at, at + 2, "quantity", 5.0, 5.0, 5.0, "exact", "人", "people")
            for at in range(0, len(text) - 2, 5)
        ]
        find_events(text, [article], [], [], [])
        find_events(text, [article], people, [], bodies)

    assert_linear(work, 5_000)
