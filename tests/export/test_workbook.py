"""The Excel workbook, as a program sees it. What LibreOffice makes of it stands in test_libreoffice."""

import datetime as dt
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

import pipeline
from pipeline.contract import contract, table_names
from pipeline.errors import BaoshuError
from pipeline.export import write_workbook
from pipeline.export.cells import excel_text
from tests.export.made import HOSTILE, document, version


@pytest.fixture(scope="module")
def book(result: pipeline.Tables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("xlsx") / "表.xlsx"
    assert result.path is not None
    done = write_workbook(result.path, path)
    assert done.notes == []
    assert done.rows == {name: result.row_count(name) for name in table_names()}
    return path


def test_the_dictionary_comes_first_then_one_sheet_a_table(book: Path) -> None:
    sheets = openpyxl.load_workbook(book, read_only=True).sheetnames
    assert sheets == ["dictionary", *table_names(), "about"]


def test_the_dictionary_names_every_column_of_the_contract(book: Path) -> None:
    sheet = openpyxl.load_workbook(book)["dictionary"]
    rows = {
        (r[0], r[1].removesuffix(" (key)")): r for r in sheet.iter_rows(min_row=2, values_only=True) if r[1]
    }
    assert set(rows) == {(t.name, c.name) for t in contract().values() for c in t.columns}
    assert rows["numbers", "bound"][2] == contract()["numbers"].column("bound").zh
    assert "at_least" in rows["numbers", "bound"][6]
    link = sheet["A2"].hyperlink
    assert (link.location, sheet["A2"].value) == ("'documents'!A1", "documents")


def test_headers_are_frozen_and_filtered_and_explained(book: Path) -> None:
    opened = openpyxl.load_workbook(book)
    for name, table in contract().items():
        sheet = opened[name]
        assert [c.value for c in sheet[1]] == [c.name for c in table.columns]
        assert sheet.freeze_panes == "B2"
        first, last = sheet.auto_filter.ref.split(":")
        assert first == "A1"
        assert sheet[last].column == len(table.columns)
        assert table.columns[0].zh in sheet["A1"].comment.text
        widths = [d.width for d in sheet.column_dimensions.values()]
        assert all(8 < w < 60 for w in widths)


def test_days_times_numbers_and_truths_are_real_ones(book: Path, result: pipeline.Tables) -> None:
    opened = openpyxl.load_workbook(book, read_only=True)
    seen = set()
    for name in ("documents", "statistics", "runs"):
        rows = opened[name].iter_rows(values_only=True)
        names = next(rows)
        for cells, expected in zip(rows, result.arrow(name).to_pylist(), strict=True):
            for column, value in zip(names, cells, strict=False):
                wanted = expected[column]
                if isinstance(wanted, dt.datetime):
                    assert abs(value - wanted.replace(tzinfo=None)) < dt.timedelta(milliseconds=1)
                elif isinstance(wanted, dt.date):
                    assert value == dt.datetime.combine(wanted, dt.time())
                elif isinstance(wanted, float):
                    assert value == pytest.approx(wanted, rel=1e-14)
                elif not isinstance(wanted, list):
                    assert (value or None) == (wanted or None)
                seen.add(type(wanted))
    assert {dt.date, dt.datetime, float, int, bool, str} <= seen


def test_nothing_a_page_says_becomes_a_formula_or_a_link(tmp_path: Path) -> None:
    folder = version(tmp_path / "v", documents=[document(f"d{i}", text) for i, text in enumerate(HOSTILE)])
    write_workbook(folder, tmp_path / "x.xlsx")
    with zipfile.ZipFile(tmp_path / "x.xlsx") as archive:
        sheet = archive.read("xl/worksheets/sheet2.xml").decode()
        assert "<f>" not in sheet
        assert "<hyperlink" not in sheet
        assert not any("externalLink" in name for name in archive.namelist())
    rows = list(openpyxl.load_workbook(tmp_path / "x.xlsx")["documents"].iter_rows(min_row=2))
    for row, text in zip(rows, HOSTILE, strict=True):
        assert row[-1].data_type == "s"
        value = re.sub(r"_x([0-9A-F]{4})_", lambda m: chr(int(m[1], 16)), row[-1].value)
        assert value == excel_text(text)[0]
        assert row[10].value == "text: =1, start: 0, end: 2, reason: -x"


def test_more_rows_than_a_sheet_holds_go_on_in_the_next_and_it_says_so(
    result: pipeline.Tables, tmp_path: Path
) -> None:
    assert result.path is not None
    done = write_workbook(result.path, tmp_path / "x.xlsx", max_rows=201)
    count = result.row_count("statistics")
    opened = openpyxl.load_workbook(tmp_path / "x.xlsx", read_only=True)
    parts = [n for n in opened.sheetnames if re.fullmatch(r"statistics(_\d)?", n)]
    assert parts == ["statistics", "statistics_2", "statistics_3"]
    ids = [row[0] for n in parts for row in opened[n].iter_rows(min_row=2, max_col=1, values_only=True)]
    assert ids == result.arrow("statistics")["statistic_id"].to_pylist()
    (note,) = [n for n in done.notes if n.startswith("statistics:")]
    assert f"{count} rows" in note
    assert "statistics_2, statistics_3" in note
    about = [c for row in opened["about"].iter_rows(values_only=True) for c in row]
    assert note in about


def test_cells_longer_than_excel_holds_are_cut_and_it_says_so(tmp_path: Path) -> None:
    folder = version(tmp_path / "v", documents=[document("a", "长" * 40_000), document("b", "短")])
    done = write_workbook(folder, tmp_path / "x.xlsx")
    (note,) = done.notes
    assert note.startswith("documents: 1 cells are longer")
    long, short = [
        r[-1]
        for r in openpyxl.load_workbook(tmp_path / "x.xlsx")["documents"].iter_rows(
            min_row=2, values_only=True
        )
    ]
    assert len(long) <= 32_767
    assert "40000" in long
    assert short == "短"


def test_days_and_numbers_that_excel_would_change_are_text(tmp_path: Path) -> None:
    old = document("a", "x") | {"publication_start": dt.date(1899, 12, 31), "char_count": 2**60}
    write_workbook(version(tmp_path / "v", documents=[old]), tmp_path / "x.xlsx")
    row = next(
        openpyxl.load_workbook(tmp_path / "x.xlsx")["documents"].iter_rows(min_row=2, values_only=True)
    )
    assert "1899-12-31" in row
    assert str(2**60) in row


def test_the_same_result_gives_the_same_file(tmp_path: Path) -> None:
    folder = version(tmp_path / "v", documents=[document("a", "甲")])
    for name in ("x.xlsx", "y.xlsx"):
        write_workbook(folder, tmp_path / name)
    assert (tmp_path / "x.xlsx").read_bytes() == (tmp_path / "y.xlsx").read_bytes()


def test_a_workbook_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(BaoshuError, match="B019"):
        write_workbook(version(tmp_path / "v"), tmp_path / "file" / "x.xlsx")
    assert (tmp_path / "file").read_text() == "mine"
    (tmp_path / "folder.xlsx").mkdir()
    with pytest.raises(BaoshuError, match="B019"):
        write_workbook(version(tmp_path / "v"), tmp_path / "folder.xlsx")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "folder.xlsx", "v"]
