"""Fuzz the pipeline: mutated pages and byte strings through reading and all stages.

    python -m tests.fuzz [--rounds N] [--seed N] [--from N]
    python -m tests.fuzz --replay .fuzz/FILE

Input number i of a seed is always the same. An input on which something does not hold is written to
.fuzz/, with what it was beside it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.fuzz.judge import Judge
from tests.fuzz.mutate import Input, make_input

KEPT = Path(".fuzz")
TOGETHER = 50
SECONDS_BETWEEN_LINES = 10.0
MOST_FAILURES = 20
"""So many failing inputs, and the rest of the rounds would hardly tell more."""


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--rounds", type=int, default=100_000, help="how many inputs (default: 100000)")
    cli.add_argument("--seed", type=int, default=0, help="which inputs (default: 0)")
    cli.add_argument("--from", dest="begin", type=int, default=0, help="number of the first (default: 0)")
    cli.add_argument("--replay", type=Path, help="try one file again")
    args = cli.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        judge = Judge(Path(folder))
        if args.replay:
            failed = replay(judge, args.replay)
        else:
            failed = rounds(judge, args.seed, range(args.begin, args.begin + args.rounds))
    sys.exit(1 if failed else 0)


def replay(judge: Judge, path: Path) -> int:
    """Try a kept input again; returns how many faults were found."""
    faults = judge.faults([Input(path.name, path.read_bytes(), single=path.suffix in (".txt", ".md"))])
    for _, words in faults:
        print(words)
    print(f"{path}: {'something does not hold' if faults else 'all holds'}")
    return len(faults)


def rounds(judge: Judge, seed: int, numbers: range) -> int:
    """Try inputs of a seed; returns how many failed."""
    failed = 0
    begun = said = time.monotonic()
    for first in range(numbers.start, numbers.stop, TOGETHER):
        inputs = [make_input(seed, i) for i in range(first, min(first + TOGETHER, numbers.stop))]
        for one, words in judge.faults(inputs):
            failed += 1
            keep(one, words)
        done = first + len(inputs) - numbers.start
        if (now := time.monotonic()) - said > SECONDS_BETWEEN_LINES:
            said = now
            rate = done / (now - begun)
            print(f"{done} of {len(numbers)} inputs, {rate:.0f} a second, {failed} failed", flush=True)
        if failed >= MOST_FAILURES:
            break
    print(f"seed {seed}: {done} inputs in {time.monotonic() - begun:.0f} s, {failed} failed")
    return failed


def keep(one: Input, words: str) -> None:
    """Write a failing input to .fuzz/ and say how to try it again."""
    KEPT.mkdir(exist_ok=True)
    path = KEPT / one.name
    path.write_bytes(one.data)
    path.with_name(f"{one.name}.fault").write_text(words + "\n", encoding="utf-8", errors="backslashreplace")
    print(f"FAILED {words[:2000]}\n  again with: python -m tests.fuzz --replay {path}", flush=True)


if __name__ == "__main__":
    main()
