"""The example job of examples/downstream keeps a database in step with a result, run after run."""

from __future__ import annotations

import importlib
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pyarrow.parquet as pq
import pytest

import pipeline
from pipeline.config import Config

FOLDER = Path(__file__).parents[2] / "examples" / "downstream"
CONFIG = Config(batch_chars=400)
BODIES = ("总工会", "教育工会", "医务工会", "建设工会")


def page(number: int, count: int) -> str:
    body = BODIES[number % len(BODIES)]
    return (
        f"青河市{body}第{number}站建成职工驿站{count}个\n\n"
        f"本报讯（记者 林晚）2024年{number % 12 + 1}月，青河市第{number}街道{body}新建职工驿站{count}个，"
        f"服务职工近{count + 1}万人次，满意率达{80 + number % 20}%。\n"
    )


@pytest.fixture(scope="module")
def job() -> Iterator[ModuleType]:
    sys.path.insert(0, str(FOLDER))
    try:
        yield importlib.import_module("sync")
    finally:
        sys.path.remove(str(FOLDER))


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with twelve pages and a run over them, which tests copy."""
    folder = tmp_path_factory.mktemp("first")
    (folder / "pages").mkdir()
    for number in range(12):
        (folder / "pages" / f"p{number:02d}.txt").write_text(page(number, number + 3), encoding="utf-8")
    pipeline.run(folder / "pages", folder / "out", config=CONFIG)
    return folder


@pytest.fixture
def work(first: Path, tmp_path: Path) -> Path:
    shutil.copytree(first, tmp_path / "work", symlinks=True)
    return tmp_path / "work"


def postgres() -> str | None:
    """The URL of a PostgreSQL server that answers, if there is one."""
    url = os.environ.get("BAOSHU_TEST_POSTGRES", "postgresql:///postgres?connect_timeout=2")
    try:
        import psycopg

        psycopg.connect(url).close()
    except Exception:
        return None
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of its own for the test."""
    if request.param == "sqlite":
        yield str(tmp_path / "facts.db")
        return
    url = postgres()
    if url is None:
        pytest.skip("no PostgreSQL server answers (BAOSHU_TEST_POSTGRES names one), or psycopg is missing")
    import psycopg

    schema = f"baoshu_{uuid.uuid4().hex}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")  # type: ignore[arg-type]
        try:
            yield f"{url}{'&' if '?' in url else '?'}options=-csearch_path%3D{schema}"
        finally:
            connection.execute(f"DROP SCHEMA {schema} CASCADE")  # type: ignore[arg-type]


def synced(job: ModuleType, work: Path, target: str) -> Any:
    with job.connect(target) as database:
        return job.sync(work / "out", database)


def run(work: Path, config: Config = CONFIG) -> pipeline.Tables:
    return pipeline.run(work / "pages", work / "out", config=config)


def write(work: Path, number: int, count: int) -> None:
    (work / "pages" / f"p{number:02d}.txt").write_text(page(number, count), encoding="utf-8")


def assert_in_step(job: ModuleType, work: Path, target: str) -> None:
    """The database holds the rows of the result: all of them, and no others."""
    result = pipeline.open_result(work / "out")
    with job.connect(target) as database:
        for name in (*job.BY_DOCUMENT, *job.WHOLE):
            columns = [c for c in result.arrow(name).column_names if c not in job.LEFT_OUT]
            listed = ", ".join(f'"{c}"' for c in columns)
            found = [tuple(map(plain, row)) for row in database.rows(f'SELECT {listed} FROM "{name}"')]
            rows = result.arrow(name).select(columns).to_pylist()
            expected = [tuple(plain(job._value(v)) for v in row.values()) for row in rows]
            assert sorted(found, key=repr) == sorted(expected, key=repr), name


def plain(value: object) -> object:
    if isinstance(value, bool):
        return int(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def run_ids(job: ModuleType, target: str) -> dict[str, str]:
    with job.connect(target) as database:
        return dict(database.rows("SELECT document_id, _run_id FROM documents"))


def test_a_database_is_filled_and_a_second_call_does_nothing(
    job: ModuleType, work: Path, target: str
) -> None:
    report = synced(job, work, target)
    assert (report.changed, report.removed) == (12, 0)
    assert report.parts_read > 2
    assert_in_step(job, work, target)
    again = synced(job, work, target)
    assert (again.changed, again.removed, again.parts_read) == (0, 0, 0)
    assert_in_step(job, work, target)


def test_only_what_changed_is_read_and_written(job: ModuleType, work: Path, target: str) -> None:
    before = synced(job, work, target)
    write(work, 5, 500)
    run(work)
    report = synced(job, work, target)
    assert (report.changed, report.removed) == (1, 0)
    assert report.parts_known > 0
    assert report.parts_read < before.parts_read
    ids = run_ids(job, target)
    assert {d for d, run_id in ids.items() if run_id == report.run_id} == {"p05"}
    assert_in_step(job, work, target)


def test_runs_in_between_may_be_missed(job: ModuleType, work: Path, target: str) -> None:
    synced(job, work, target)
    write(work, 3, 300)
    (work / "pages" / "p07.txt").unlink()
    run(work)
    write(work, 20, 200)
    write(work, 3, 6)  # as it was in the first run
    (work / "pages" / "p08.txt").write_text("　\n", encoding="utf-8")  # becomes a reject
    run(work)
    report = synced(job, work, target)
    assert (report.changed, report.removed) == (1, 2)
    assert_in_step(job, work, target)


def test_corrections_reach_the_database_and_leave_it_with_their_file(
    job: ModuleType, work: Path, target: str
) -> None:
    synced(job, work, target)
    wrong = pipeline.open_result(work / "out").statistics.iloc[0]
    corrections = work / "out" / "corrections.csv"
    corrections.write_text(f"id,action,column,value\n{wrong.statistic_id},set,value,999\n", encoding="utf-8")
    run(work)
    assert synced(job, work, target).changed == 1
    assert_in_step(job, work, target)
    with job.connect(target) as database:
        ((value,),) = database.rows(
            f"SELECT value FROM statistics WHERE statistic_id = '{wrong.statistic_id}'"
        )
    assert value == 999
    corrections.unlink()
    run(work)
    assert synced(job, work, target).changed == 1
    assert_in_step(job, work, target)


def test_a_page_without_facts_any_more_loses_them(job: ModuleType, work: Path, target: str) -> None:
    synced(job, work, target)
    (work / "pages" / "p02.txt").write_text(
        "青河市总工会看望职工\n\n本报讯 青河市总工会看望职工。\n", "utf-8"
    )
    run(work)
    assert synced(job, work, target).changed == 1
    with job.connect(target) as database:
        assert database.rows("SELECT 1 FROM statistics WHERE document_id = {}", "p02") == []
    assert_in_step(job, work, target)


def test_other_settings_make_other_rows_and_they_come(
    job: ModuleType, work: Path, target: str, tmp_path: Path
) -> None:
    synced(job, work, target)
    (tmp_path / "aliases.csv").write_text("alias,name\n青河市总工会,青河总工会\n", encoding="utf-8")
    run(work, Config(batch_chars=400, aliases=str(tmp_path / "aliases.csv")))
    synced(job, work, target)
    assert_in_step(job, work, target)


def test_a_mark_that_another_page_brings_comes_too(job: ModuleType, work: Path, target: str) -> None:
    synced(job, work, target)
    (work / "pages" / "a.txt").write_text(page(11, 14), encoding="utf-8")
    result = run(work)
    assert result.articles.duplicate_of.notna().any()
    synced(job, work, target)
    assert_in_step(job, work, target)


def test_an_interrupted_sync_leaves_the_database_as_it_was(
    job: ModuleType, work: Path, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced(job, work, target)
    ids = run_ids(job, target)
    write(work, 1, 100)
    run(work)
    replace: Callable[..., None] = job._replace
    monkeypatch.setattr(job, "_replace", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        synced(job, work, target)
    assert run_ids(job, target) == ids
    monkeypatch.setattr(job, "_replace", replace)
    assert synced(job, work, target).changed == 1
    assert_in_step(job, work, target)


def test_columns_that_a_newer_contract_adds_are_added(job: ModuleType, work: Path, target: str) -> None:
    synced(job, work, target)
    write(work, 4, 400)
    run(work)
    for path in (work / "out" / "current" / "statistics").glob("part-*.parquet"):
        table = pq.read_table(path, partitioning=None)
        extra = table["text"].cast("string")
        pq.write_table(table.append_column("novel", extra), path)
    synced(job, work, target)
    with job.connect(target) as database:
        (row,) = database.rows("SELECT text, novel FROM statistics WHERE document_id = {} LIMIT 1", "p04")
    assert row[0] == row[1]


def test_another_major_contract_is_refused(job: ModuleType, work: Path, tmp_path: Path) -> None:
    (path,) = (work / "out" / "current" / "runs").glob("*.parquet")
    table = pq.read_table(path, partitioning=None)
    place = table.schema.get_field_index("contract_version")
    column = table["contract_version"].to_pylist()
    import pyarrow as pa

    pq.write_table(table.set_column(place, table.schema.field(place), pa.array(["2.0"] * len(column))), path)
    with pytest.raises(SystemExit, match=r"contract 2\.0"):
        synced(job, work, str(tmp_path / "facts.db"))


def test_the_command_as_the_readme_gives_it(work: Path, tmp_path: Path) -> None:
    readme = (FOLDER.parent / "README.md").read_text(encoding="utf-8")
    assert "python examples/downstream/sync.py tables facts.db" in readme
    command = [sys.executable, str(FOLDER / "sync.py"), str(work / "out"), str(tmp_path / "facts.db")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "12 documents written, 0 removed" in done.stdout
    done = subprocess.run(
        [*command[:2], str(tmp_path), command[3]], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "run `baoshu run` first" in done.stderr
