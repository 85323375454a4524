"""The local engine: shards on this machine, in one process or several."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from pipeline.config import Config
from pipeline.contract import CONTRACT_VERSION, table_names
from pipeline.engines.corpus import resolve_corpus
from pipeline.engines.shard import Item, ShardResult, work_shard
from pipeline.errors import BaoshuError
from pipeline.publishing import Store, row_counts, write_part
from pipeline.reading import SourceDocument, read_inputs
from pipeline.tables import to_arrow
from pipeline.version import VERSION

Progress = Callable[[ShardResult], None]


def run_local(
    inputs: list[Path],
    out: Path,
    workers: int = 1,
    config: Config | None = None,
    progress: Progress | None = None,
) -> Path:
    """Work through the inputs and publish the tables in `out`; returns the published version's folder.

    `workers` is the number of processes. The rows do not depend on it. Raises BaoshuError.
    """
    config = config or Config()
    store = Store(out)
    with store.lock():
        started, clock = dt.datetime.now(dt.UTC), time.perf_counter()
        run_id = f"{started:%Y%m%dT%H%M%S%fZ}-{config.hash}"
        folder = store.stage(run_id)
        results = []
        batches = _batches(read_inputs(inputs, config), config.batch_chars)
        for result in _shards(batches, folder, workers, config):
            results.append(result)
            if progress is not None:
                progress(result)
        if not results:
            raise BaoshuError("B002", f"Nothing to read in {', '.join(map(str, inputs))}.")
        resolve_corpus(folder)
        chars = sum(r.chars for r in results)
        run = {
            "run_id": run_id,
            "started_at": started,
            "finished_at": dt.datetime.now(dt.UTC),
            "pipeline_version": VERSION,
            "contract_version": CONTRACT_VERSION,
            "config_hash": config.hash,
            "inputs": sum(r.inputs for r in results),
            "counts": [
                {"table": name, "rows": row_counts(folder, name)} for name in table_names() if name != "runs"
            ],
            "chars": chars,
            "chars_per_second": chars / (time.perf_counter() - clock),
        }
        write_part(to_arrow("runs", [*store.earlier_runs(), run]), folder, "runs", 0)
        return store.publish(run_id, keep=config.keep)


def _batches(items: Iterable[Item], batch_chars: int) -> Iterator[list[Item]]:
    batch: list[Item] = []
    size = 0
    for item in items:
        batch.append(item)
        # a reject costs something too: a million broken lines must not become one batch
        size += len(item.text) if isinstance(item, SourceDocument) else 200
        if size >= batch_chars:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _shards(
    batches: Iterator[list[Item]], folder: Path, workers: int, config: Config
) -> Iterator[ShardResult]:
    """The shards' results in order; a single batch is not worth a second process."""
    first = [b for _, b in zip(range(2), batches, strict=False)]
    if workers <= 1 or len(first) < 2:
        for index, batch in enumerate(_chain(first, batches)):
            yield work_shard(index, batch, folder, config)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        waiting: deque[Future[ShardResult]] = deque()
        try:
            for index, batch in enumerate(_chain(first, batches)):
                waiting.append(pool.submit(work_shard, index, batch, folder, config))
                if len(waiting) >= 2 * workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as error:
            raise BaoshuError(
                "B011", "A worker process died (out of memory?).", "Run again with fewer --workers."
            ) from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _chain(first: list[list[Item]], rest: Iterator[list[Item]]) -> Iterator[list[Item]]:
    yield from first
    yield from rest
