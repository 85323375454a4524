"""CSV files: Excel reads the Chinese, programs get the text back, nothing runs."""

import csv
import datetime as dt
import json
from pathlib import Path

import pandas as pd
import pytest

import pipeline
from pipeline.contract import contract, table_names
from pipeline.errors import BaoshuError
from pipeline.export import write_csv
from pipeline.export.cells import undefused
from tests.export.made import HOSTILE, RUN, document, version


@pytest.fixture(scope="module")
def tables(result: pipeline.Tables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("csv") / "表"
    assert result.path is not None
    assert write_csv(result.path, folder) == {n: result.row_count(n) for n in table_names()}
    return folder


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_table_is_a_file_with_a_byte_order_mark(tables: Path) -> None:
    assert {p.name for p in tables.iterdir()} == {*(f"{n}.csv" for n in table_names()), "datapackage.json"}
    for name in table_names():
        raw = (tables / f"{name}.csv").read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf" + contract()[name].columns[0].name.encode())


def test_rows_are_those_of_parquet(tables: Path, result: pipeline.Tables) -> None:
    for name in table_names():
        rows = result.arrow(name).to_pylist()
        for cells, row in zip(read(tables / f"{name}.csv"), rows, strict=True):
            for column, value in row.items():
                cell = cells[column]
                if value is None:
                    assert cell == ""
                elif isinstance(value, bool):
                    assert cell == str(value).lower()
                elif isinstance(value, int | float):
                    assert float(cell) == value
                elif isinstance(value, list):
                    assert json.loads(undefused(cell)) == value
                elif isinstance(value, dt.datetime):
                    assert dt.datetime.fromisoformat(cell) == value
                else:
                    assert undefused(cell) == (value.isoformat() if isinstance(value, dt.date) else value)


def test_hostile_cells_are_defused_and_come_back(tmp_path: Path) -> None:
    rows = [document(f"=d{i}", text) for i, text in enumerate(HOSTILE)]
    write_csv(version(tmp_path / "v", documents=rows), tmp_path / "tables")
    for cells, text in zip(read(tmp_path / "tables" / "documents.csv"), HOSTILE, strict=True):
        assert cells["document_id"].startswith("'=d")
        assert undefused(cells["raw_text"]) == text
        assert not cells["raw_text"].startswith(("=", "@", "\t", "\r", "＝"))


def test_the_documented_way_back_in_pandas(tmp_path: Path) -> None:
    import re

    guide = (Path(__file__).parents[2] / "docs" / "export.md").read_text(encoding="utf-8")
    (pattern, group) = re.search(r'replace\(r"(.+?)", r"(.+?)", regex=True\)', guide).groups()  # type: ignore[union-attr]
    rows = [document(f"d{i}", text) for i, text in enumerate(HOSTILE)]
    write_csv(version(tmp_path / "v", documents=rows), tmp_path / "tables")
    frame = pd.read_csv(tmp_path / "tables" / "documents.csv", lineterminator=None, dtype={"raw_text": str})
    back = frame["raw_text"].str.replace(pattern, group, regex=True)
    assert back.tolist() == list(HOSTILE)


def test_negative_numbers_stay_numbers(tmp_path: Path) -> None:
    write_csv(version(tmp_path / "v", runs=[RUN]), tmp_path / "tables")
    assert read(tmp_path / "tables" / "runs.csv")[0]["chars_per_second"] == "-2.5"


def test_null_and_empty_text_differ(tmp_path: Path) -> None:
    row = document("a", "x") | {"publication_conflict": "", "source": None}
    write_csv(version(tmp_path / "v", documents=[row]), tmp_path / "tables")
    line = (tmp_path / "tables" / "documents.csv").read_text(encoding="utf-8-sig").splitlines()[1]
    assert ',"",,"[]","x"' in line


def test_the_package_describes_the_files(tables: Path) -> None:
    package = json.loads((tables / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        with (tables / resource["path"]).open(encoding="utf-8-sig") as file:
            header = next(csv.reader(file))
        assert header == [field["name"] for field in resource["schema"]["fields"]]


def test_a_second_export_replaces_the_first_and_leaves_other_files(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "mine.txt").write_text("keep me")
    for text in ("甲", "乙"):
        write_csv(version(tmp_path / text, documents=[document("a", text)]), tmp_path / "tables")
    assert read(tmp_path / "tables" / "documents.csv")[0]["raw_text"] == "乙"
    assert (tmp_path / "tables" / "mine.txt").read_text() == "keep me"
    assert not list((tmp_path / "tables").glob(".*"))


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BaoshuError, match="B019"):
        write_csv(version(tmp_path / "v"), tmp_path / "file" / "tables")


@pytest.mark.parametrize("there", ["current", "corrections.csv"])
def test_a_result_folder_and_the_analysts_corrections_are_not_written_over(
    tmp_path: Path, there: str
) -> None:
    folder = version(tmp_path / "result")
    target = tmp_path / "target"
    target.mkdir()
    (target / there).write_text("mine", encoding="utf-8")
    with pytest.raises(BaoshuError, match=r"B019.*folder of its own"):
        write_csv(folder, target)
    assert (target / there).read_text(encoding="utf-8") == "mine"
