"""Memory of a run over many distinct records: peaks, and whether anything grows with the corpus.

    python -m benchmarks.memory [--records N] [--html-bytes N] [--workers N] [--out FILE] [--samples FILE]

Writes a JSONL of invented records (see `benchmarks.invented`), runs `baoshu run` over it as a process
of its own and looks once a second at the private memory (USS) of the driver and of each worker, and at
the proportional memory (PSS, where the system has it) of the whole tree.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import astuple, dataclass, field, fields
from pathlib import Path

import numpy as np
import psutil

from benchmarks.invented import write_records

ROOT = Path(__file__).parent.parent
MIB = 2**20
SETTLED = 0.3
"""Share of the records before which growth is not looked at: lexicons, caches and pools still fill."""
_PROGRESS = re.compile(r"^(\d+) documents")


@dataclass(frozen=True, slots=True)
class Sample:
    """One look: seconds since the start, documents finished so far, MiB."""

    seconds: float
    documents: int
    driver: float
    workers: float
    tree: float
    working: bool  # whether there are worker processes


@dataclass(slots=True)
class Measured:
    """What became of a run. `jsonl_bytes` is the input's size; growth is MiB per 100,000 records."""

    records: int
    jsonl_bytes: int
    seconds: float
    printed: str
    samples: list[Sample] = field(default_factory=list)

    @property
    def extracting(self) -> list[Sample]:
        """The samples until the last worker ended; all of a run in one process."""
        return self.samples[: self._end]

    @property
    def resolving(self) -> list[Sample]:
        """The samples since the last worker ended."""
        return self.samples[self._end :]

    @property
    def _end(self) -> int:
        working = [i for i, sample in enumerate(self.samples) if sample.working]
        return working[-1] + 1 if working else len(self.samples)

    def growth(self, of: str) -> float:
        """Slope of the straight line through what was seen while documents were worked on."""
        settled = [s for s in self.extracting if s.documents >= SETTLED * self.records]
        if len({s.documents for s in settled}) < 2:
            return float("nan")
        slope, _ = np.polyfit([s.documents for s in settled], [getattr(s, of) for s in settled], 1)
        return float(slope) * 100_000


def measure(
    records: int,
    workers: int = 2,
    batch_chars: int | None = None,
    html_bytes: int = 0,
    watch: Callable[[Sample], object] = lambda _: None,
) -> Measured:
    """Run over so many invented records in a temporary folder; `watch` is called with each sample.

    `html_bytes`: size of a field in each record that no run reads, as a press database's dump has them.
    Raises RuntimeError with what was printed where the run fails.
    """
    with tempfile.TemporaryDirectory() as made:
        source, settings = Path(made, "records.jsonl"), Path(made, "settings.toml")
        size = write_records(source, records, html_bytes=html_bytes)
        settings.write_text(f"batch_chars = {batch_chars}\n" if batch_chars else "", encoding="utf-8")
        command = [sys.executable, "-m", "pipeline", "run", source, "--out", Path(made, "out")]
        command += ["--workers", str(workers), "--config", settings]
        begun = time.monotonic()
        run = subprocess.Popen(
            list(map(str, command)), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        said = _Said(run)
        result = Measured(records, size, 0.0, "")
        while run.poll() is None:
            if sample := _sample(psutil.Process(run.pid), time.monotonic() - begun, said.documents):
                result.samples.append(sample)
                watch(sample)
            time.sleep(1.0)
        said.join()
        result.seconds, result.printed = time.monotonic() - begun, said.out
        if run.returncode:
            raise RuntimeError(said.out + said.errors)
        return result


class _Said:
    """Reads what the run prints while it works, and how many documents it has finished by that."""

    def __init__(self, run: subprocess.Popen[str]) -> None:
        self.documents, self.out, self.errors = 0, "", ""
        self._run = run
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._listen, self._collect)]
        for thread in self._threads:
            thread.start()

    def _listen(self) -> None:
        for line in self._run.stderr or ():
            if said := _PROGRESS.match(line):
                self.documents = int(said[1])
            else:
                self.errors += line

    def _collect(self) -> None:
        self.out = self._run.stdout.read() if self._run.stdout else ""

    def join(self) -> None:
        for thread in self._threads:
            thread.join()


def _sample(driver: psutil.Process, seconds: float, documents: int) -> Sample | None:
    try:
        own, shared = _memory(driver)
        children = driver.children(recursive=True)
        working = any(_is_worker(child, driver) for child in children)
        others = [_memory(child) for child in children]
    except (psutil.NoSuchProcess, psutil.AccessDenied):  # one of them has just ended
        return None
    workers = sum(uss for uss, _ in others)
    tree = shared + sum(pss for _, pss in others)
    return Sample(seconds, documents, own, workers, tree, working)


def _is_worker(process: psutil.Process, driver: psutil.Process) -> bool:
    command = " ".join(process.cmdline())
    forked = "forkserver" in command and process.ppid() != driver.pid  # a fork bears its server's name
    return forked or "spawn_main" in command


def _memory(process: psutil.Process) -> tuple[float, float]:
    """USS and PSS in MiB; where there is no PSS, the resident size."""
    found = process.memory_full_info()
    return found.uss / MIB, getattr(found, "pss", found.rss) / MIB


def peak(samples: Sequence[Sample], of: str) -> float:
    """The highest value of a column of the samples."""
    return max((getattr(s, of) for s in samples), default=0.0)


def table(measured: Measured, workers: int) -> str:
    """The result as Markdown."""
    m = measured
    rows = [
        ("the driver", peak(m.extracting, "driver"), m.growth("driver")),
        (f"{workers} workers together", peak(m.extracting, "workers"), m.growth("workers")),
        ("all together while documents are worked on (PSS)", peak(m.extracting, "tree"), None),
        ("all together while the driver resolves the corpus (PSS)", peak(m.resolving, "tree"), None),
    ]
    lines = [
        f"Measured {dt.date.today()}: {m.records} distinct records, {m.jsonl_bytes / 1e6:.0f} MB of JSONL, "
        f"{workers} workers, {m.seconds:.0f} s.",
        "",
        "| | peak, MiB | growth, MiB per 100,000 records |",
        "| --- | ---: | ---: |",
    ]
    for name, highest, growth in rows:
        lines.append(f"| {name} | {highest:,.0f} | {'' if growth is None else f'{growth:+.1f}'} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--records", type=int, default=30_000, help="how many (default: 30000)")
    cli.add_argument("--html-bytes", type=int, default=0, help="of each, a field nobody reads (default: 0)")
    cli.add_argument("--workers", type=int, default=2, help="processes (default: 2)")
    cli.add_argument("--out", type=Path, help="also write the table here, as Markdown")
    cli.add_argument("--samples", type=Path, help="write every look here, as CSV")
    args = cli.parse_args()
    with nullcontext() if args.samples is None else args.samples.open("w", encoding="utf-8") as stream:

        def watch(sample: Sample) -> None:
            if stream is not None:
                print(*(f"{value:.1f}" for value in astuple(sample)), sep=",", file=stream, flush=True)

        if stream is not None:
            print(*(column.name for column in fields(Sample)), sep=",", file=stream)
        measured = measure(args.records, args.workers, html_bytes=args.html_bytes, watch=watch)
    print(measured.printed)
    print(table(measured, args.workers))
    if args.out:
        args.out.write_text(table(measured, args.workers), encoding="utf-8")


if __name__ == "__main__":
    main()
