"""`baoshu query`: answers, forms, and what it must not do."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

import pipeline
from pipeline.contract import table_names
from pipeline.errors import BaoshuError
from pipeline.export.cells import undefused
from pipeline.export.query import VIEWS, queried
from tests.command import baoshu
from tests.export.made import HOSTILE, document, version

ROOT = Path(__file__).parents[2]


def ask(sql: str, out: Path, *options: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    return baoshu("query", sql, "--dir", out, *options, code=code)


def rows(folder: Path, sql: str) -> list[dict[str, object]]:
    with queried(folder, sql) as reader:
        found: list[dict[str, object]] = reader.read_all().to_pylist()
    return found


@pytest.fixture(scope="module")
def folder(result: pipeline.Tables) -> Path:
    assert isinstance(result.path, Path)
    return result.path


def test_every_table_and_view_can_be_asked(folder: Path, result: pipeline.Tables) -> None:
    for name in table_names():
        assert rows(folder, f"select count(*) as n from {name}") == [{"n": result.row_count(name)}]
    for name in VIEWS:
        assert rows(folder, f"select count(*) as n from {name}")[0]["n"]


def test_a_table_for_people(out: Path) -> None:
    done = ask("select subject, value from facts where indicator = 'service_stations' order by value", out)
    assert "subject" in done.stdout.splitlines()[1]
    assert "白鹭洲区总工会" in done.stdout
    assert done.stderr.endswith(" rows.\n")
    done = ask("from sentences", out, "--rows", "3")
    assert "--rows 0 shows all" in done.stderr
    assert done.stdout.count("\n") < 10


def test_json_lines(out: Path, result: pipeline.Tables) -> None:
    done = ask("from statistics", out, "--json")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(found) == result.row_count("statistics")
    expected = result.arrow("statistics").to_pylist()[0]
    assert found[0]["value"] == expected["value"]
    assert found[0]["period_end"] == (str(expected["period_end"]) if expected["period_end"] else None)
    (run,) = map(json.loads, ask("select started_at, counts from runs", out, "--json").stdout.splitlines())
    assert run["started_at"].endswith("Z")
    assert run["counts"][0]["table"] == "documents"


def test_csv_of_a_query(out: Path) -> None:
    done = ask(
        "select '=1' as a, -1 as b, [1, 2] as c, sum(1) as \"=d\", null as e from documents", out, "--csv"
    )
    (row,) = csv.DictReader(io.StringIO(done.stdout))
    assert row == {"a": "'=1", "b": "-1", "c": "[1, 2]", "'=d": "26", "e": ""}
    assert not done.stdout.startswith("\ufeff")


def test_sql_from_stdin(out: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "query", "-", "--dir", str(out), "--json"],
        cwd=ROOT,
        input="select 1 as 一;",
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert json.loads(done.stdout) == {"一": 1}


def test_hostile_text_neither_steers_the_terminal_nor_is_markup(tmp_path: Path) -> None:
    hostile = (*HOSTILE, "[red]甲[/red]", "\x1b[31m红")
    (tmp_path / "versions").mkdir()
    version(tmp_path / "versions" / "v", documents=[document(f"d{i}", t) for i, t in enumerate(hostile)])
    (tmp_path / "current").symlink_to("versions/v")
    shown = ask("select raw_text from documents", tmp_path).stdout
    assert "\x1b" not in shown
    assert "[red]甲[/red]" in shown
    text = ask("select raw_text as t from documents", tmp_path, "--json").stdout
    assert [json.loads(line)["t"] for line in text.splitlines()] == list(hostile)
    text = ask("select raw_text as t from documents", tmp_path, "--csv").stdout
    assert undefused("'=1") == "=1"
    assert '\n"\'=1+1"\n' in text


@pytest.mark.parametrize(
    "sql",
    [
        "select * from '{0}'",
        "select * from read_csv('{0}')",
        "select * from read_text('{0}')",
        "from glob('{1}/*')",
        "copy (select 1) to '{1}/new.csv'",
        "copy facts to '{1}/new.parquet' (format parquet)",
        "explain analyze copy (select 1) to '{1}/new.csv'",
        "attach '{1}/new.duckdb'",
        "export database '{1}/new'",
        "install httpfs",
        "load httpfs",
        "create table t as select 1",
        "drop view facts",
        "insert into documents select * from documents",
        "delete from statistics",
        "set enable_external_access = true",
        "pragma enable_external_access",
        "select 1; copy (select 1) to '{1}/new.csv'",
        "select * from sql",
        "",
    ],
)
def test_a_query_reads_the_result_and_nothing_else(folder: Path, tmp_path: Path, sql: str) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\n1,2\n")
    before = {p: p.stat().st_mtime_ns for p in folder.rglob("*")}
    with pytest.raises(BaoshuError, match="B020"):
        rows(folder, sql.format(secret, tmp_path))
    assert [p.name for p in tmp_path.iterdir()] == ["secret.csv"]
    assert {p: p.stat().st_mtime_ns for p in folder.rglob("*")} == before


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("selec 1", "syntax error"),
        ("select nope from facts", "`baoshu schema TABLE` lists the columns"),
        ("from nope", "Tables and views: documents,"),
        ("select 'x'::int", "Could not convert"),
        ("select error(text) from sentences", "DuckDB"),
    ],
)
def test_a_wrong_query_says_what_to_do(out: Path, sql: str, told: str) -> None:
    for options in ((), ("--csv",), ("--json",))[: 3 if "error" in sql else 1]:
        done = ask(sql, out, *options, code=1)
        assert "baoshu: [B020]" in done.stderr
        assert told in done.stderr


def test_a_pipe_that_closes_is_no_error(out: Path) -> None:
    for options in ("--json", "--csv", ""):
        command = f'"{sys.executable}" -m pipeline query "from sentences a, dates b" --dir "{out}" {options} | head -n 1'
        done = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0
        assert "Broken" not in done.stderr
        assert "Traceback" not in done.stderr


def test_where_there_is_no_result(tmp_path: Path) -> None:
    assert "B006" in ask("select 1", tmp_path, code=1).stderr


def test_an_older_result_without_a_table_or_column_can_be_asked(folder: Path, tmp_path: Path) -> None:
    import shutil

    import pyarrow.parquet as pq

    old = tmp_path / "old"
    shutil.copytree(folder, old)
    shutil.rmtree(old / "organizations")
    for path in (old / "documents").glob("*.parquet"):
        pq.write_table(pq.read_table(path, partitioning=None).drop_columns(["outside"]), path)
    assert rows(old, "select count(*) as n from organizations") == [{"n": 0}]
    assert rows(old, "select count(outside) as n, count(*) > 0 as m from documents") == [{"n": 0, "m": True}]
