"""How worker processes come to be."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

import pytest

import pipeline
from pipeline.cli.run import _start_method
from pipeline.config import Config
from pipeline.errors import BaoshuError

from .pages import ROOT, rows, run, write_pages

SCRIPT = """
import os, sys
import pipeline
from pipeline.config import Config

if __name__ == "__main__":
    raw, out, method = sys.argv[1:]
    pipeline.run(raw, out, workers=2, config=Config(batch_chars=600), start_method=method)
    pipeline.run(raw, out, workers=2, config=Config(batch_chars=600), start_method=method, force=True)
"""
PRELOADED = """
import sys
import pipeline.engines.preload
from pipeline.config import Config
from pipeline.engines.shared import _made_nlp
assert _made_nlp.cache_info().currsize == 1 and "pandas" not in sys.modules
_made_nlp(Config())
assert _made_nlp.cache_info().hits == 1
"""
COMMAND = """
import sys
from pipeline.cli.run import run
run([*sys.argv[1:], "--quiet"], standalone_mode=False)
sys.exit("pandas" in sys.modules)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no fork server on this system")
@pytest.mark.parametrize("method", ["spawn", "forkserver"])
def test_rows_do_not_depend_on_how_workers_are_made(method: str, tmp_path: Path) -> None:
    write_pages(tmp_path / "raw", 20)
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    words = [sys.executable, str(script), str(tmp_path / "raw"), str(tmp_path / "out"), method]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False, env=_with_root())
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    alone = pipeline.run(tmp_path / "raw", tmp_path / "alone")
    assert rows(pipeline.open_result(tmp_path / "out")) == rows(alone)


def test_the_process_they_are_forked_of_has_read_everything() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PRELOADED], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_worker_that_cannot_be_started_ends_the_run_with_a_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start(_: object) -> None:
        raise EOFError

    write_pages(tmp_path / "raw", 8)
    monkeypatch.setattr(multiprocessing.get_context("spawn").Process, "start", start)
    with pytest.raises(BaoshuError, match=r"B011.*EOFError.*memory"):
        pipeline.run(tmp_path / "raw", tmp_path / "out", workers=2, config=Config(batch_chars=200))
    assert not (tmp_path / "out" / "current").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="no fork server on this system")
def test_without_a_place_for_the_fork_server_workers_are_spawned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from multiprocessing import forkserver

    def ensure_running() -> None:
        raise OSError("AF_UNIX path too long")

    write_pages(tmp_path / "raw", 8)
    monkeypatch.setattr(forkserver, "ensure_running", ensure_running)
    config = Config(batch_chars=200)
    result = pipeline.run(tmp_path / "raw", tmp_path / "out", 2, config, start_method="forkserver")
    assert result.arrow("documents").num_rows == 8


def test_where_the_command_line_forks_them() -> None:
    assert _start_method(Config(ner="zh_core_web_trf")) == "spawn"
    expected = "forkserver" if sys.platform == "linux" else "spawn"
    assert {_start_method(Config()), _start_method(Config(ner="none"))} == {expected}


def test_a_lexicon_that_workers_cannot_read_ends_the_run_in_one_line(tmp_path: Path) -> None:
    write_pages(tmp_path / "raw", 8)
    (tmp_path / "own.yaml").write_text("rules: [{words: [测试]}]\n", encoding="utf-8")
    (tmp_path / "b.toml").write_text('batch_chars = 200\nevents = "own.yaml"\n', encoding="utf-8")
    done = run(tmp_path / "raw", "--out", tmp_path / "out", "--workers", 2, "--config", tmp_path / "b.toml")
    assert done.returncode == 1
    assert "B010" in done.stderr and "own.yaml" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_run_of_the_command_line_imports_no_pandas(workers: str, tmp_path: Path) -> None:
    write_pages(tmp_path / "raw", 8)
    (tmp_path / "b.toml").write_text("batch_chars = 200\n", encoding="utf-8")
    words = [str(tmp_path / "raw"), "--out", str(tmp_path / "out"), "--workers", workers]
    words += ["--config", str(tmp_path / "b.toml")]
    command = [sys.executable, "-c", COMMAND, *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def _with_root() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT)}
