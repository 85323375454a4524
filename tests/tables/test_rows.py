"""Mentions in the view become rows that point into the raw page."""

from typing import Any

import pytest

from pipeline.layout import Layout, read_layout
from pipeline.mentions import EventMention, Evidence, NumberMention, Publication, StatisticMention
from pipeline.reading import SourceDocument
from pipeline.tables import Extraction, Rows, document_rows

PAGE = (
    "\n青河市总工会建成驿站30个\n\n本报讯（记者 林晚）近日，青河市总工会建成驿站30个，有312\n\n名职工到场。\n"
)
CUT = "\n青河市总工会建成驿站\n\n本报讯（记者 林晚）近日，青河市总工会举行启用仪式，有312\n\n图为启用仪式现场。 本报记者 林晚 摄\n\n名职工到场。\n"


def source(text: str) -> SourceDocument:
    return SourceDocument("p", "p.txt", "0" * 64, "utf-8", text)


def number(layout: Layout, words: str, value: float, nth: int = 0) -> NumberMention:
    at = -1
    for _ in range(nth + 1):
        at = layout.view.text.index(words, at + 1)
    return NumberMention(at, at + len(words), "quantity", value, value, value, "exact", words[-1], "items")


def rows(text: str, layout: Layout, **found: Any) -> Rows:
    return document_rows(source(text), Extraction(layout, Publication(), **found))


def test_ids_run_in_the_order_of_the_page() -> None:
    layout = read_layout(PAGE)
    numbers = [number(layout, "30个", 30.0), number(layout, "30个", 30.0, 1), number(layout, "312名", 312.0)]
    made = rows(PAGE, layout, numbers=numbers)
    assert [r["number_id"] for r in made["numbers"]] == ["p:0:n0", "p:0:n1", "p:0:n2"]
    assert [r["sentence_id"] for r in made["numbers"]] == ["p:0:s0", "p:0:s1", "p:0:s1"]
    assert [r["in_headline"] for r in made["sentences"]] == [True, False]
    assert made["documents"][0]["article_count"] == 1


def test_a_number_over_a_column_break_is_whole() -> None:
    layout = read_layout(PAGE)
    (row,) = rows(PAGE, layout, numbers=[number(layout, "312名", 312.0)])["numbers"]
    assert row["text"] == "312名"
    assert PAGE[row["start"] : row["end"]] == "312\n\n名"


def test_a_mention_that_a_caption_cuts_in_two_is_no_row() -> None:
    layout = read_layout(CUT)
    assert layout.view.text[layout.breaks[0] - 3 : layout.breaks[0] + 1] == "312名"
    assert rows(CUT, layout, numbers=[number(layout, "312名", 312.0)])["numbers"] == []
    (row,) = rows(CUT, layout, numbers=[number(layout, "312", 312.0)])["numbers"]
    assert CUT[row["start"] : row["end"]] == "312"


def test_an_event_that_a_caption_cuts_in_two_keeps_its_first_half() -> None:
    layout = read_layout(CUT)
    at = layout.breaks[0]
    event = EventMention(at - 3, at + 1, "other", True, "312名", 0)
    (row,) = rows(CUT, layout, events=[event])["events"]
    assert (row["text"], row["trigger"]) == ("312", "312")


def test_facts_lead_to_their_numbers_and_wholes() -> None:
    layout = read_layout(PAGE)
    numbers = [number(layout, "30个", 30.0), number(layout, "30个", 30.0, 1), number(layout, "312名", 312.0)]
    facts = [
        StatisticMention(n.start, n.end, i, measure="驿站", part_of=0 if i else None)
        for i, n in enumerate(numbers)
    ]
    made = rows(PAGE, layout, numbers=numbers, statistics=facts)["statistics"]
    assert [r["number_id"] for r in made] == ["p:0:n0", "p:0:n1", "p:0:n2"]
    assert [r.get("part_of") for r in made] == [None, "p:0:f0", "p:0:f0"]
    assert made[2]["sentence"] == "近日，青河市总工会建成驿站30个，有312名职工到场。"
    assert (made[2]["value"], made[2]["unit"], made[0]["in_headline"]) == (312.0, "名", True)


def test_facts_of_numbers_that_are_no_rows_are_no_rows() -> None:
    layout = read_layout(CUT)
    cut = number(layout, "312名", 312.0)
    whole = number(layout, "312", 312.0)
    facts = [StatisticMention(n.start, n.end, i) for i, n in enumerate([cut, whole])]
    made = rows(CUT, layout, numbers=[cut, whole], statistics=facts)
    assert [r["number_id"] for r in made["statistics"]] == ["p:0:n0"]
    assert made["statistics"][0]["value"] == 312.0


@pytest.mark.parametrize("number_index", [None, 0])
def test_the_primary_event_gives_the_article_its_type(number_index: int | None) -> None:
    layout = read_layout(PAGE)
    at = layout.view.text.index("建成")
    event = EventMention(at, at + 2, "construction", True, "建成", 0, number=number_index)
    made = rows(PAGE, layout, numbers=[number(layout, "30个", 30.0)], events=[event])
    assert made["articles"][0]["event_type"] == "construction"
    assert made["events"][0]["participants_number_id"] == (None if number_index is None else "p:0:n0")


def test_what_stands_outside_the_articles_is_kept() -> None:
    text = "奋力书写新时代工会工作新篇章 凝聚团结奋进磅礴力量\n\n" + PAGE
    (document,) = rows(text, read_layout(text))["documents"]
    kinds = {o["kind"]: o["text"] for o in document["outside"]}
    assert kinds["banner"].startswith("奋力书写")
    assert kinds["byline"] == "本报讯（记者 林晚）"
    for part in document["outside"]:
        assert text[part["start"] : part["end"]] == part["text"]


def test_evidence_of_the_publication_day_has_raw_offsets() -> None:
    layout = read_layout(PAGE)
    at = layout.view.text.index("近日")
    publication = Publication(evidence=[Evidence(at, at + 2, "told as past")])
    (document,) = document_rows(source(PAGE), Extraction(layout, publication))["documents"]
    (evidence,) = document["publication_evidence"]
    assert evidence == {
        "text": "近日",
        "start": PAGE.index("近日"),
        "end": PAGE.index("近日") + 2,
        "reason": "told as past",
    }
