"""What has not changed is not done again, and what was half done is finished."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import pipeline
from pipeline.checking import check_folder
from pipeline.config import Config
from pipeline.contract import table_names
from pipeline.engines import run as engine
from pipeline.engines.ledger import UNITS
from pipeline.engines.shard import work_shard
from pipeline.engines.task import Shard, ShardResult, Task
from pipeline.publishing import iter_parts

SMALL = Config(batch_chars=120)


def page(number: int, count: int) -> str:
    return (
        f"第{number}街道工会建成职工驿站{count}个\n\n"
        f"本报讯（记者 林晚）2024年{number % 12 + 1}月，青河市第{number}街道总工会建成职工驿站{count}个，"
        f"服务职工近{count + 1}万人次。\n"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    raw = tmp_path / "raw"
    raw.mkdir()
    for number in range(12):
        (raw / f"p{number:02d}.txt").write_text(page(number, number + 3), encoding="utf-8")
    return raw


def rows(result: pipeline.Tables) -> dict[str, list[str]]:
    """Each table's rows, sorted."""
    return {
        name: sorted(json.dumps(r, default=str, sort_keys=True) for r in result.arrow(name).to_pylist())
        for name in table_names()
        if name != "runs"
    }


def done(result: pipeline.Tables) -> tuple[int, int, int, bool]:
    outcome = result.outcome
    assert outcome is not None
    return outcome.worked_on, outcome.unchanged, outcome.removed, outcome.published


def test_a_second_run_does_nothing(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = pipeline.run(folder, tmp_path / "out")
    assert done(first) == (12, 0, 0, True)
    monkeypatch.setattr("pipeline.engines.corpus.resolve_corpus", lambda _: 1 / 0)
    second = pipeline.run(folder, tmp_path / "out")
    assert done(second) == (0, 12, 0, False)
    assert second.path == first.path
    assert list((tmp_path / "out" / "versions").iterdir()) == [first.path]


def test_changed_new_and_removed_pages_alone_are_worked_on(folder: Path, tmp_path: Path) -> None:
    pipeline.run(folder, tmp_path / "out", config=SMALL)
    (folder / "p03.txt").write_text(page(3, 99), encoding="utf-8")
    (folder / "p20.txt").write_text(page(20, 7), encoding="utf-8")
    (folder / "p05.txt").unlink()
    second = pipeline.run(folder, tmp_path / "out", config=SMALL)
    assert done(second) == (2, 10, 2, True)
    assert rows(second) == rows(pipeline.run(folder, tmp_path / "afresh"))
    assert not check_folder(tmp_path / "out").faults
    assert second.runs.iloc[-1][["inputs", "worked_on", "removed"]].tolist() == [12, 2, 2]


def test_force_and_other_settings_do_all_again(folder: Path, tmp_path: Path) -> None:
    pipeline.run(folder, tmp_path / "out")
    assert done(pipeline.run(folder, tmp_path / "out", force=True))[:2] == (12, 0)
    assert done(pipeline.run(folder, tmp_path / "out", config=Config(ner="none")))[:2] == (12, 0)
    assert done(pipeline.run(folder, tmp_path / "out", config=Config(ner="none", keep=3)))[:2] == (0, 12)


def test_other_code_or_libraries_do_all_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipeline.run(folder, tmp_path / "out")
    monkeypatch.setattr("pipeline.engines.units._version", lambda _: "0.0")
    assert done(pipeline.run(folder, tmp_path / "out"))[:2] == (12, 0)
    monkeypatch.setattr("pipeline.engines.units._package", lambda: "changed")
    assert done(pipeline.run(folder, tmp_path / "out"))[:2] == (12, 0)


def test_metadata_and_rejects_count_as_inputs(folder: Path, tmp_path: Path) -> None:
    (folder / "broken.jsonl").write_text("{\n", encoding="utf-8")
    pipeline.run(folder, tmp_path / "out")
    (folder / "pages.csv").write_text(
        "path,publication_date\np01.txt,2025-01-02\nnone.txt,\n", encoding="utf-8"
    )
    second = pipeline.run(folder, tmp_path / "out")
    assert done(second)[0] == 2  # the page whose date is known now, and the line that names no page
    assert rows(second) == rows(pipeline.run(folder, tmp_path / "afresh"))
    (folder / "pages.csv").unlink()
    assert done(pipeline.run(folder, tmp_path / "out"))[0] == 1


def test_small_parts_grow_together(folder: Path, tmp_path: Path) -> None:
    for number in range(12):
        path = folder / f"p{number:02d}.txt"
        path.write_text(page(number, number + 50), encoding="utf-8")
        result = pipeline.run(folder, tmp_path / "out")
        assert done(result)[0] in (1, 12)
    assert len(list(iter_parts(tmp_path / "out" / "current", UNITS))) <= 5
    assert rows(result) == rows(pipeline.run(folder, tmp_path / "afresh"))
    assert not check_folder(tmp_path / "out").faults


class BreaksOff:
    """Works on so many shards, writes half of one more, and fails."""

    def __init__(self, shards: int) -> None:
        self.shards = shards

    def results(self, shards, task: Task):  # type: ignore[no-untyped-def]
        for number, shard in enumerate(shards):
            result = work_shard(shard, task)
            if number == self.shards:
                (task.folder / UNITS / f"{result.part}.parquet").unlink()
                raise KeyboardInterrupt
            yield result


def test_a_run_that_broke_off_is_gone_on_with(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        engine.run_engine([folder], out, BreaksOff(2), SMALL)
    with pytest.raises(KeyboardInterrupt):
        engine.run_engine([folder], out, BreaksOff(1), SMALL)
    assert not (out / "current").exists()
    result = pipeline.run(folder, out, config=SMALL)
    assert 0 < done(result)[0] < 12
    assert rows(result) == rows(pipeline.run(folder, tmp_path / "afresh"))
    assert not list((out / "versions").glob(".staging*"))


def test_no_earlier_version_is_kept_where_the_user_wants_none(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for count in (50, 60):
        (folder / "p00.txt").write_text(page(0, count), encoding="utf-8")
        result = pipeline.run(folder, "out", config=Config(keep=0))
        assert result.arrow("documents").num_rows == 12
        assert [p.name for p in Path("out/versions").iterdir()] == [result.path.name if result.path else ""]


class DiesWriting:
    """Breaks off the first shard before it is finished, and does it again in halves."""

    def results(self, shards, task: Task):  # type: ignore[no-untyped-def]
        for number, shard in enumerate(shards):
            result = work_shard(shard, task)
            if number == 0:
                (task.folder / UNITS / f"{result.part}.parquet").unlink()
                for half in shard.halves():
                    yield work_shard(half, task)
            else:
                yield result


def test_nothing_is_there_twice_when_a_process_died_writing(folder: Path, tmp_path: Path) -> None:
    engine.run_engine([folder], tmp_path / "out", DiesWriting(), Config(batch_chars=400))
    result = pipeline.open_result(tmp_path / "out")
    assert rows(result) == rows(pipeline.run(folder, tmp_path / "afresh"))


class Counting:
    """Works on the shards here, counting the inputs."""

    def __init__(self) -> None:
        self.inputs = 0

    def results(self, shards, task: Task):  # type: ignore[no-untyped-def]
        for shard in shards:
            self.inputs += len(shard.items)
            yield work_shard(shard, task)


def test_a_page_that_takes_too_long_is_rejected_and_tried_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.engines import batch

    honest = batch.extract_documents

    def slow(nlp, items):  # type: ignore[no-untyped-def]
        while any(item.document_id == "p07" for item in items):
            pass
        return honest(nlp, items)

    monkeypatch.setattr(batch, "extract_documents", slow)
    quick = Config(page_seconds=1)
    result = pipeline.run(folder, tmp_path / "out", config=quick)
    (reject,) = result.arrow("rejects").to_pylist()
    assert (reject["source_path"], reject["reason"]) == ("p07.txt", "too_slow")
    assert "page_seconds = 1" in reject["detail"]
    assert result.arrow("documents").num_rows == 11
    monkeypatch.undo()
    again = pipeline.run(folder, tmp_path / "out", config=quick)
    assert done(again)[:2] == (1, 11)
    assert rows(again) == rows(pipeline.run(folder, tmp_path / "afresh"))


def test_tables_that_somebody_removed_are_made_again(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    pipeline.run(folder, out)
    shutil.rmtree((out / "current").resolve() / "entities")
    assert done(pipeline.run(folder, out))[0] == 12
    assert not check_folder(out).faults


def test_shards_are_named_by_what_is_in_them(folder: Path, tmp_path: Path) -> None:
    counting = Counting()
    engine.run_engine([folder], tmp_path / "a", counting, SMALL)
    assert counting.inputs == 12
    engine.run_engine([folder], tmp_path / "b", Counting(), SMALL)
    names = [[name for name, _ in iter_parts(tmp_path / x / "current", UNITS)] for x in "ab"]
    assert names[0] == names[1]
    assert len(names[0]) > 3


def test_results_name_their_part() -> None:
    assert ShardResult("part-000000000-x", 1, 1, 0, 10).part == "part-000000000-x"
    assert Shard(3, ()).part.startswith("part-000000003-")
