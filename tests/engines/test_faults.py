"""Disks that are full or read-only, folders that change, files of every kind: what a run makes of them."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import pipeline
from pipeline.checking import check_folder
from pipeline.config import Config
from pipeline.engines.run import run_engine
from pipeline.engines.shard import work_shard
from pipeline.engines.task import Shard, ShardResult, Task
from pipeline.errors import BaoshuError
from pipeline.publishing import Store
from pipeline.reading import inputs as reading

from .pages import ROOT, page, rows, run, torn, write_pages


@pytest.fixture
def tmpfs(tmp_path: Path) -> Iterator[Path]:
    """A folder on a file system of 3 MiB of its own, which can be remounted."""
    folder = tmp_path / "small"
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "none", str(folder)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("a small file system can only be mounted by root")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=False)


def test_a_disk_that_fills_up_leaves_the_previous_result(tmpfs: Path, tmp_path: Path) -> None:
    raw, out, small = tmp_path / "raw", tmpfs / "out", Config(batch_chars=1500)
    write_pages(raw, 20)
    before = rows(pipeline.run(raw, out, config=small))
    ballast = tmpfs / "ballast"
    write_pages(raw, 100, variant=1)
    with ballast.open("wb") as stream:
        stream.write(b"\0" * (shutil.disk_usage(tmpfs).free - 300_000))
    for workers in (1, 2):
        with pytest.raises(BaoshuError, match="B004"):
            pipeline.run(raw, out, workers, config=small)
        assert rows(pipeline.open_result(out)) == before
        assert not list(out.rglob("*.partial"))
    ballast.unlink()
    result = pipeline.run(raw, out, config=small)
    assert result.outcome is not None
    assert result.outcome.unchanged  # it went on from the shards that were finished
    assert rows(result) == rows(pipeline.run(raw, tmp_path / "afresh"))
    assert not torn(out)


def test_a_limit_on_file_sizes_is_a_full_disk(tmp_path: Path) -> None:
    write_pages(tmp_path / "raw", 30)
    (tmp_path / "limited.py").write_text(
        "import resource, runpy, sys\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        "sys.argv = ['baoshu', 'run', 'raw', '--out', 'out', '--quiet']\n"
        "runpy.run_module('pipeline', run_name='__main__')\n"
    )
    done = subprocess.run(
        [sys.executable, "limited.py"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "B004" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out" / "current").exists()


def test_a_target_that_cannot_be_written(tmpfs: Path, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    write_pages(raw, 4)
    before = rows(pipeline.run(raw, tmpfs / "out"))
    subprocess.run(["mount", "-o", "remount,ro", str(tmpfs)], check=True)
    for out in (tmpfs / "out", tmpfs / "new" / "out"):
        with pytest.raises(BaoshuError, match="B004"):
            pipeline.run(raw, out)
    assert rows(pipeline.open_result(tmpfs / "out")) == before


def test_a_target_that_is_a_file_or_holds_something_else(tmp_path: Path) -> None:
    write_pages(tmp_path / "raw", 2)
    (tmp_path / "file").write_text("")
    (tmp_path / "mine" / "numbers").mkdir(parents=True)
    for out in (tmp_path / "file", tmp_path / "file" / "out", tmp_path / "mine"):
        with pytest.raises(BaoshuError, match="B004"):
            pipeline.run(tmp_path / "raw", out)
    assert list((tmp_path / "mine" / "numbers").iterdir()) == []


def test_a_second_run_at_once_stops_and_the_first_loses_nothing(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    write_pages(raw, 30)
    entered, may_go_on = threading.Event(), threading.Event()

    class Waits:
        def results(self, shards, task: Task):  # type: ignore[no-untyped-def]
            for shard in shards:
                yield work_shard(shard, task)
                entered.set()
                assert may_go_on.wait(60)

    thread = threading.Thread(target=run_engine, args=([raw], out, Waits(), Config(batch_chars=800)))
    thread.start()
    try:
        assert entered.wait(60)
        done = run(raw, "--out", out, "--workers", 2)
        assert done.returncode == 1
        assert done.stderr.startswith("baoshu: [B005]")
    finally:
        may_go_on.set()
        thread.join(60)
    assert rows(pipeline.open_result(out)) == rows(pipeline.run(raw, tmp_path / "afresh"))
    assert not torn(out)
    with Store(out).lock():
        assert run(raw, "--out", out).returncode == 1
    assert run(raw, "--out", out).returncode == 0


def test_a_folder_that_changes_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    write_pages(raw, 9)
    (raw / "r.jsonl").write_text(json.dumps({"id": "a", "text": "新建驿站3个。"}) + "\n")
    honest = reading.find_files

    def and_then_it_changes(inputs: list[Path]):  # type: ignore[no-untyped-def]
        found = list(honest(inputs))
        (raw / "p0001.txt").unlink()
        (raw / "p0002.txt").write_text(page(2, 77), encoding="utf-8")
        with (raw / "p0003.txt").open("a", encoding="utf-8") as stream:
            stream.write("今年再建4个。\n")
        (raw / "p0004.txt").unlink()
        (raw / "p0004.txt").mkdir()
        (raw / "p0005.txt").write_bytes(b"")
        (raw / "p0006.txt").replace(raw / "p0007.txt")
        with (raw / "r.jsonl").open("a", encoding="utf-8") as stream:
            stream.write('{"id": "b", "text": "新建')
        yield from found

    monkeypatch.setattr(reading, "find_files", and_then_it_changes)
    result = pipeline.run(raw, out)
    monkeypatch.undo()
    rejects = {r["source_path"]: r["reason"] for r in result.arrow("rejects").to_pylist()}
    assert rejects == {
        "p0001.txt": "unreadable",
        "p0004.txt": "unreadable",
        "p0005.txt": "empty",
        "p0006.txt": "unreadable",
        "r.jsonl#2": "bad_record",
    }
    documents = result.documents.set_index("document_id")
    assert "77个" in documents.raw_text["p0002"]
    assert documents.raw_text["p0003"].endswith("今年再建4个。\n")
    for row in result.arrow("documents").to_pylist():  # what was read is what the hash is of
        if row["source_path"].endswith(".txt"):
            import hashlib

            assert row["sha256"] == hashlib.sha256(row["raw_text"].encode()).hexdigest()
    assert not check_folder(out).faults
    again = pipeline.run(raw, out)
    assert rows(again) == rows(pipeline.run(raw, tmp_path / "afresh"))
    assert set(again.rejects.source_path) == {"p0005.txt", "r.jsonl#2"}


class Measures:
    """Works on the shards in this process and measures by how much it grows."""

    def results(self, shards, task: Task):  # type: ignore[no-untyped-def]
        for shard in shards:
            assert sum(len(getattr(item, "text", "")) for item in shard.items) < 3 * task.config.batch_chars
            yield ShardResult(_empty(shard, task), len(shard.items), 0, 0, 0)


def _empty(shard: Shard, task: Task) -> str:
    """Writes the shard without extracting from it."""
    from pipeline.engines import shard as module
    from pipeline.reading import Reject

    rejects = tuple(Reject(item.source_path, "empty", "not worked on") for item in shard.items)
    return module.work_shard(Shard(shard.ordinal, rejects), task).part


def peak() -> int:
    """MiB that this process has taken at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@pytest.mark.slow
def test_ten_thousand_tiny_files(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for number in range(10_000):
        (raw / f"{number}.txt").write_text(f"新建驿站{number}个。\n", encoding="utf-8")
    before, began = peak(), time.process_time()
    first = pipeline.run(raw, tmp_path / "out")
    assert first.arrow("documents").num_rows == 10_000
    assert first.arrow("numbers").num_rows >= 9_990
    worked = time.process_time() - began
    began = time.process_time()
    again = pipeline.run(raw, tmp_path / "out")
    skipped = time.process_time() - began
    assert again.outcome is not None
    assert (again.outcome.unchanged, again.outcome.published) == (10_000, False)
    assert worked < 120
    assert skipped < worked / 3
    assert peak() - before < 700


@pytest.mark.slow
def test_a_page_of_200_mb_is_rejected_unread_and_json_lines_of_30_mb_are_streamed(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    with (raw / "huge.txt").open("wb") as stream:
        stream.truncate(200 * 2**20)
    text = "青河市总工会建成职工驿站，为户外劳动者提供饮水和休息。" * 40
    with (raw / "bulk.jsonl").open("w", encoding="utf-8") as stream:
        for number in range(10_000):
            stream.write(json.dumps({"id": f"r{number}", "text": text}, ensure_ascii=False) + "\n")
    assert (raw / "bulk.jsonl").stat().st_size > 30e6
    before = peak()
    run_engine([raw], tmp_path / "out", Measures())
    assert peak() - before < 250
    rejects = pipeline.open_result(tmp_path / "out").rejects
    assert len(rejects) == 10_001


def test_names_of_every_kind_links_and_pipes(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    (raw / "第 一 版").mkdir(parents=True)
    names = ["a b.txt", "版面😀.txt", "第 一 版/要闻.md", "two\nlines.txt", "#.txt", "%20'\".txt", "-x.txt"]
    for number, name in enumerate(names):
        (raw / name).write_text(page(number, number + 3), encoding="utf-8")
    os.mkfifo(raw / "pipe.txt")
    (raw / "loop").symlink_to(raw)
    (raw / "itself.txt").symlink_to(raw / "itself.txt")
    (raw / "twice.txt").symlink_to(raw / "a b.txt")
    invalid = os.fsencode(raw) + b"/\xff\xfe.txt"
    try:
        Path(os.fsdecode(invalid)).write_text(page(9, 9), encoding="utf-8")
        expected = {"pipe.txt": "unreadable", "itself.txt": "unreadable", "\\xff\\xfe.txt": "bad_record"}
    except OSError:  # a file system that takes no such name
        expected = {"pipe.txt": "unreadable", "itself.txt": "unreadable"}
    done = run(raw, "--out", out, "--workers", 2, "--quiet")
    assert done.returncode == 3, done.stderr
    result = pipeline.open_result(out)
    rejects = {r["source_path"]: r["reason"] for r in result.arrow("rejects").to_pylist()}
    assert rejects == expected | {"twice.txt": "duplicate_id"}
    assert set(result.documents.source_path) == set(names)
    assert not check_folder(out).faults
    again = pipeline.run(raw, out)
    assert again.outcome is not None
    assert not again.outcome.worked_on


def test_rows_that_break_the_contract_reject_their_document_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.engines import batch

    honest = batch.extract_documents

    def broken(nlp, items):  # type: ignore[no-untyped-def]
        made = honest(nlp, items)
        for item, made_rows in zip(items, made, strict=True):
            if item.document_id == "p0004":
                made_rows["numbers"][0]["start"] = None
        return made

    monkeypatch.setattr(batch, "extract_documents", broken)
    write_pages(tmp_path / "raw", 9)
    result = pipeline.run(tmp_path / "raw", tmp_path / "out")
    (reject,) = result.arrow("rejects").to_pylist()
    assert (reject["source_path"], reject["reason"]) == ("p0004.txt", "failed")
    assert "numbers.start" in reject["detail"]
    assert result.arrow("documents").num_rows == 8
    assert not check_folder(tmp_path / "out").faults
