"""Pages, rows and commands that the tests of the engines share."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pipeline
from pipeline.contract import table_names

ROOT = Path(__file__).parents[2]
BODIES = ("总工会", "教育工会", "医务工会", "建设工会", "邮政工会")


def page(number: int, count: int) -> str:
    """A page with one short article."""
    body = BODIES[number % len(BODIES)]
    return (
        f"青河市{body}第{number}站建成职工驿站{count}个\n\n"
        f"本报讯（记者 林晚）2024年{number % 12 + 1}月，青河市第{number}街道{body}新建职工驿站{count}个，"
        f"服务职工近{count + 1}万人次，满意率达{80 + number % 20}%。\n"
    )


def write_pages(folder: Path, count: int, variant: int = 0) -> None:
    """So many pages; those of two variants differ in every second page, and in which pages there are."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        path = folder / f"p{number:04d}.txt"
        if number % 50 == 10 + variant:
            path.unlink(missing_ok=True)
            continue
        path.write_text(page(number, number + 3 + (number % 2) * variant), encoding="utf-8")


def rows(result: pipeline.Tables) -> dict[str, list[str]]:
    """Each table's rows, sorted."""
    return {
        name: sorted(json.dumps(r, default=str, sort_keys=True) for r in result.arrow(name).to_pylist())
        for name in table_names()
        if name != "runs"
    }


def command(*words: object, **environment: str) -> subprocess.Popen[str]:
    """`baoshu run …` in a session of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline", "run", *map(str, words)],
        cwd=ROOT,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )


def run(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """The same, waited for."""
    process = command(*words, **environment)
    out, err = process.communicate(timeout=280)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def torn(out: Path) -> list[Path]:
    """What a run that is over must not leave."""
    return [*out.rglob("*.partial"), *out.rglob(".staging*"), *out.glob(".*.new"), *out.rglob("_spool")]
