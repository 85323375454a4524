"""What a correction does to a row, what follows from it, and what is refused in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

import pipeline
from pipeline.corrections import Correction, check, correct_rows, tables_touched
from pipeline.corrections.decisions import InvalidError
from pipeline.corrections.model import Verdict
from pipeline.tables import Rows

CODES = ("service_stations", "participants")


def document(plain: pipeline.Tables, name: str, tables: set[str]) -> Rows:
    found: Rows = {}
    for table in tables:
        rows = plain.arrow(table).to_pylist()
        found[table] = [
            r for r in rows if r.get("document_id", r.get("article_id", "")).split(":")[0] == name
        ]
    return found


def correct(plain: pipeline.Tables, name: str, *lines: Correction) -> tuple[Rows, list[Verdict]]:
    checked = [check(line, index, CODES) for index, line in enumerate(lines)]
    rows = document(plain, name, tables_touched(c.table for c in checked))
    verdicts = correct_rows(rows, checked)
    return rows, [verdicts[i] for i in range(len(lines))]


def to(row_id: str, column: str, value: str, table: str = "statistics", **more: Any) -> Correction:
    return Correction(
        table=table, id=row_id, column=column, value=value, action="set" if value else "clear", **more
    )


def test_low_and_high_follow_the_value(plain: pipeline.Tables) -> None:
    rows, (verdict,) = correct(plain, "a1", to("a1:0:f1", "value", "1,200"))
    fact = rows["statistics"][1]
    assert (fact["value"], fact["low"], fact["high"], fact["bound"]) == (1200.0, 1200.0, 1200.0, "exact")
    assert (fact["corrected"], fact["corrected_columns"]) == (True, ["value", "low", "high"])
    assert (verdict.state, verdict.old_value, verdict.found_id) == ("applied", "12", "a1:0:f1")


def test_low_and_high_follow_the_bound_unless_they_are_decided(plain: pipeline.Tables) -> None:
    rows, _ = correct(plain, "a1", to("a1:0:f1", "bound", "at_least"))
    assert [rows["statistics"][1][c] for c in ("value", "low", "high")] == [12.0, 12.0, None]
    lines = [to("a1:0:f1", c, v) for c, v in (("bound", "range"), ("low", "10"), ("high", "15"))]
    rows, _ = correct(plain, "a1", *lines)
    assert [rows["statistics"][1][c] for c in ("value", "low", "high")] == [None, 10.0, 15.0]


def test_the_code_follows_the_place(plain: pipeline.Tables) -> None:
    rows, _ = correct(plain, "a1", to("a1:0:f1", "place", "北京市朝阳区"))
    assert (rows["statistics"][1]["adcode"], rows["statistics"][1]["place_basis"]) == ("110105", "subject")
    rows, _ = correct(plain, "a1", to("a1:0:f1", "place", ""))
    assert [rows["statistics"][1][c] for c in ("place", "adcode", "place_basis")] == [None, None, None]


def test_facts_follow_their_number_unless_they_are_corrected(plain: pipeline.Tables) -> None:
    rows, _ = correct(plain, "a1", to("a1:0:n3", "value", "121", "numbers"))
    assert rows["statistics"][3]["value"] == 121.0
    assert rows["statistics"][3]["corrected_columns"] == ["value", "low", "high"]
    rows, _ = correct(plain, "a1", to("a1:0:f3", "value", "122"), to("a1:0:n3", "value", "121", "numbers"))
    assert rows["statistics"][3]["value"] == 122.0


def test_checks_and_series_follow(plain: pipeline.Tables) -> None:
    rows, _ = correct(plain, "a1", to("a1:0:f4", "value", "60"), to("a1:0:f5", "status", "planned"))
    (total,) = [c for c in rows["checks"] if c["kind"] == "sum"]
    assert (total["found"], total["passed"]) == (130.0, False)
    assert rows["statistics"][5]["series_id"] is None


def test_what_is_not_a_fact_is_dropped_and_its_parts_have_no_whole(plain: pipeline.Tables) -> None:
    rows, (verdict,) = correct(plain, "a1", Correction(id="a1:0:f3", value="not a fact"))
    assert "a1:0:f3" not in [f["statistic_id"] for f in rows["statistics"]]
    assert {f["part_of"] for f in rows["statistics"]} == {None}
    assert [c["kind"] for c in rows["checks"]] == ["repeat"]
    assert (verdict.state, verdict.found_id) == ("applied", "a1:0:f3")


def test_the_article_follows_its_primary_event(plain: pipeline.Tables) -> None:
    rows, _ = correct(plain, "a2", to("a2:0:v0", "type", "fair", "events"))
    assert (rows["articles"][0]["event_type"], rows["articles"][0]["corrected_columns"]) == (
        "fair",
        ["event_type"],
    )


def test_lists_dates_and_words_of_other_tables(plain: pipeline.Tables) -> None:
    rows, _ = correct(
        plain,
        "a1",
        to("a1:0:v0", "organizers", "青河市总工会；青河市文旅局", "events"),
        to("a1:0:v0", "start_date", "2024/3/8", "events"),
        to("a1:0", "title", "驿站", "articles"),
        to("a1:0:e1", "name", "北京市总工会", "entities"),
        to("a1:0:d0", "mod", "", "dates"),
    )
    event = rows["events"][0]
    assert event["organizers"] == ["青河市总工会", "青河市文旅局"]
    assert event["start_date"] == dt.date(2024, 3, 8)
    assert rows["articles"][0]["title"] == "驿站"
    assert [e["org_adcode"] for e in rows["entities"] if e["entity_id"] == "a1:0:e1"] == ["110000"]


def test_later_lines_overrule_earlier_ones(plain: pipeline.Tables) -> None:
    reject = Correction(id="a1:0:f1", action="reject")
    rows, verdicts = correct(
        plain,
        "a1",
        to("a1:0:f1", "value", "1"),
        reject,
        to("a1:0:f1", "value", "2"),
        to("a1:0:f1", "value", "3"),
    )
    assert rows["statistics"][1]["value"] == 3.0
    assert [v.state for v in verdicts] == ["superseded", "superseded", "superseded", "applied"]
    rows, verdicts = correct(plain, "a1", to("a1:0:f1", "value", "3"), reject)
    assert len(rows["statistics"]) == 5
    assert [v.state for v in verdicts] == ["superseded", "applied"]


def test_confirmed_rows_are_marked_and_stay_as_they_are(plain: pipeline.Tables) -> None:
    rows, _ = correct(plain, "a1", Correction(id="a1:0:f1", action="对"))
    fact = rows["statistics"][1]
    assert (fact["confirmed"], fact["corrected"], fact["corrected_columns"]) == (True, False, [])


def test_a_confirmation_ends_with_what_it_confirmed(plain: pipeline.Tables) -> None:
    line = Correction(id="a1:0:f1", action="confirm", value="measure=职工驿站 | value=12 | per= | later=1")
    rows, (verdict,) = correct(plain, "a1", line)
    assert (verdict.state, rows["statistics"][1]["confirmed"]) == ("applied", True)
    rows, (verdict,) = correct(plain, "a1", replace(line, value="value=11 | per="))
    assert (verdict.state, rows["statistics"][1]["confirmed"]) == ("not_found", False)
    assert verdict.reason == "value is 12 now, 11 was confirmed"


def test_what_the_extractor_says_itself_is_no_correction(plain: pipeline.Tables) -> None:
    rows, (verdict,) = correct(plain, "a1", to("a1:0:f1", "value", "12"))
    assert verdict.state == "agrees"
    assert not rows["statistics"][1]["corrected"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"period_start": "2025-01-01", "period_end": "2024-01-01"},
            "period_start 2025-01-01 would be after",
        ),
        ({"value": ""}, "an exact figure needs a value"),
        ({"bound": "about", "value": ""}, "needs value, low or high"),
        ({"bound": "range", "low": "9", "high": "3"}, "low 9.0 would be after high 3.0"),
        ({"part_of": "a1:0:f77"}, "is no fact of the document"),
        ({"part_of": "a1:0:f1"}, "a part of itself"),
    ],
)
def test_what_a_row_cannot_say_is_not_applied(
    plain: pipeline.Tables, changes: dict[str, str], said: str
) -> None:
    if "low" not in changes and "bound" in changes:
        changes |= {"low": "", "high": ""}
    before = document(plain, "a1", {"statistics"})["statistics"]
    rows, verdicts = correct(plain, "a1", *(to("a1:0:f1", *change) for change in changes.items()))
    assert {v.state for v in verdicts} == {"invalid"}
    assert said in str(verdicts[0].reason)
    assert rows["statistics"] == before


AT = {"document_id": "a4", "text": "20个"}


def test_offsets_go_before_ids(plain: pipeline.Tables) -> None:
    fact = plain.arrow("statistics").to_pylist()[-1]
    where = AT | {"start": str(fact["start"]), "end": f"{fact['end']}.0"}
    _, (verdict,) = correct(plain, "a4", to("a4:0:f0", "value", "21", **where))
    assert (verdict.state, verdict.found_id, verdict.reason) == (
        "applied",
        "a4:0:f1",
        "its id is a4:0:f1 now",
    )


def test_words_are_looked_for_where_the_page_has_moved(plain: pipeline.Tables) -> None:
    _, (verdict,) = correct(plain, "a4", to("a4:0:f0", "value", "21", **AT, start="3", end="6"))
    assert (verdict.state, verdict.found_id) == ("applied", "a4:0:f1")
    assert "found at" in str(verdict.reason)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (to("a1:0:f9", "value", "1"), "statistics has no row a1:0:f9"),
        (to("a1:0:f1", "value", "1", text="13个"), "at a1:0:f1 there is '12个' now, not '13个'"),
        (to("", "value", "1", document_id="a1", start="0", end="3", text="12个"), "2 times elsewhere"),
        (to("", "value", "1", document_id="a1", start="0", end="3"), "no row 0:3 of a1"),
    ],
)
def test_a_row_that_is_not_there_is_said(plain: pipeline.Tables, line: Correction, said: str) -> None:
    rows, (verdict,) = correct(plain, "a1", line)
    assert verdict.state == "not_found"
    assert said in str(verdict.reason)
    assert rows["statistics"] == document(plain, "a1", {"statistics"})["statistics"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (Correction(table="series", id="x"), "table = 'series' is none of articles, entities, dates"),
        (Correction(id="x"), "'x' is no id of statistics"),
        (Correction(document_id="a"), "start and end are needed"),
        (Correction(id="a:0:f1", start="3"), "start and end go together"),
        (Correction(id="a:0:f1", start="three", end="4"), "start = 'three' is no whole number"),
        (Correction(id="a:0:f1"), "action = '' is none of set, clear, reject, confirm"),
        (Correction(id="a:0:f1", action="maybe"), "action = 'maybe' is none of set"),
        (Correction(id="a:0:f1", action="reject", column="value"), "leave column empty"),
        (Correction(id="a:0:f1", action="set"), "there is no column; can be corrected: indicator, measure"),
        (
            to("a:0:f1", "colour", "red"),
            "column = 'colour' is no column of statistics; can be corrected: indicator",
        ),
        (to("a:0:f1", "start", "3"), "statistics.start cannot be corrected"),
        (to("a:0", "event_type", "fair", "articles"), "correct `type` in events"),
        (to("a:0:f1", "status", "plan"), "status = 'plan' is none of actual, planned, rule"),
        (to("a:0:f1", "value", "1.2万"), "value = '1.2万' is no number.*12000"),
        (to("a:0:f1", "value", "nan"), "is no number"),
        (to("a:0:f1", "period_end", "2024-02-30"), "period_end: '2024-02-30' is no calendar date"),
        (to("a:0:f1", "adcode", "11"), "six digits"),
        (
            to("a:0:f1", "indicator", "stations"),
            "indicator = 'stations' is none of participants, service_stations",
        ),
        (to("a:0:f1", "status", ""), "status cannot be empty; it is one of actual"),
        (Correction(id="a:0:f1", column="place"), "place: there is no value; the action `clear`"),
        (Correction(id="a:0:f1", action="clear", column="place", value="x"), "takes no value"),
        (Correction(table="numbers", id="a:0:n1", action="reject"), "rows of numbers cannot be dropped"),
        (to("a:0:n1", "indefinite", "maybe", "numbers"), "neither true"),
    ],
)
def test_what_cannot_be_is_said_with_what_can(line: Correction, said: str) -> None:
    with pytest.raises(InvalidError, match=f"(?s){said}"):
        check(line, 0, CODES)
