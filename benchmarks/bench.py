"""Speed and memory: of each stage, of the whole, and beside the libraries users could take instead.

    python -m benchmarks.bench [--bytes N] [--out FILE]

All are measured in one run on one machine, each question and each peer in a process of its own; peers in
virtual environments of their own (made at first use below .bench/, packages from PyPI), compiled extractors
in a copy of this tree there. Only the ratios are worth quoting.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Any

import jieba

from benchmarks.corpus import sample_text
from pipeline.extractors.dates import find_dates, resolve_dates
from pipeline.extractors.numbers import find_numbers
from pipeline.mentions import Publication

HERE = Path(__file__).parent
ENVIRONMENTS = HERE.parent / ".bench"
JIONLP_CHARS = 500_000
RECOGNIZERS_CHARS = 20_000  # at a few thousand characters a second, more would only take longer
HOSTILE = ("一", "9", "（", "年月日")
HOSTILE_CHARS = 100_000
REPEATS = 3
BYTES_A_CHAR = 2.75
"""Of the sample text: UTF-8 bytes a code point."""


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--bytes", type=int, default=5_000_000, help="UTF-8 bytes of text (default: 5000000)")
    cli.add_argument("--out", type=Path, help="also write the table here, as Markdown")
    args = cli.parse_args()
    text = sample_text(int(args.bytes / BYTES_A_CHAR))
    parts = [_head(args.bytes), _stages(args.bytes), _whole(args.bytes), _rates(text), _hostile()]
    table = "\n".join("\n".join([*part, ""]) for part in parts)
    print(table)
    if args.out:
        args.out.write_text(table, encoding="utf-8")


def _head(size: int) -> list[str]:
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    return [
        f"Measured {dt.date.today()} with `make bench` on the sample pages repeated to {size / 1e6:g} MB ({machine})."
    ]


def _stages(size: int) -> list[str]:
    """Each stage in one process, and what all cost beside jieba on the same text: as installed, and compiled."""
    columns = [_stage_rows(_ask("stages", size, tree=tree)) for tree in _trees()]
    kinds = ("", " (compiled)")[: len(columns)]
    table = [
        "| stage (one process) | "
        + " | ".join(f"characters a second{k} | times jieba.lcut{k}" for k in kinds)
        + " |",
        "| --- |" + " ---: |" * 2 * len(columns),
    ]
    for cells in zip(*columns, strict=True):
        figures = (f"{chars:,.0f} | {times:.2f}" for _, chars, times in cells)
        table.append(f"| {cells[0][0]} | {' | '.join(figures)} |")
    return table


def _stage_rows(found: dict[str, Any]) -> list[tuple[str, float, float]]:
    """Stage, characters a second, times the time of jieba.lcut."""
    chars, seconds = found["chars"], found["seconds"]
    floor = seconds.pop("jieba.lcut")
    model = seconds["baoshu_entity_model"]
    rows = [*seconds.items(), ("all but the entity model", sum(seconds.values()) - model)]
    rows += [("**all stages**", sum(seconds.values())), ("jieba.lcut, the floor", floor)]
    return [(name, chars / took, took / floor) for name, took in rows]


def _whole(size: int) -> list[str]:
    """Whole runs from files to published tables, the entity stages alone, the start.

    Runs with one and with two workers take turns, `REPEATS` of each; the quickest counts, as what else the machine
    does comes and goes within minutes. Their memory is that of further runs.
    """
    table = ["| | characters a second | seconds | peak memory, MB |", "| --- | ---: | ---: | ---: |"]

    def row(name: str, found: dict[str, Any]) -> str:
        speed = f"{found['chars'] / found['seconds']:,.0f}" if "chars" in found else ""
        memory = f"{found['peak_mb']:,.0f}" if "peak_mb" in found else ""
        return f"| {name} | {speed} | {found['seconds']:.1f} | {memory} |"

    for tree, kind in zip(_trees(), ("", "compiled: "), strict=False):
        rounds = [[_ask("run", size, "--workers", str(n), tree=tree) for n in (1, 2)] for _ in range(REPEATS)]
        one, two = (min(found, key=itemgetter("seconds")) for found in zip(*rounds, strict=True))
        for found, n in ((one, 1), (two, 2)):
            found |= _ask("run", size, "--workers", str(n), "--memory", tree=tree)
        table.append(row(f"{kind}a run, one worker", one))
        table.append(
            row(f"{kind}a run, two workers: {one['seconds'] / two['seconds']:.2f} times as fast", two)
        )
        table.append(row(f"{kind}start: import, load, first sentence", _ask("start", size, tree=tree)))
    table.append(row("the entity stages (grammar, model, resolver)", _ask("entities", size)))
    long = _ask("page", size)
    table.append(row(f"a page of 100 times the text: {long['ratio']:.0f} times the time", long))
    return table


@cache
def _trees() -> tuple[Path, ...]:
    """This tree, and a copy of it with compiled extractors where there is a C compiler."""
    tree = HERE.parent
    if shutil.which(os.environ.get("CC", "cc")) is None:
        print("There is no C compiler: nothing compiled is measured.", file=sys.stderr)
        return (tree,)
    copy = ENVIRONMENTS / "compiled"
    shutil.rmtree(copy, ignore_errors=True)
    leave_out = shutil.ignore_patterns("__pycache__", "*.so", "*.pyd", "compiled.json")
    for folder in ("benchmarks", "data/raw", "pipeline", "scripts"):
        shutil.copytree(tree / folder, copy / folder, ignore=leave_out)
    for file in ("pyproject.toml", "README.md", "LICENSE", "NOTICE"):
        shutil.copy(tree / file, copy)
    subprocess.run([sys.executable, "scripts/compile.py"], cwd=copy, check=True, stdout=subprocess.DEVNULL)
    return (tree, copy)


def _ask(question: str, size: int, *options: str, tree: Path = HERE.parent) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.stages", question, "--bytes", str(size), *options]
    path = {"PYTHONPATH": str(tree)}
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=tree,
        env=os.environ | path,
    )
    if done.returncode:
        sys.exit(f"{question} failed:\n{done.stderr[-2000:]}")
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _rates(text: str) -> list[str]:
    ours = _rate(numbers_and_dates, text)
    rows = [
        ("Baoshu: numbers", _rate(find_numbers, text)),
        ("Baoshu: dates, found and resolved", _rate(dates, text)),
        ("**Baoshu: numbers and dates**", ours),
        ("jieba.lcut", _rate(jieba.lcut, text)),
        ("JioNLP: time extraction", _peer("jionlp", "jionlp_time.py", text[:JIONLP_CHARS])),
        (
            "Recognizers-Text: numbers, units, dates",
            _peer("recognizers", "recognizers_zh.py", text[:RECOGNIZERS_CHARS]),
        ),
    ]
    table = [
        "| | characters a second | Baoshu's numbers and dates are so many times as fast |",
        "| --- | ---: | ---: |",
    ]
    return table + [f"| {name} | {rate:,.0f} | {ours / rate:.1f} |" for name, rate in rows]


def _hostile() -> list[str]:
    plain = _seconds(numbers_and_dates, sample_text(HOSTILE_CHARS))
    table = [f"| {HOSTILE_CHARS} characters of | times the time of plain text |", "| --- | ---: |"]
    for unit in HOSTILE:
        text = (unit * HOSTILE_CHARS)[:HOSTILE_CHARS]
        table.append(f"| {unit} | {_seconds(numbers_and_dates, text) / plain:.1f} |")
    return table


def dates(text: str) -> object:
    """Find and resolve the dates of a text published on a known day."""
    day = dt.date(2024, 6, 1)
    return resolve_dates(find_dates(text), Publication(day, day, "supplied"), [(0, len(text))])


def numbers_and_dates(text: str) -> object:
    return find_numbers(text), dates(text)


def _rate(work: Callable[[str], object], text: str) -> float:
    return len(text) / _seconds(work, text)


def _seconds(work: Callable[[str], object], text: str) -> float:
    """The best of several runs, after one on a little of the text that reads the lexicons."""
    work(text[:2000])
    best = float("inf")
    for _ in range(REPEATS):
        begun = time.perf_counter()
        work(text)
        best = min(best, time.perf_counter() - begun)
    return best


def _peer(name: str, script: str, text: str) -> float:
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as file:
        file.write(text)
        file.flush()
        command = [_python(name), HERE / "peers" / script, file.name]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        sys.exit(f"{script} failed:\n{done.stderr[-2000:]}")
    measured = json.loads(done.stdout.splitlines()[-1])
    return float(measured["chars"] / measured["seconds"])


def _python(name: str) -> Path:
    """The interpreter of a peer's environment, which is made where it is not there yet."""
    folder = ENVIRONMENTS / name
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        venv.create(folder, with_pip=True, clear=True)
        install = [python, "-m", "pip", "install", "--quiet", "-r", HERE / "peers" / f"{name}.txt"]
        subprocess.run(install, check=True)
        (folder / "ready").touch()
    return python


if __name__ == "__main__":
    main()
