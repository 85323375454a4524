"""Measures the stages of the pipeline, each question in a process of its own.

    python -m benchmarks.stages stages|entities|run|start|page [--bytes N] [--workers N] [--memory]

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
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import jieba
import psutil

from benchmarks.corpus import sample_pages
from pipeline.reading import SourceDocument

ENTITY_STAGES = ("baoshu_entity_grammar", "baoshu_entity_model", "baoshu_entities")


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("question", choices=["stages", "entities", "run", "start", "page"])
    cli.add_argument("--bytes", type=int, default=5_000_000, help="UTF-8 bytes of text (default: 5000000)")
    cli.add_argument("--workers", type=int, default=1)
    cli.add_argument("--memory", action="store_true", help="follow the memory of a run, which slows it down")
    args = cli.parse_args()
    jieba.setLogLevel(logging.WARNING)
    answers: dict[str, Callable[[], dict[str, Any]]] = {
        "stages": lambda: stages(args.bytes),
        "entities": lambda: entities(args.bytes),
        "run": lambda: run(args.bytes, args.workers, memory=args.memory),
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
    """Seconds of each stage while batches of the pages are worked on as in a run, and of jieba alone on the same
    text, a group of pages before the stages have it. `rows` is all that is left of the time of a batch."""
    from pipeline.config import Config
    from pipeline.engines import batch, document
    from pipeline.engines.shared import shared_nlp
    from pipeline.layout import read_layout

    config = Config()
    nlp = shared_nlp(config)
    seconds = dict.fromkeys(["jieba.lcut", "layout", "words", *nlp.pipe_names, "rows"], 0.0)

    def timed(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def measured(*args: Any, **settings: Any) -> Any:
            begun = time.perf_counter()
            made = work(*args, **settings)
            seconds[name] += time.perf_counter() - begun
            return made

        return measured

    def after_jieba(nlp: Any, sources: Sequence[SourceDocument]) -> Any:
        cut([views[source.text] for source in sources])
        return extract(nlp, sources)

    texts = pages(size)
    views = {text: read_layout(text).view.text for text in set(texts)}
    sources = [SourceDocument(f"p{n}", f"p{n}.txt", "0" * 64, "utf-8", text) for n, text in enumerate(texts)]
    jieba.lcut(texts[0])
    batch.work_batch(sources[:1], config)  # pyarrow imports pandas at the first row
    cut = timed("jieba.lcut", lambda texts: [jieba.lcut(text) for text in texts])
    extract = batch.extract_documents
    batch.extract_documents = after_jieba
    document.read_layout = timed("layout", document.read_layout)
    document.make_doc = timed("words", document.make_doc)
    for name, component in nlp.pipeline:
        component.compute = timed(name, component.compute)  # type: ignore[attr-defined]
    batches = list(_batches(sources, config.batch_chars))
    begun = time.perf_counter()
    for batch_of_sources in batches:
        batch.work_batch(batch_of_sources, config)
    seconds["rows"] = time.perf_counter() - begun - sum(seconds.values())
    return {"chars": sum(map(len, texts)), "seconds": seconds}


def _batches(sources: Sequence[SourceDocument], chars: int) -> Iterator[list[SourceDocument]]:
    batch: list[SourceDocument] = []
    for source in sources:
        batch.append(source)
        if sum(len(s.text) for s in batch) >= chars:
            yield batch
            batch = []
    if batch:
        yield batch


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


def run(size: int, workers: int, *, memory: bool) -> dict[str, Any]:
    """A whole run from files to published tables, the start of the processes included.

    To follow its `memory` takes a third of a core, so seconds are told of runs that are not followed.
    """
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
            if memory:
                watch.start()
            if process.wait():
                sys.exit("the run failed")
            seconds = time.perf_counter() - begun
            if memory:
                watch.done.set()
                watch.join()
                return {"peak_mb": watch.peak / 1e6}
    return {"chars": chars, "seconds": seconds}


def page() -> dict[str, Any]:
    """What a page of 100 times the text costs, as a multiple of the sample page's; best of three of each."""
    from pipeline.config import Config
    from pipeline.engines.batch import work_batch
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
        "import time; from pipeline.config import Config; from pipeline.engines.shared import shared_nlp; "
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
