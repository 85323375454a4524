"""What docs/compatibility.md promises, held against the contract as it is."""

import json
import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.contract import CONTRACT_VERSION, contract
from pipeline.tables import to_arrow

ROOT = Path(__file__).parents[2]
DOC = (ROOT / "docs" / "compatibility.md").read_text(encoding="utf-8")
VERSIONS = re.findall(r"^\| (\d+\.\d+) \| (.+) \|$", DOC, re.M)


def ordered(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


@pytest.mark.parametrize("path", sorted(Path(__file__).parent.glob("promised-*.json")), ids=lambda p: p.stem)
def test_what_a_version_promised_still_holds(path: Path) -> None:
    for name, promised in json.loads(path.read_text(encoding="utf-8")).items():
        table = contract()[name]
        assert table.key == promised["key"]
        columns = {c.name: c for c in table.columns}
        for column, was in promised["columns"].items():
            now = columns.get(column)
            assert now is not None, f"{name}.{column} is gone: columns are never renamed"
            assert now.type_name == was["type"], f"{name}.{column} has another type"
            assert was["nullable"] or not now.nullable, f"{name}.{column} was never null"
            assert set(was.get("values", ())) <= set(now.values), f"{name}.{column} lost a code"


def test_the_document_tells_every_version_and_what_it_added() -> None:
    told = dict(VERSIONS)
    assert list(told) == sorted(told, key=ordered)
    assert list(told)[-1] == CONTRACT_VERSION, "docs/compatibility.md does not tell this contract_version"
    for table in contract().values():
        for column in table.columns:
            if column.added and column.added != "1.0":
                assert f"`{column.name}`" in told[column.added] or f"`{table.name}`" in told[column.added]


def test_new_columns_say_which_version_added_them() -> None:
    promised = json.loads((Path(__file__).parent / "promised-1.0.json").read_text(encoding="utf-8"))
    for table in contract().values():
        known = promised.get(table.name, {}).get("columns", {})
        for column in table.columns:
            assert column.name in known or column.added, f"{table.name}.{column.name} lacks `added`"
            assert not column.added or ordered(column.added) <= ordered(CONTRACT_VERSION)


def test_the_check_in_the_document_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (code,) = re.findall(r"```python\n(.+?)```", DOC, re.S)
    folder = tmp_path / "data" / "processed" / "statistics"
    folder.mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    table = to_arrow("statistics", [])
    pq.write_table(table, folder / "part.parquet")
    exec(code, {})
    pq.write_table(table.replace_schema_metadata({"baoshu.contract_version": "2.0"}), folder / "part.parquet")
    with pytest.raises(SystemExit, match=r"contract 2\.0"):
        exec(code, {})
