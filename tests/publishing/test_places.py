"""Results at a URL: the same rows, published by one pointer, gone on with after a run that broke off."""

from __future__ import annotations

import pickle
from pathlib import Path

import pandas as pd
import pyarrow.fs as pafs
import pytest

import pipeline
from pipeline.checking import check_folder
from pipeline.config import Config
from pipeline.contract import table_names
from pipeline.engines.run import run_engine
from pipeline.engines.shard import work_shard
from pipeline.engines.task import Task
from pipeline.errors import BaoshuError
from pipeline.publishing import Place, place_of

SMALL = Config(batch_chars=200)


def page(number: int, count: int) -> str:
    return f"青河市第{number}街道建成驿站{count}个\n\n本报讯（记者 林晚）2024年3月，第{number}街道总工会建成职工驿站{count}个。\n"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    for number in range(12):
        (folder / f"p{number:02d}.txt").write_text(page(number, number + 3), encoding="utf-8")
    (folder / "p12.txt").write_text(page(0, 3), encoding="utf-8")  # marks an article as a duplicate
    return folder


def same(one: pipeline.Tables, other: pipeline.Tables) -> bool:
    return all(one.arrow(n).equals(other.arrow(n)) for n in table_names() if n != "runs")


def test_a_url_gets_the_rows_of_a_folder(raw: Path, tmp_path: Path) -> None:
    url = (tmp_path / "store").as_uri()
    result = pipeline.run(raw, url, 2, config=SMALL)
    local = pipeline.run(raw, tmp_path / "local", config=SMALL)
    assert same(result, local)
    assert same(pipeline.open_result(url), local)
    assert not check_folder(place_of(url)).faults
    assert sorted(p.name for p in (tmp_path / "store").iterdir()) == ["current.json", "versions"]
    version = pipeline.open_result(url).path
    assert isinstance(version, Place)
    frame = pd.read_parquet(Path(version.path) / "statistics")
    assert len(frame) == local.arrow("statistics").num_rows


def test_what_has_not_changed_is_taken_over_at_a_url_too(raw: Path, tmp_path: Path) -> None:
    url = (tmp_path / "store").as_uri()
    pipeline.run(raw, url, config=SMALL)
    again = pipeline.run(raw, url, config=SMALL)
    assert again.outcome is not None
    assert (again.outcome.worked_on, again.outcome.published) == (0, False)
    for count in (50, 60, 70):
        (raw / "p03.txt").write_text(page(3, count), encoding="utf-8")
        (raw / "p05.txt").unlink(missing_ok=True)
        changed = pipeline.run(raw, url, config=SMALL)
        assert changed.outcome is not None
        assert changed.outcome.worked_on == 1
    assert same(changed, pipeline.run(raw, tmp_path / "local", config=SMALL))
    assert len(list((tmp_path / "store" / "versions").iterdir())) == 2
    assert not list((tmp_path / "store").rglob("*.partial"))


class BreaksOff:
    def results(self, shards, task: Task):  # type: ignore[no-untyped-def]
        for number, shard in enumerate(shards):
            if number == 2:
                raise KeyboardInterrupt
            yield work_shard(shard, task)


def test_a_run_that_broke_off_leaves_the_previous_result_and_is_gone_on_with(
    raw: Path, tmp_path: Path
) -> None:
    system = pafs.SubTreeFileSystem(str(tmp_path / "store"), pafs.LocalFileSystem())
    (tmp_path / "store").mkdir()
    out = Place(system, "results")
    with pytest.raises(BaoshuError, match="B006"):
        pipeline.open_result((tmp_path / "store" / "results").as_uri())
    run_engine([raw / "p00.txt"], out, _Here(), SMALL)
    with pytest.raises(KeyboardInterrupt):
        run_engine([raw], out, BreaksOff(), SMALL)
    url = (tmp_path / "store" / "results").as_uri()
    assert pipeline.open_result(url).arrow("documents").num_rows == 1
    outcome = run_engine([raw], out, _Here(), SMALL)
    assert outcome.unchanged > 1
    assert same(pipeline.open_result(url), pipeline.run(raw, tmp_path / "local", config=SMALL))


class _Here:
    def results(self, shards, task: Task):  # type: ignore[no-untyped-def]
        for shard in shards:
            yield work_shard(shard, task)


def test_places_go_to_other_processes(tmp_path: Path) -> None:
    place = place_of((tmp_path / "x").as_uri())
    assert pickle.loads(pickle.dumps(place)) == place


def test_a_url_that_nobody_understands(raw: Path) -> None:
    with pytest.raises(BaoshuError, match="B004"):
        pipeline.run(raw, "nowhere://bucket/x")


def test_the_command_line_takes_a_url(raw: Path, tmp_path: Path) -> None:
    from click.testing import CliRunner

    from pipeline.cli.main import cli

    done = CliRunner().invoke(cli, ["run", str(raw), "--out", (tmp_path / "store").as_uri()])
    assert done.exit_code == 0, done.output
    assert f"{tmp_path}/store/versions/" in done.output
