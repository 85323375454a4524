"""The workbook in LibreOffice Calc, which reads it as Excel does."""

import csv
import shutil
import subprocess
from pathlib import Path

import pytest

import pipeline
from pipeline.contract import table_names
from pipeline.export import write_csv, write_workbook
from pipeline.export.cells import excel_text
from tests.export.made import HOSTILE, document, version

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")


def sheets(path: Path, folder: Path, made_by: str = "") -> dict[str, list[dict[str, str]]]:
    """Each sheet's rows as LibreOffice computes them, numbers in full."""
    # separator, quote, UTF-8, from line 1, …, values not as shown but as they are, all sheets
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
    subprocess.run(
        [
            str(SOFFICE),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--convert-to", form, "--outdir", str(folder), *([made_by] if made_by else [])),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=200,
    )
    found = {}
    for made in folder.glob(f"{path.stem}-*.csv"):
        with made.open(encoding="utf-8", newline="") as file:
            found[made.stem.removeprefix(f"{path.stem}-")] = list(csv.DictReader(file))
    return found


@pytest.fixture(scope="module")
def opened(
    result: pipeline.Tables, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[dict[str, str]]]:
    folder = tmp_path_factory.mktemp("calc")
    assert result.path is not None
    write_workbook(result.path, folder / "book.xlsx")
    return sheets(folder / "book.xlsx", folder)


def test_libreoffice_opens_every_sheet(opened: dict[str, list[dict[str, str]]]) -> None:
    assert set(opened) == {"dictionary", "about", *table_names()}


@pytest.mark.parametrize("name", ["statistics", "numbers", "series", "events", "checks"])
def test_libreoffice_sees_the_same_numbers_as_parquet(
    opened: dict[str, list[dict[str, str]]], result: pipeline.Tables, name: str
) -> None:
    expected = result.arrow(name).to_pylist()
    assert len(opened[name]) == len(expected) > 0
    for cells, row in zip(opened[name], expected, strict=True):
        for column, value in row.items():
            if value is None:
                assert cells[column] == ""
            elif isinstance(value, bool):
                assert cells[column] == str(value).upper()
            elif isinstance(value, int | float):
                assert float(cells[column]) == pytest.approx(value, rel=1e-14)
            elif isinstance(value, str):
                assert cells[column] == value


def test_libreoffice_runs_nothing_that_a_page_says(tmp_path: Path) -> None:
    folder = version(tmp_path / "v", documents=[document(f"d{i}", text) for i, text in enumerate(HOSTILE)])
    write_workbook(folder, tmp_path / "x.xlsx")
    for cells, text in zip(sheets(tmp_path / "x.xlsx", tmp_path)["documents"], HOSTILE, strict=True):
        assert cells["raw_text"] == excel_text(text)[0]  # control characters and all


def test_libreoffice_runs_nothing_of_the_csv_either(tmp_path: Path) -> None:
    folder = version(tmp_path / "v", documents=[document(f"d{i}", text) for i, text in enumerate(HOSTILE)])
    write_csv(folder, tmp_path / "tables")
    shown = sheets(
        tmp_path / "tables" / "documents.csv",
        tmp_path,
        "--infilter=Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
    )
    (rows,) = shown.values() if shown else ([],)
    if not rows:  # a CSV file has one sheet, whose name older versions leave out
        with (tmp_path / "documents.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    assert len(rows) == len(HOSTILE)
    for cells, text in zip(rows, HOSTILE, strict=True):
        if text.isprintable() and text.startswith(("=", "@")):
            assert cells["raw_text"] == "'" + text
