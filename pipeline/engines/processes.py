"""Shards over several processes, whatever becomes of the processes."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from itertools import chain, islice

from pipeline.engines.shard import Shard, ShardResult, Task, work_shard
from pipeline.engines.units import unit_of

AHEAD = 2
"""Shards that wait for each process: more would only take memory."""


class LocalExecutor:
    """Runs shards on this machine, in one process (this one) or several."""

    def __init__(self, workers: int = 1) -> None:
        self.workers = workers

    def results(self, shards: Iterable[Shard], task: Task) -> Iterator[ShardResult]:
        """The shards' results, in their order. A single shard is not worth a second process."""
        stream = iter(shards)
        first = list(islice(stream, 2))
        if self.workers <= 1 or len(first) < 2:
            for shard in (*first, *stream):
                yield work_shard(shard, task)
            return
        yield from _Pool(self.workers, task).results(chain(first, stream))


class _Pool:
    """Keeps its processes busy. Where one dies (killed, out of memory), all that was under way is done
    again, shard by shard in a process of its own; a shard that dies again is halved until the input is
    found that kills its process, and that becomes a reject."""

    def __init__(self, workers: int, task: Task) -> None:
        self.workers, self.task = workers, task
        self.pool = self._new(workers)

    def _new(self, workers: int) -> ProcessPoolExecutor:
        # spawn: a fork would inherit locks that threads of pyarrow or DuckDB hold
        return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))

    def results(self, shards: Iterator[Shard]) -> Iterator[ShardResult]:
        waiting: deque[tuple[Shard, Future[ShardResult]]] = deque()
        try:
            for shard in shards:
                if len(waiting) >= AHEAD * self.workers:
                    yield from self._first_of(waiting)
                waiting.append((shard, self._submit(shard)))
            while waiting:
                yield from self._first_of(waiting)
        finally:
            self.pool.shutdown(wait=True, cancel_futures=True)

    def _submit(self, shard: Shard) -> Future[ShardResult]:
        try:
            return self.pool.submit(work_shard, shard, self.task)
        except BrokenProcessPool as error:
            failed: Future[ShardResult] = Future()
            failed.set_exception(error)
            return failed

    def _first_of(self, waiting: deque[tuple[Shard, Future[ShardResult]]]) -> Iterator[ShardResult]:
        shard, future = waiting.popleft()
        try:
            yield future.result()
            return
        except BrokenProcessPool:
            self.pool.shutdown(wait=True, cancel_futures=True)
        yield from self._alone(shard)
        under_way = list(waiting)
        waiting.clear()
        for other, its_future in under_way:
            with suppress(BrokenProcessPool):
                if its_future.done() and not its_future.cancelled():
                    yield its_future.result()
                    continue
            yield from self._alone(other)
        self.pool = self._new(self.workers)

    def _alone(self, shard: Shard) -> Iterator[ShardResult]:
        with self._new(1) as pool, suppress(BrokenProcessPool):
            yield pool.submit(work_shard, shard, self.task).result()
            return
        if len(shard.items) > 1:
            for half in shard.halves():
                yield from self._alone(half)
            return
        marked = Shard(shard.ordinal, shard.items, frozenset(map(unit_of, shard.items)))
        yield work_shard(marked, self.task)
