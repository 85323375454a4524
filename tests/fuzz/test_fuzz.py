"""Mutated pages and byte strings never raise, never get a false offset, and are never lost.

`make fuzz` does a hundred thousand; here are so many as fit into a test run.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.tables import to_arrow
from tests.fuzz.judge import Judge
from tests.fuzz.mutate import Input, make_input

ROOT = Path(__file__).parent.parent.parent
SEED = 7
SLICES, ROUNDS = 8, 250


@pytest.fixture
def judge(tmp_path: Path) -> Judge:
    return Judge(tmp_path)


@pytest.mark.parametrize("part", range(SLICES))
def test_mutated_pages_and_bytes_keep_the_contract(judge: Judge, part: int) -> None:
    faults = judge.faults([make_input(SEED, i) for i in range(part * ROUNDS, (part + 1) * ROUNDS)])
    assert not faults, [(one.name, words[:500]) for one, words in faults]


def record(**facts: str) -> bytes:
    return json.dumps({"id": "r", "text": "青河市总工会新建驿站12个。"} | facts).encode()


FOUND = {
    "a mark that layout drops, within the words that say the day": Input(
        "mark.txt", "青河市总工会召开会议，部署2025\u200e\n\t年工作。\n".encode()
    ),
    "a day of publication at the end of the calendar": Input(
        "last.jsonl", record(text="去年底至今年初，青河市总工会新建驿站12个。", publication_date="9999-12-31")
    ),
    "a day of publication at its beginning": Input(
        "first.jsonl", record(text="去年，青河市总工会新建驿站12个。", publication_date="0001-01-01")
    ),
    "a title whose last line is only marks": Input(
        "title.jsonl",
        record(text="开展慰问。", title="　　٢\n　　*\n　　\u200b\n　　\x1c\n　　👨\n　　\u200d\n"),
    ),
    "a count of years longer than a float": Input("years.txt", ("建会" + "9" * 400 + "年。\n").encode()),
    "UTF-16 with half a character at the end": Input(
        "half.csv", ("id,text\n" + "1,青河市总工会新建驿站\n" * 9000).encode("utf-16") + b"\n", single=False
    ),
    "words in columns of three letters": Input(
        "columns.txt",
        (
            "夜校二\n 十点“\n 灯火\n ”，\n 开AA"
            + "\n AAA" * 31
            + "\n AA溪\n 水街道\n 职工之\n 家的“\n 夜校”\n 开课。\n"
        ).encode(),
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_what_was_once_found_stays_mended(judge: Judge, name: str) -> None:
    assert not judge.faults([FOUND[name]])


def test_an_input_is_the_same_each_time() -> None:
    assert [make_input(3, i) for i in range(20)] == [make_input(3, i) for i in range(20)]
    assert make_input(3, 0) != make_input(4, 0)


def test_a_fault_is_found_among_others_and_can_be_tried_again(
    judge: Judge, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from tests.fuzz import __main__ as fuzz

    def false_rows(items: list[object], config: object) -> object:
        batch = honest(items, config)
        rows = batch.tables["sentences"].to_pylist()
        for row in rows:
            row["start"] += "毒" in row["text"]
        batch.tables["sentences"] = to_arrow("sentences", rows)
        return batch

    honest = sys.modules["tests.fuzz.judge"].work_batch  # type: ignore[attr-defined]
    monkeypatch.setattr("tests.fuzz.judge.work_batch", false_rows)
    monkeypatch.setattr(fuzz, "KEPT", tmp_path / "kept")
    inputs = [Input(f"{i}.txt", f"第{i}页没有毛病。\n".encode()) for i in range(4)]
    poisoned = Input("bad.txt", "这一页有毒。\n".encode())
    ((one, words),) = judge.faults([*inputs, poisoned])
    assert one == poisoned
    fuzz.keep(one, words)
    kept = tmp_path / "kept" / "bad.txt"
    assert kept.read_bytes() == poisoned.data
    assert fuzz.replay(judge, kept) == 1
    monkeypatch.undo()
    assert fuzz.replay(judge, kept) == 0


def test_the_fuzzer_runs_as_a_command() -> None:
    command = [sys.executable, "-m", "tests.fuzz", "--rounds", "30", "--seed", "5"]
    done = subprocess.run(
        command, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "30 inputs" in done.stdout
