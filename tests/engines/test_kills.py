"""Killed at any moment: nothing lost, nothing twice, and nobody who reads meanwhile sees half of it."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
import traceback
from pathlib import Path

import duckdb
import pandas as pd
import pytest

import pipeline
from pipeline.checking import check_folder
from pipeline.contract import table_names

from .pages import command, rows, run, torn, write_pages

PAGES = 300
KILLS = 20


class Reader(threading.Thread):
    """Reads the result over and over, as a notebook would, and keeps what it must not have seen."""

    def __init__(self, out: Path, whole: list[pipeline.Tables]) -> None:
        super().__init__(daemon=True)
        self.out, self.over = out, threading.Event()
        self.documents = [set(t.arrow("documents")["sha256"].to_pylist()) for t in whole]
        self.facts = [set(t.arrow("statistics")["sentence"].to_pylist()) for t in whole]
        self.points = [sorted(map(str, t.arrow("series")["value"].to_pylist())) for t in whole]
        self.polls = self.retries = 0
        self.seen: set[int] = set()
        self.fault = ""

    def run(self) -> None:
        try:
            while not self.over.wait(0.5):
                self.look()
                self.look_naively()
                self.polls += 1
        except BaseException:
            self.fault = traceback.format_exc()

    def look(self) -> None:
        """All tables of one version, which is resolved once."""
        version = (self.out / "current").resolve(strict=True)
        counts = pd.read_parquet(version / "runs").iloc[-1]["counts"]
        expected = {c["table"]: c["rows"] for c in counts}
        assert set(expected) == set(table_names()) - {"runs"}
        with duckdb.connect() as db:
            for name, number in expected.items():
                found = db.sql(f"select count(*) from '{version}/{name}/*.parquet'").fetchall()
                assert found == [(number,)], (name, number, found)
            sentences = db.sql(f"select sentence from '{version}/statistics/*.parquet'").fetchall()
        variant = self.documents.index(set(pd.read_parquet(version / "documents")["sha256"]))
        assert {s for (s,) in sentences} == self.facts[variant]
        self.seen.add(variant)

    def look_naively(self) -> None:
        """Table by table through `OUT/<table>`; a file may be gone at the moment of publishing."""
        for attempt in range(5):
            try:
                frame = pd.read_parquet(self.out / "documents")
                assert set(frame["sha256"]) in self.documents
                with duckdb.connect() as db:
                    facts = db.sql(f"select sentence from '{self.out}/statistics/*.parquet'").fetchall()
                    points = db.sql(f"select value from '{self.out}/series/*.parquet'").fetchall()
                assert {s for (s,) in facts} in self.facts
                assert sorted(str(v) for (v,) in points) in self.points
                return
            except (FileNotFoundError, duckdb.IOException) as error:
                assert "No such file" in str(error) or "No files found" in str(error), error
                self.retries += 1
                if attempt == 4:
                    raise


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.skipif(not hasattr(os, "killpg"), reason="this system has no process groups to kill")
def test_killed_at_twenty_moments_nothing_is_lost_or_twice(tmp_path: Path) -> None:
    raw, out, settings = tmp_path / "raw", tmp_path / "out", tmp_path / "baoshu.toml"
    settings.write_text("batch_chars = 2500\n")
    whole = []
    for variant in (0, 1):
        write_pages(raw, PAGES, variant)
        done = run(raw, "--out", tmp_path / f"whole{variant}", "--quiet", "--config", settings)
        assert done.returncode == 0, done.stderr
        whole.append(pipeline.open_result(tmp_path / f"whole{variant}"))
    expected = [rows(tables) for tables in whole]
    begun = time.monotonic()
    assert run(raw, "--out", out, "--quiet", "--config", settings).returncode == 0
    lasts = time.monotonic() - begun

    reader = Reader(out, whole)
    reader.start()
    chance = random.Random(6)
    killed = 0
    for number in range(KILLS):
        variant = number % 2
        write_pages(raw, PAGES, variant)
        words = (raw, "--out", out, "--quiet", "--config", settings, "--workers", number // 2 % 2 + 1)
        process = command(*words)
        try:
            process.wait(lasts * chance.uniform(0.1, 1.0))
        except Exception:
            os.killpg(process.pid, signal.SIGKILL)
            killed += 1
        process.communicate()
        done = run(*words)
        assert done.returncode == 0, (number, done.stderr)
        assert rows(pipeline.open_result(out)) == expected[variant], number
        assert not torn(out), number
        assert not reader.fault, reader.fault
    reader.over.set()
    reader.join(60)
    assert not reader.fault, reader.fault
    assert reader.seen == {0, 1}
    assert reader.polls > KILLS
    assert killed > KILLS // 2
    assert not check_folder(out).faults
    print(f"{killed} kills, {reader.polls} polls, {reader.retries} retries, a run lasts {lasts:.1f} s")


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="this system has no process groups to kill")
def test_workers_end_with_the_process_they_work_for(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    write_pages(raw, PAGES)
    settings = tmp_path / "baoshu.toml"
    settings.write_text("batch_chars = 2500\n")
    process = command(raw, "--out", tmp_path / "out", "--config", settings, "--workers", 2)
    while not list(tmp_path.glob("out/versions/.staging*/_units/*.parquet")):
        assert process.poll() is None
        time.sleep(0.05)
    children = workers_of(process.pid)
    assert len(children) >= 2
    process.kill()  # it alone, so that it cannot end the others
    process.communicate()
    until = time.monotonic() + 20
    while any(alive(pid) for pid in children) and time.monotonic() < until:
        time.sleep(0.1)
    assert not [pid for pid in children if alive(pid)]


def workers_of(pid: int) -> list[int]:
    """The processes that a process started."""
    path = Path(f"/proc/{pid}/task/{pid}/children")
    if not path.exists():
        pytest.skip("this system does not tell which processes a process started")
    return [int(child) for child in path.read_text().split()]


def alive(pid: int) -> bool:
    """Whether the process runs, and is not only waiting to be buried."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
