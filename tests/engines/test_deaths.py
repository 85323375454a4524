"""A document that takes its process with it is rejected, alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import pipeline

from .pages import ROOT, page, rows, run, torn, write_pages

POISON = os.pathsep.join([str(Path(__file__).parent / "poison"), str(ROOT)])
PAGES = 24

pytestmark = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs Linux's /proc")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_pages(tmp_path / "raw", PAGES)
    (tmp_path / "baoshu.toml").write_text("batch_chars = 500\npage_seconds = 2\n")
    return tmp_path


def words(folder: Path, *more: object) -> tuple[object, ...]:
    return (folder / "raw", "--out", folder / "out", "--config", folder / "baoshu.toml", "--quiet", *more)


def check_alone_rejected(folder: Path, expected: dict[str, str]) -> None:
    result = pipeline.open_result(folder / "out")
    rejects = {r["source_path"]: r["reason"] for r in result.arrow("rejects").to_pylist()}
    assert rejects == expected
    for name in expected:
        (folder / "raw" / name).unlink()
    assert run(folder / "raw", "--out", folder / "afresh", "--quiet").returncode == 0
    others = rows(pipeline.open_result(folder / "afresh"))
    assert rows(result) | {"rejects": []} == others
    assert not torn(folder / "out")


def test_pages_that_kill_hang_or_hog_their_process(folder: Path) -> None:
    for name in ("kill", "hang", "hog"):
        (folder / "raw" / f"{name}.txt").write_text(page(99, 7), encoding="utf-8")
    done = run(*words(folder, "--workers", 2), PYTHONPATH=POISON)
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    check_alone_rejected(folder, {"kill.txt": "failed", "hang.txt": "too_slow", "hog.txt": "failed"})


def test_a_run_in_one_process_that_was_killed_finds_the_page_the_next_time(folder: Path) -> None:
    assert run(*words(folder)).returncode == 0
    (folder / "raw" / "kill.txt").write_text(page(99, 7), encoding="utf-8")
    assert run(*words(folder), PYTHONPATH=POISON).returncode == -9
    assert pipeline.open_result(folder / "out").arrow("rejects").num_rows == 0
    assert run(*words(folder), PYTHONPATH=POISON).returncode == 3
    check_alone_rejected(folder, {"kill.txt": "failed"})


def test_pages_given_up_are_tried_again_by_the_next_run(folder: Path) -> None:
    (folder / "raw" / "kill.txt").write_text(page(99, 7), encoding="utf-8")
    assert run(*words(folder, "--workers", 2), PYTHONPATH=POISON).returncode == 3
    assert run(*words(folder, "--workers", 2)).returncode == 0
    assert pipeline.open_result(folder / "out").arrow("documents").num_rows == PAGES


UNGUARDED = """
import sys, pipeline
from pipeline.config import Config
result = pipeline.run("raw", "out", workers=int(sys.argv[1]), config=Config(batch_chars=500))
print(result.arrow("documents").num_rows)
"""


def test_scripts_without_a_guard(folder: Path) -> None:
    (folder / "script.py").write_text(UNGUARDED)
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    ran = [
        subprocess.run(
            [sys.executable, "script.py", workers],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        for workers in ("2", "1")
    ]
    assert ran[0].returncode == 1
    assert "B011" in ran[0].stderr
    assert "__main__" in ran[0].stderr
    assert ran[1].returncode == 0, ran[1].stderr  # what broke off makes it careful; it goes on all the same
    assert ran[1].stdout.strip() == str(PAGES - 1)
