"""The review sheet: what it shows, and that decisions come back out of it, whatever program saved it."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

import pipeline
from pipeline.contract import table
from pipeline.corrections import csv_bytes, read_corrections
from pipeline.errors import BaoshuError
from pipeline.review import facts_to_review, read_sheet, write_sheet
from pipeline.review.facts import figure_in
from pipeline.review.words import editable, labels
from tests.corrections.rows import row

LABELS = {"service_stations": "服务驿站", "participants": "参加人数"}
SHEET = labels()["sheet"]


@pytest.fixture
def sheet(plain: pipeline.Tables, tmp_path: Path) -> Path:
    path = tmp_path / "review.xlsx"
    write_sheet(facts(plain), path, LABELS)
    return path


def facts(result: pipeline.Tables, **chosen: Any) -> list[dict[str, Any]]:
    assert result.path is not None
    return facts_to_review(result.path, **chosen).rows


def columns(sheet: Worksheet) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in sheet[2]}


def edit(path: Path, changes: dict[str, dict[str, Any]]) -> Path:
    """Another program's copy of the sheet with cells changed: id -> column -> value."""
    book = openpyxl.load_workbook(path)
    page = book[SHEET]
    names = columns(page)
    for cells in page.iter_rows(min_row=3):
        for name, value in changes.get(str(cells[names["statistic_id"] - 1].value), {}).items():
            cells[names[name] - 1].value = value
    edited = path.with_name("edited.xlsx")
    book.save(edited)
    return edited


def said(path: Path) -> list[tuple[str, str, str, str]]:
    found = read_sheet(path)
    assert not found.faults
    return [(c.id, c.action, c.column, c.value) for c in found.corrections]


def test_facts_come_least_certain_first_with_their_words(plain: pipeline.Tables) -> None:
    found = facts(plain)
    confidences = [f["confidence"] for f in found]
    assert confidences == sorted(confidences)
    assert len(found) == plain.row_count("statistics")
    for fact in found:
        start, end = fact["figure"]
        assert fact["sentence"][start:end] == fact["text"]
        assert fact["title"]


def test_facts_are_chosen(plain: pipeline.Tables) -> None:
    assert plain.path is not None
    assert {f["confidence"] < 0.9 for f in facts(plain, below=0.9)} == {True}
    assert {f["indicator"] for f in facts(plain, indicators=["service_visits"])} == {"service_visits"}
    some = facts_to_review(plain.path, limit=2)
    assert (len(some.rows), some.fitting) == (2, 13)


@pytest.mark.parametrize(
    ("sentence", "before", "text", "found"),
    [
        ("共有12个，另有12个", "共有12个，另\n　有", "12个", (8, 11)),
        ("共有1 2个", "共有", "12个", (2, 6)),
        ("共有12个", "共有照片说明", "12个", (2, 5)),
        ("共有12个", "", "13个", None),
        ("", "", "", None),
    ],
)
def test_the_figure_is_found_in_its_sentence(
    sentence: str, before: str, text: str, found: tuple[int, int] | None
) -> None:
    assert figure_in(sentence, before, text) == found


def test_the_sheet_is_fit_to_work_with(sheet: Path) -> None:
    book = openpyxl.load_workbook(sheet, rich_text=True)
    page = book[SHEET]
    assert page.freeze_panes == "D3"
    assert page.auto_filter.ref
    assert [s for s in book.sheetnames if book[s].sheet_state == "hidden"] == ["_lists", "_originals"]
    names = columns(page)
    assert page.cell(1, names["status"]).value == "状态"
    assert any("planned" in str(c.value) for r in book["_lists"] for c in r)
    rules = {str(r.sqref).split(":")[0].rstrip("0123456789"): r for r in page.data_validations.dataValidation}
    for name in ("decision", "indicator", "status", "bound", "per", "aggregation", "place_basis"):
        assert rules[page.cell(3, names[name]).column_letter].type == "list", name
    assert rules[page.cell(3, names["sentence"]).column_letter].type == "custom"
    sentence = page.cell(3, names["sentence"]).value
    (figure,) = [part for part in sentence if not isinstance(part, str) and part.font.b]
    assert figure.text == page.cell(3, names["text"]).value
    assert page.row_dimensions[3].height >= 15
    value = page.cell(3, names["value"])
    assert isinstance(value.value, int | float)
    ends = [page.cell(r, names["period_end"]).value for r in range(3, page.max_row + 1)]
    assert any(isinstance(end, dt.datetime) for end in ends)


def test_every_closed_list_has_chinese_for_its_codes() -> None:
    for column in editable():
        assert set(labels()["codes"].get(column.name, {})) == set(column.values)
    assert {c.name for c in table("statistics").columns if c.correctable} - {c.name for c in editable()} == {
        "part_of"
    }


def test_an_unchanged_sheet_decides_nothing(sheet: Path) -> None:
    assert said(sheet) == []
    assert said(edit(sheet, {})) == []


def test_only_what_was_changed_becomes_a_correction(sheet: Path) -> None:
    changes: dict[str, dict[str, Any]] = {
        "a1:0:f1": {"value": 13, "status": "planned 计划", "decision": "错 wrong"},
        "a1:0:f3": {"decision": "对 right"},
        "a1:0:f4": {"decision": "不是事实 not a fact", "value": 7},
        "a2:0:f0": {"period_end": dt.datetime(2024, 4, 29), "place": None, "adcode": 110105},
        "a3:0:f1": {"indicator": "participants 参加人数", "note": "看第二段"},
        "a4:0:f0": {
            "value": "85",
            "status": "实际",
            "subject": " 青河市总工会 ",
            "indicator": "service_stations",
        },
    }
    found = said(edit(sheet, changes))
    (confirmed,) = [line for line in found if line[1] == "confirm"]
    found.remove(confirmed)
    assert sorted(found) == sorted(
        [
            ("a1:0:f1", "set", "value", "13"),
            ("a1:0:f1", "set", "status", "planned"),
            ("a1:0:f4", "reject", "", ""),
            ("a2:0:f0", "set", "period_end", "2024-04-29"),
            ("a2:0:f0", "clear", "place", ""),
            ("a2:0:f0", "set", "adcode", "110105"),
            ("a3:0:f1", "set", "indicator", "participants"),
        ]
    )
    assert confirmed[:3] == ("a1:0:f3", "confirm", "")
    assert "value=120 | low=120 | high=120 | bound=exact" in confirmed[3]
    (noted,) = [c for c in read_sheet(edit(sheet, changes)).corrections if c.id == "a3:0:f1"]
    assert (noted.note, noted.document_id, noted.text) == ("看第二段", "a3", "80个")


def test_what_cannot_be_read_back_is_said_and_the_rest_taken(sheet: Path) -> None:
    changes = {
        "a1:0:f1": {"value": "many"},
        "a1:0:f2": {"status": "maybe"},
        "a1:0:f3": {"decision": "?"},
        "a1:0:f4": {"decision": "错 wrong"},
        "a1:0:f5": {"note": "哦"},
        "a2:0:f0": {"status": None},
        "a2:0:f1": {"statistic_id": "a2:0:f7"},
        "a3:0:f1": {"value": 81},
    }
    found = read_sheet(edit(sheet, changes))
    assert [(c.id, c.value) for c in found.corrections] == [("a3:0:f1", "81")]
    text = "\n".join(found.faults)
    assert len(found.faults) == 7
    for words in (
        "'many' is no number",
        "'maybe' is none of actual",
        "'?' is none of 对",
        "no cell is changed",
    ):
        assert words in text
    for words in (
        "a note without",
        "status cannot be empty",
        "'a2:0:f7' is none that the sheet was written with",
    ):
        assert words in text
    assert all(fault.startswith("row ") for fault in found.faults)


def test_a_percent_that_a_program_made_a_share_of_is_said(sheet: Path) -> None:
    found = read_sheet(edit(sheet, {"a2:0:f1": {"value": 0.96}}))
    assert not found.corrections
    assert "write 35, not 35%" in found.faults[0]
    assert said(edit(sheet, {"a2:0:f1": {"value": 96}})) == [("a2:0:f1", "set", "value", "96")]


def test_rows_may_be_sorted_and_columns_taken_out(sheet: Path) -> None:
    path = edit(sheet, {"a1:0:f1": {"value": 13}})
    book = openpyxl.load_workbook(path)
    page = book[SHEET]
    cells = [[c.value for c in line] for line in page.iter_rows(min_row=3)]
    for number, line in enumerate(reversed(cells), start=3):
        for column, value in enumerate(line, start=1):
            page.cell(number, column).value = value
    page.delete_cols(columns(page)["measure"], 2)
    book.save(path)
    assert said(path) == [("a1:0:f1", "set", "value", "13")]


@pytest.mark.parametrize("broken", ["text", "other", "without"])
def test_a_file_that_is_no_sheet_of_ours_is_refused(sheet: Path, tmp_path: Path, broken: str) -> None:
    path = tmp_path / "x.xlsx"
    if broken == "text":
        path.write_text("no workbook")
    elif broken == "other":
        openpyxl.Workbook().save(path)
    else:
        book = openpyxl.load_workbook(sheet)
        book.remove(book["_originals"])
        book.save(path)
    with pytest.raises(BaoshuError, match=r"B016.*x\.xlsx"):
        read_sheet(path)


HOSTILE = [
    "=1+1",
    "@SUM(A1)",
    "+cmd|' /C calc'!A0",
    "-2",
    "<script>",
    "_x0041_",
    "a\x01b",
    "https://a.b",
    "'=x",
    "007",
]


def hostile_facts(plain: pipeline.Tables) -> list[dict[str, Any]]:
    found = facts(plain)[: len(HOSTILE)]
    for fact, text in zip(found, HOSTILE, strict=True):
        fact |= {"subject": text, "measure": text, "sentence": text + fact["sentence"], "title": text}
        fact["figure"] = (len(text), len(text) + 2)
    return found


def test_hostile_cells_are_words_and_come_back_unharmed(plain: pipeline.Tables, tmp_path: Path) -> None:
    path = tmp_path / "hostile.xlsx"
    write_sheet(hostile_facts(plain), path, {"=x": "=1"})
    book = openpyxl.load_workbook(path)
    for page in book:
        for line in page.iter_rows():
            for cell in line:
                assert cell.data_type != "f", cell.value
                assert cell.hyperlink is None
    page = book[SHEET]
    subject = page.cell(3, columns(page)["subject"])
    assert (subject.value, subject.quotePrefix) == ("=1+1", True)
    assert said(path) == []
    assert said(edit(path, {})) == []


def office() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


@pytest.mark.skipif(
    office() is None, reason="LibreOffice is not on this machine (apt-get install libreoffice-calc-nogui)"
)
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_sheet_that_libreoffice_saved_again_reads_the_same(
    plain: pipeline.Tables, sheet: Path, tmp_path: Path, kind: str
) -> None:
    hostile = tmp_path / "hostile.xlsx"
    write_sheet(hostile_facts(plain), hostile, LABELS)
    changes: dict[str, dict[str, Any]] = {
        "a1:0:f1": {"value": 13.5, "status": "planned 计划"},
        "a2:0:f0": {"period_end": dt.datetime(2024, 4, 29), "decision": "对 right"},
        "a4:0:f0": {"decision": "不是事实 not a fact"},
    }
    edited = edit(sheet, changes)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    words = [
        office(),
        profile,
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        tmp_path / "again",
        sheet,
        edited,
        hostile,
    ]
    subprocess.run(list(map(str, words)), check=True, capture_output=True, timeout=200)
    again = tmp_path / "again"
    assert said(again / f"review.{kind}") == []
    assert said(again / f"hostile.{kind}") == []
    assert said(again / f"edited.{kind}") == said(edited)
    assert len(said(edited)) == 5


def test_a_decided_fact_does_not_come_up_again(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = pipeline.run(raw, out)
    assert result.path is not None
    first = facts(result)
    csv = out / "corrections.csv"
    lines = ["a1:0:f1,set,value,13", "a1:0:f3,confirm,,", "a3:0:f1,set,value,80", "a1:0:f2,reject,,"]
    csv.write_text("id,action,column,value\n" + "\n".join(lines) + "\n", encoding="utf-8")
    waiting = facts_to_review(result.path, read_corrections(csv).lines)
    assert waiting.fitting == len(first) - 4
    result = pipeline.run(raw, out)
    left = {f["statistic_id"] for f in facts(result)}
    assert len(left) == len(first) - 4
    assert not left & {line.split(",")[0] for line in lines}
    assert len(facts(result, everything=True)) == len(first) - 1
    assert row(result, "statistics", "a1:0:f3")["confirmed"]


def test_what_was_confirmed_with_changes_is_confirmed_by_the_run(raw: Path, tmp_path: Path) -> None:
    out, path = tmp_path / "out", tmp_path / "review.xlsx"
    write_sheet(facts(pipeline.run(raw, out)), path, LABELS)
    right = {"decision": "对 right"}
    changes = {
        "a1:0:f1": right | {"value": 13},
        "a2:0:f0": right | {"place": "北京市朝阳区"},
        "a3:0:f1": right,
    }
    lines = read_sheet(edit(path, changes)).corrections
    (out / "corrections.csv").write_bytes(csv_bytes(lines))
    result = pipeline.run(raw, out)
    assert {r["state"] for r in result.arrow("corrections").to_pylist()} == {"applied"}
    assert all(row(result, "statistics", i)["confirmed"] for i in changes)
    text = (raw / "a3.txt").read_text(encoding="utf-8")
    (raw / "a3.txt").write_text(text.replace("截至2023年底", "截至2022年底"), encoding="utf-8")
    result = pipeline.run(raw, out)
    (gone,) = [r for r in result.arrow("corrections").to_pylist() if r["state"] == "not_found"]
    assert "period_end is 2022-12-31 now, 2023-12-31 was confirmed" in gone["reason"]
    waiting = facts(result, decided=read_corrections(out / "corrections.csv").lines)
    assert "a3:0:f1" in {f["statistic_id"] for f in waiting}
    assert "a1:0:f1" not in {f["statistic_id"] for f in waiting}
