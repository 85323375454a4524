"""Measures the stages of the pipeline, each question in a process of its own.

    python -m benchmarks.stages stages|entities|run|start|page [--bytes N] [--workers N]

Prints one JSON object. Speeds are code points a second; memory is the peak of the process (of a run with
workers: the largest sum over the process tree that was seen, sampled every 100 ms) in MB of 10⁶ bytes.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import jieba
import psutil

from benchmarks.corpus import sample_pages

ENTITY_STAGES = ("baoshu_entity_grammar", "baoshu_entity_model", "baoshu_entities")


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("question", choices=["stages", "entities", "run", "start", "page"])
    cli.add_argument("--bytes", type=int, default=5_000_000, help="UTF-8 bytes of text (default: 5000000)")
    cli.add_argument("--workers", type=int, default=1)
    args = cli.parse_args()
    jieba.setLogLevel(logging.WARNING)
    answers: dict[str, Callable[[], dict[str, Any]]] = {
        "stages": lambda: stages(args.bytes),
        "entities": lambda: entities(args.bytes),
        "run": lambda: run(args.bytes, args.workers),
        "start": start,
        "page": page,
    }
    print(json.dumps(answers[args.question]()))


def pages(size: int) -> list[str]:
    """The sample pages again and again, up to `size` UTF-8 bytes."""
    samples = sample_pages()
    found: list[str] = []
    while size > 0:
        page = samples[len(found) % len(samples)]
        found.append(page)
        size -= len(page.encode())
    return found


def stages(size: int) -> dict[str, Any]:
    """Seconds of each stage over the pages, and of jieba alone on the same text."""
    from pipeline.config import Config
    from pipeline.engines.shard import SHARD_TABLES, shared_nlp
    from pipeline.language import attribute, make_doc
    from pipeline.layout import read_layout
    from pipeline.mentions import Publication
    from pipeline.reading import Reject, SourceDocument
    from pipeline.tables import Extraction, document_rows, reject_row, to_arrow

    texts = pages(size)
    nlp = shared_nlp(Config())
    seconds: dict[str, float] = dict.fromkeys(["jieba.lcut", "layout", "words", *nlp.pipe_names, "rows"], 0.0)

    def timed(name: str, work: Callable[[], Any]) -> Any:
        begun = time.perf_counter()
        made = work()
        seconds[name] += time.perf_counter() - begun
        return made

    jieba.lcut(texts[0])
    batch: dict[str, list[Any]] = {name: [] for name in SHARD_TABLES}
    to_arrow(
        "rejects", [reject_row(Reject("x.txt", "empty", "nothing"))]
    )  # pyarrow imports pandas at the first row
    chars = waiting = 0
    with nlp.memory_zone():
        for number, text in enumerate(texts):
            layout = timed("layout", lambda text=text: read_layout(text))
            chars += len(text)
            timed("jieba.lcut", lambda view=layout.view.text: jieba.lcut(view))
            doc = timed("words", lambda layout=layout: make_doc(nlp, layout))
            for name, component in nlp.pipeline:
                doc = timed(name, lambda component=component, doc=doc: component(doc))
            found = Extraction(
                layout=layout,
                publication=doc._.publication or Publication(),
                **{
                    name: attribute(doc, name)
                    for name in ("numbers", "dates", "entities", "events", "statistics")
                },
            )
            source = SourceDocument(f"p{number}", f"p{number}.txt", "0" * 64, "utf-8", text)
            made = timed("rows", lambda source=source, found=found: document_rows(source, found))
            for name, more in made.items():
                batch[name] += more
            waiting += len(text)
            if waiting >= Config().batch_chars or number + 1 == len(texts):
                timed("rows", lambda batch=batch: [to_arrow(name, batch[name]) for name in SHARD_TABLES])
                batch, waiting = {name: [] for name in SHARD_TABLES}, 0
    return {"chars": chars, "seconds": seconds}


def entities(size: int) -> dict[str, Any]:
    """Words and the three entity stages alone: their speed together and the process's peak memory."""
    from pipeline.engines.stages import load
    from pipeline.language import make_doc
    from pipeline.layout import read_layout

    nlp = load()
    nlp.select_pipes(enable=list(ENTITY_STAGES))
    chars, seconds = 0, 0.0
    nlp("青河市总工会主席林晚介绍了情况。")
    for text in pages(size):
        with nlp.memory_zone():  # one a document, as in a run
            doc = make_doc(nlp, read_layout(text))
            begun = time.perf_counter()
            nlp(doc)
            seconds += time.perf_counter() - begun
        chars += len(text)
    return {"chars": chars, "seconds": seconds, "peak_mb": _peak()}


def run(size: int, workers: int) -> dict[str, Any]:
    """A whole run from files to published tables, the start of the processes included."""
    with tempfile.TemporaryDirectory() as scratch:
        raw, out = Path(scratch, "raw"), Path(scratch, "out")
        raw.mkdir()
        chars = 0
        for number, text in enumerate(pages(size)):
            (raw / f"p{number:05d}.txt").write_text(text, encoding="utf-8")
            chars += len(text)
        command = [sys.executable, "-m", "pipeline", "run", raw, "--out", out, "--workers", str(workers)]
        start()  # writes bytecode
        begun = time.perf_counter()
        with subprocess.Popen([*command, "--quiet"], env=_with_bytecode()) as process:
            watch = _Watch(process.pid)
            watch.start()
            if process.wait():
                sys.exit("the run failed")
            seconds = time.perf_counter() - begun
            watch.done.set()
            watch.join()
    return {"chars": chars, "seconds": seconds, "peak_mb": watch.peak / 1e6}


def page() -> dict[str, Any]:
    """What a page of 100 times the text costs, as a multiple of the sample page's; best of three of each."""
    from pipeline.config import Config
    from pipeline.engines.shard import work_batch
    from pipeline.reading import SourceDocument

    text = max(sample_pages(), key=len)
    pages = {1: text, 100: "\n\n".join([text] * 100)}

    def seconds(times: int) -> float:
        source = SourceDocument("p", "p.txt", "0" * 64, "utf-8", pages[times])
        begun = time.process_time()
        for _ in range(100 // times):
            work_batch([source], Config(page_seconds=600))
        return time.process_time() - begun

    seconds(1)
    best = {times: min(seconds(times) for _ in range(3)) for times in pages}
    return {"chars": len(pages[100]), "seconds": best[100], "ratio": 100 * best[100] / best[1]}


def start() -> dict[str, Any]:
    """Seconds from a new interpreter to a pipeline that has read its first sentence, as every worker process
    of a run begins; best of three. Its caches are warm: jieba's dictionary and Python's bytecode, which an
    installed package has."""
    code = (
        "import time; from pipeline.config import Config; from pipeline.engines.shard import shared_nlp; "
        "shared_nlp(Config()); print(time.time())"
    )
    best = float("inf")
    for _ in range(3):
        begun = time.time()
        ended = subprocess.run(
            [sys.executable, "-c", code], check=True, env=_with_bytecode(), stdout=subprocess.PIPE
        )
        best = min(best, float(ended.stdout) - begun)
    return {"seconds": best}


def _with_bytecode() -> dict[str, str]:
    """The environment, in which Python may keep bytecode: an installed package has it."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class _Watch(threading.Thread):
    """Follows the memory of a process and its children: pages that they share count once."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.process, self.peak, self.done = psutil.Process(pid), 0, threading.Event()

    def run(self) -> None:
        while not self.done.wait(0.1):
            self.peak = max(self.peak, self._now())

    def _now(self) -> int:
        total = 0
        with suppress(psutil.Error):
            for process in (self.process, *self.process.children(recursive=True)):
                with suppress(psutil.Error):
                    memory = process.memory_full_info()
                    total += getattr(memory, "pss", memory.uss)
        return total


def _peak() -> float:
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    main()
