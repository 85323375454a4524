"""The DuckDB file: tables, keys, comments, views."""

import datetime as dt
from pathlib import Path

import duckdb
import pytest

import pipeline
from pipeline.contract import contract, table_names
from pipeline.contract.exchange import foreign_keys
from pipeline.errors import BaoshuError
from pipeline.export import write_database
from pipeline.export.query import VIEWS
from tests.export.made import HOSTILE, document, version


@pytest.fixture(scope="module")
def path(result: pipeline.Tables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("duckdb") / "表.duckdb"
    assert result.path is not None
    assert write_database(result.path, path) == {n: result.row_count(n) for n in table_names()}
    assert [p.name for p in path.parent.iterdir()] == [path.name]
    return path


@pytest.fixture
def database(path: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(path), read_only=True)


def naive(value: object) -> object:
    return value.replace(tzinfo=None) if isinstance(value, dt.datetime) else value


def test_tables_hold_the_rows_of_parquet(
    database: duckdb.DuckDBPyConnection, result: pipeline.Tables
) -> None:
    for name in table_names():
        table = contract()[name]
        found = database.execute(f'SELECT * FROM "{name}"')
        assert [d[0] for d in found.description or ()] == [c.name for c in table.columns]
        expected = [tuple(map(naive, row.values())) for row in result.arrow(name).to_pylist()]
        assert found.fetchall() == expected


def test_keys_of_the_contract_are_keys(database: duckdb.DuckDBPyConnection) -> None:
    found = database.execute(
        "SELECT table_name, constraint_type, constraint_column_names, referenced_table FROM duckdb_constraints()"
    ).fetchall()
    for name, table in contract().items():
        primary = [c for t, kind, c, _ in found if t == name and kind == "PRIMARY KEY"]
        assert primary == ([[table.key]] if table.key else [])
        foreign = {(c[0], other) for t, kind, c, other in found if t == name and kind == "FOREIGN KEY"}
        assert foreign == {(c, other) for c, other, _ in foreign_keys(table) if other != name}
    assert ("number_id", "numbers") in {(c[0], o) for _, k, c, o in found if k == "FOREIGN KEY"}


def test_tables_and_columns_have_comments_from_the_contract(database: duckdb.DuckDBPyConnection) -> None:
    found = database.execute("SELECT table_name, column_name, comment FROM duckdb_columns()").fetchall()
    comments = {(t, c): text for t, c, text in found}
    for name, table in contract().items():
        for column in table.columns:
            text = comments[name, column.name]
            assert text.startswith(f"{column.en} {column.zh}")
            assert all(v in text for v in column.values)
    tables = dict(database.execute("SELECT table_name, comment FROM duckdb_tables()").fetchall())
    assert all(contract()[n].zh in tables[n] for n in table_names())


def test_views_are_ready(database: duckdb.DuckDBPyConnection, result: pipeline.Tables) -> None:
    def count(sql: str) -> int:
        return int(database.execute(sql).fetchall()[0][0])

    views = [
        v for (v,) in database.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
    ]
    assert sorted(views) == sorted(VIEWS)
    assert count("SELECT count(*) FROM facts WHERE source_path IS NOT NULL") == result.row_count("statistics")
    assert count("SELECT count(*) FROM series_points") == result.row_count("series")
    behind = sum(len(ids) for ids in result.arrow("series")["statistic_ids"].to_pylist())
    assert count("SELECT count(*) FROM series_facts") == behind
    compared = sum(len(ids) for ids in result.arrow("checks")["statistic_ids"].to_pylist())
    assert count("SELECT count(*) FROM check_facts") == compared
    assert count("SELECT count(*) FROM check_facts WHERE role = 1") == result.row_count("checks")


def test_hostile_text_is_text(tmp_path: Path) -> None:
    rows = [document(f"d{i}", text) for i, text in enumerate(HOSTILE)]
    write_database(version(tmp_path / "v", documents=rows), tmp_path / "x.duckdb")
    with duckdb.connect(str(tmp_path / "x.duckdb"), read_only=True) as database:
        assert [t for (t,) in database.execute("SELECT raw_text FROM documents").fetchall()] == list(HOSTILE)


def test_rows_that_break_the_keys_leave_the_old_database_and_say_so(tmp_path: Path) -> None:
    target = tmp_path / "x.duckdb"
    write_database(version(tmp_path / "v", documents=[document("a", "甲")]), target)
    before = target.read_bytes()
    twice = version(tmp_path / "w", documents=[document("a", "甲"), document("a", "乙")])
    with pytest.raises(BaoshuError, match=r"B019.*documents breaks its keys.*baoshu check"):
        write_database(twice, target)
    assert target.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["v", "w", "x.duckdb"]
