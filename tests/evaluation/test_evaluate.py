"""Known tables against known gold: every figure asserted was worked out by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pipeline.errors import BaoshuError
from pipeline.evaluation import Share, Tally, evaluate

from .cases import RAW, STEM, number, span, statistic


def tally(evaluation, name):
    measure = evaluation.measures[name]
    assert isinstance(measure, Tally)
    return measure.right, measure.gold, measure.found


def share(evaluation, name):
    measure = evaluation.measures[name]
    assert isinstance(measure, Share)
    return measure.ok, measure.n


def missed(evaluation, measure):
    return [miss.words for miss in evaluation.misses if miss.measure == measure]


def test_perfect_tables_have_no_miss(score, tables):
    evaluation = score(tables)
    assert evaluation.misses == []
    for name, measure in evaluation.measures.items():
        assert measure.score() == 1.0, name
    assert tally(evaluation, "numbers exact") == (3, 3, 3)
    assert tally(evaluation, "entities ORG exact") == (2, 2, 2)
    assert tally(evaluation, "statistics whole fact right") == (3, 3, 3)
    assert share(evaluation, "date left open") == (1, 1)
    assert share(evaluation, "statistics: part of the right whole") == (1, 1)


def test_missed_and_spurious_numbers(score, tables):
    tables["numbers"] = [number("120名", 120), number("36个", 35), span("一站式") | {"number_id": "x"}]
    evaluation = score(tables)
    assert tally(evaluation, "numbers overlap") == (2, 3, 3)
    assert evaluation.measures["numbers overlap"].precision == pytest.approx(2 / 3)
    assert evaluation.measures["numbers overlap"].recall == pytest.approx(2 / 3)
    assert share(evaluation, "number value") == (1, 2)
    assert missed(evaluation, "numbers missed") == ["45名"]
    assert missed(evaluation, "numbers spurious") == ["一站式"]
    [miss] = [m for m in evaluation.misses if m.measure == "number value"]
    assert (miss.page, miss.words, miss.gold, miss.found) == (STEM, "36个", "36", "35.0")
    assert RAW[miss.start : miss.end] == "36个"


def test_wrong_ends_count_as_overlap_only(score, tables):
    tables["numbers"] = [number("共120名", 120), number("45名", 45), number("36个", 36)]
    evaluation = score(tables)
    assert tally(evaluation, "numbers exact") == (2, 3, 3)
    assert tally(evaluation, "numbers overlap") == (3, 3, 3)


def test_optional_items_are_neither_rewarded_nor_blamed(score, tables):
    tables["numbers"].append(number("一名", 1))
    tables["entities"].append(span("全市") | {"type": "GPE"})
    evaluation = score(tables)
    assert tally(evaluation, "numbers exact") == (3, 3, 3)
    assert tally(evaluation, "entities PLACE exact") == (0, 0, 0)
    assert evaluation.misses == []


def test_a_range_is_judged_by_its_ends(score, tables, gold):
    gold["articles"][0]["numbers"][0] |= {"value": None, "low": 100, "high": 200, "bound": "range"}
    tables["numbers"][0] |= {"value": None, "low": 100.0, "high": 300.0, "bound": "range"}
    evaluation = score(tables, gold)
    assert share(evaluation, "number value") == (2, 3)
    assert [(m.gold, m.found) for m in evaluation.misses if m.measure == "number value"] == [
        ("100..200", "100.0..300.0")
    ]


def test_places_are_one_kind_and_quotes_do_not_count(score, tables, gold):
    gold["articles"][0]["entities"] = [{"q": "云溪市", "in": "近日，云溪市", "type": "GPE"}]
    tables["entities"] = [span("云溪市", 1) | {"type": "LOC"}]
    evaluation = score(tables, gold)
    assert tally(evaluation, "entities PLACE exact") == (1, 1, 1)


def test_dates(score, tables):
    tables["dates"][0] |= {"start_date": dt.date(2025, 1, 1), "end_date": dt.date(2025, 1, 1)}
    tables["dates"][1] |= {"end_date": dt.date(2024, 12, 30), "relation": None, "type": "time"}
    evaluation = score(tables)
    assert share(evaluation, "date left open") == (0, 1)
    assert share(evaluation, "date interval") == (0, 1)
    assert share(evaluation, "date relation") == (1, 2)
    assert share(evaluation, "date type") == (1, 2)


def test_statistics_columns_and_confidence(score, tables):
    tables["statistics"] = [
        statistic("120名", 120, "职工", confidence=0.95),
        statistic("45名", 45, "书", part_of="elsewhere", confidence=0.65),
        statistic("一名", 1, "学员", confidence=0.65),
    ]
    tables["numbers"].append(number("一名", 1))
    tables["checks"] = [{"check_id": "c", "kind": "sum", "statistic_ids": ["s-120名", "s-一名"]}]
    evaluation = score(tables)
    assert tally(evaluation, "statistics found") == (2, 3, 3)
    assert tally(evaluation, "statistics whole fact right") == (1, 3, 3)
    assert share(evaluation, "statistics: measure") == (1, 2)
    assert share(evaluation, "statistics: part of") == (2, 2)
    assert share(evaluation, "statistics: part of the right whole") == (0, 1)
    assert share(evaluation, "checks between true statistics") == (0, 1)
    assert share(evaluation, "confidence 0.6 to 0.7: is a statistic") == (1, 2)
    assert share(evaluation, "confidence 0.6 to 0.7: whole fact right") == (0, 2)
    assert share(evaluation, "confidence 0.9 to 1.0: whole fact right") == (1, 1)


def test_events(score, tables, gold):
    gold["articles"][0]["more_events"].append({"type": "aid"})
    tables["events"][0] |= {"organizers": ["市总工会", "云岭公司"], "participants": 120.0}
    tables["events"][1] |= {"type": "visit"}
    evaluation = score(tables, gold)
    assert tally(evaluation, "primary event organizers") == (1, 1, 2)
    assert share(evaluation, "primary event participants") == (0, 1)
    # The one aid answers both that are asked for; as a found event it is right once.
    further = evaluation.measures["further events (type)"]
    assert tally(evaluation, "further events (type)") == (2, 3, 2)
    assert (further.precision, further.recall) == (0.5, pytest.approx(2 / 3))


def test_two_primary_events_are_no_answer(score, tables):
    tables["events"][1]["is_primary"] = True
    evaluation = score(tables)
    assert share(evaluation, "primary event type") == (0, 1)
    assert "primary event status" not in evaluation.measures


def test_layout(score, tables):
    tables["articles"][0] |= {"end": span("也跟上")["end"], "headlines": ["技能培训"], "reporters": []}
    tables["sentences"] = [{"text": "没有的话", "start": 0, "end": 4}]
    evaluation = score(tables)
    assert tally(evaluation, "articles (first character to last)") == (1, 1, 1)  # two characters short
    assert share(evaluation, "headline lines") == (0, 1)
    assert share(evaluation, "reporters and correspondents") == (0, 1)
    assert share(evaluation, "offsets true to the page") == (14, 15)
    assert missed(evaluation, "offsets true to the page") == ["没有的话"]


def test_an_article_elsewhere_is_missed(score, tables):
    tables["articles"] = []
    evaluation = score(tables)
    assert share(evaluation, "articles found") == (0, 1)
    assert tally(evaluation, "articles (first character to last)") == (0, 1, 0)
    assert "numbers exact" not in evaluation.measures


@pytest.mark.parametrize(
    ("start", "end", "ok"),
    [
        (dt.date(2025, 2, 28), dt.date(2025, 3, 1), True),
        (dt.date(2025, 3, 1), dt.date(2025, 3, 1), False),
        (dt.date(2024, 12, 1), dt.date(2025, 3, 28), False),  # 117 days, more than twice gold's 58
        (None, None, False),
    ],
)
def test_publication_interval(score, tables, start, end, ok):
    tables["documents"][0] |= {"publication_start": start, "publication_end": end}
    assert share(score(tables), "publication interval") == (int(ok), 1)


def test_a_document_that_is_not_there(score, tables):
    tables["documents"][0]["document_id"] = "city/another"
    evaluation = score(tables)
    assert share(evaluation, "documents found") == (0, 1)
    assert list(evaluation.measures) == ["documents found"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_page_text_from_the_raw_folder(tmp_path: Path, score, tables, encoding):
    raw = tmp_path / "raw" / "city"
    raw.mkdir(parents=True)
    (raw / f"{STEM}.txt").write_bytes(RAW.encode(encoding))
    tables["documents"][0]["raw_text"] = None
    evaluation = score(tables, raw=tmp_path / "raw")
    assert evaluation.misses == []


def test_no_text_anywhere(tmp_path: Path, score, tables):
    tables["documents"][0]["raw_text"] = None
    with pytest.raises(BaoshuError, match=r"B009.*no text of the page"):
        score(tables)


def test_no_page_in_the_raw_folder(tmp_path: Path, score, tables):
    tables["documents"][0]["raw_text"] = None
    with pytest.raises(BaoshuError, match=r"B009.*no page named"):
        score(tables, raw=tmp_path)


def test_tables_that_are_not_there(tmp_path: Path, gold):
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "a.json").write_text("{}", encoding="utf-8")
    with pytest.raises(BaoshuError, match=r"B006.*no table 'documents'"):
        evaluate(tmp_path, None, tmp_path / "gold")


def test_no_gold(tmp_path: Path):
    with pytest.raises(BaoshuError, match=r"B009.*no gold files"):
        evaluate(tmp_path, None, tmp_path)
