"""Shards over several processes, whatever becomes of the processes."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from contextlib import nullcontext, suppress
from dataclasses import replace
from itertools import chain, islice
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any, Literal

from pipeline.engines.imports import without_collection, without_pandas
from pipeline.engines.task import Shard, ShardResult, Task, Watch, tapered
from pipeline.engines.timelimit import end_process_after, hard_limit
from pipeline.engines.units import unit_of
from pipeline.errors import BaoshuError

ATTEMPTS = 2
"""So many processes may die on a document before it is given up."""

StartMethod = Literal["spawn", "forkserver"]

AHEAD_CHARS = 1_000_000
"""Code points that are read while the first process gets ready."""

LEAST_CHARS = 15_000
"""Code points of the smallest pieces that the last shards of a run are cut into."""

_READY = None
"""What a worker tells when it has read everything; it then tells of the items it is at."""


_SHORT = "Is memory short? Fewer workers need less."


class LocalExecutor:
    """Runs shards on this machine, in one process (this one) or several.

    `start_method`: how multiprocessing makes the others. `spawn` does in any program and on any system.
    `forkserver` (POSIX) forks them of one process that has read everything: they share its memory and are
    there at once. That process is one for the whole program, so the program should be nothing but a run.
    """

    def __init__(self, workers: int = 1, start_method: StartMethod = "spawn") -> None:
        self.workers = workers
        self.start_method = start_method

    def results(self, shards: Iterable[Shard], task: Task) -> Iterator[ShardResult]:
        """The shards' results, as they come.

        A single shard is not worth a second process, unless the run before this one broke off: the
        document that did that takes only a worker with it.
        """
        stream = iter(shards)
        first = list(islice(stream, 2))
        todo = chain(first, stream)
        workers = self.workers if len(first) > 1 else 1
        if first and (workers > 1 or task.careful):
            pool = Pool(workers, task, self.start_method)
            try:
                yield from pool.results(todo)
                return
            except CannotStartError:
                if self.workers > 1:
                    raise
                todo = chain(pool.left(), todo)
        with without_collection():
            from pipeline.engines.shard import work_shard  # spaCy and all: only for who works himself

        for shard in todo:
            yield work_shard(shard, task)


class CannotStartError(BaoshuError):
    """No worker process lives long enough to begin."""


class Pool:
    """Processes that work on a shard each and tell which of its documents they are at.

    The shard of a process that died is done again while no other process works, as memory may have been
    short, and one document at a time, as it is not known which it was. A document on which `ATTEMPTS`
    processes died, or one that had its process ended because no alarm reached it, becomes a reject.
    """

    def __init__(self, workers: int, task: Task, start_method: StartMethod = "spawn") -> None:
        self.task = task
        self.size = workers
        self.start_method: StartMethod = start_method
        self.workers: list[_Worker] = []
        self.ahead: deque[Shard] = deque()  # read while the processes work, for the next that is free
        self.all_read = False
        self.again: deque[Shard] = deque()
        self.deaths: Counter[bytes] = Counter()

    def results(self, shards: Iterator[Shard]) -> Iterator[ShardResult]:
        """The shards' results. Raises BaoshuError, of those CannotStartError."""
        if self.start_method == "forkserver" and self._has_server():
            self._read_ahead(shards, AHEAD_CHARS)  # its first fork waits until it has read everything
        try:
            for _ in range(self.size):
                self.workers.append(_Worker(self.task, self.start_method))
            while True:
                self._read_ahead(shards)
                self._hand_out()
                if not any(w.shard for w in self.workers) and not (self.ahead or self.again):
                    return
                heard = wait([w.pipe for w in self.workers if w.shard or not w.ready])
                for worker in [w for w in self.workers if w.pipe in heard]:
                    yield from self._hear(worker)
        finally:
            for worker in self.workers:
                worker.end()

    def _has_server(self) -> bool:
        """Start the fork server; where it cannot have its socket in the temporary folder, workers are spawned."""
        from multiprocessing import forkserver  # an ImportError on systems that have none

        forkserver.set_forkserver_preload(["pipeline.engines.preload"])
        try:
            forkserver.ensure_running()
        except OSError:
            self.start_method = "spawn"
        return self.start_method == "forkserver"

    def _read_ahead(self, shards: Iterator[Shard], chars: int = 0) -> None:
        """Have a shard ready for each worker, or more, up to so many code points."""
        while not self.all_read and (
            len(self.ahead) < self.size or (chars and sum(s.chars for s in self.ahead) < chars)
        ):
            shard = next(shards, None)
            if shard is not None:
                self.ahead.append(shard)
            else:
                self.all_read = True
                self.ahead = deque(tapered(self.ahead, self.size, LEAST_CHARS))

    def left(self) -> list[Shard]:
        """What was taken from the stream and not done."""
        return [*(w.shard for w in self.workers if w.shard), *self.again, *self.ahead]

    def _hand_out(self) -> None:
        for worker in self.workers:
            if not worker.ready or worker.shard:
                continue
            if not self.again:
                if self.ahead:
                    self._give(worker, self.ahead)
            elif not any(w.shard for w in self.workers):
                self._give(worker, self.again)

    def _give(self, worker: _Worker, shards: deque[Shard]) -> None:
        worker.shard, worker.at = shards.popleft(), None
        with suppress(OSError):  # a process that died meanwhile is heard of next
            worker.pipe.send(worker.shard)

    def _hear(self, worker: _Worker) -> Iterator[ShardResult]:
        try:
            heard = worker.pipe.recv()
        except (EOFError, OSError):
            self._replace(worker)
            return
        if isinstance(heard, BaoshuError):
            raise heard
        if isinstance(heard, ShardResult):
            worker.shard = None
            del self.deaths[b""]
            yield heard
        else:
            worker.ready, worker.at, worker.since = True, heard, time.monotonic()

    def _replace(self, dead: _Worker) -> None:
        dead.end()
        died_at, shard = dead.at, dead.shard
        if shard is None or died_at is None:  # not the doing of a document
            self.deaths[b""] += 1
            if self.deaths[b""] > ATTEMPTS * self.size:
                raise CannotStartError(
                    "B011",
                    "The worker processes do not live long enough to begin.",
                    'A script that asks for workers needs `if __name__ == "__main__":`. ' + _SHORT,
                )
        self.workers[self.workers.index(dead)] = _Worker(self.task, self.start_method)
        if shard is not None:
            hung = time.monotonic() - dead.since > self.task.config.page_seconds
            self.again.extend(self._remaining(shard, died_at, hung=hung))

    def _remaining(self, shard: Shard, died_at: range | None, *, hung: bool) -> tuple[Shard, ...]:
        """What is to be done again of a shard whose process died on the items `died_at`."""
        if died_at is None:
            return (shard,)
        if not died_at:  # when the rows of all were there
            if len(shard.items) > 1:
                return shard.halves()
            died_at, hung = range(1), False
        units = [unit_of(shard.items[number]) for number in died_at]
        self.deaths.update(units)
        if len(units) > 1:
            return (replace(shard, singly=True),)
        (unit,) = units
        if hung or self.deaths[unit] >= ATTEMPTS:
            given_up = {**shard.given_up, unit: "too_slow" if hung else "failed"}
            shard = replace(shard, given_up=given_up)
        return (replace(shard, singly=True),)


class _Worker:
    """A process, and what this one knows about it."""

    def __init__(self, task: Task, start_method: StartMethod) -> None:
        # never a fork of this process: it would inherit locks that threads of pyarrow or DuckDB hold
        context: BaseContext = multiprocessing.get_context(start_method)
        self.pipe: Connection[Any, Any]
        self.pipe, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=_serve, args=(theirs, task), daemon=True)  # type: ignore[attr-defined]
        try:
            self.process.start()
        except (OSError, EOFError) as error:  # EOFError: the fork server died
            said = str(error) or type(error).__name__
            raise CannotStartError("B011", f"A worker process cannot be started: {said}.", _SHORT) from error
        theirs.close()
        self.ready = False
        self.shard: Shard | None = None
        self.at: range | None = None  # the items it works on
        self.since = time.monotonic()

    def end(self) -> None:
        self.pipe.close()
        self.process.kill()
        self.process.join()


def guarded(task: Task, tell: Watch = lambda _: None) -> Watch:
    """A watch that tells of the items and ends this process when it hangs on them; for processes that only
    work for others."""

    def watch(items: range) -> None:
        tell(items)
        end_process_after(hard_limit(task.config.page_seconds) if items else None)

    return watch


def _serve(pipe: Connection[Any, Any], task: Task) -> None:
    """What a worker process does: shards in, results out, the numbers of the items it begins."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        with nullcontext() if task.config.foreign_ner else without_pandas():
            with without_collection():
                from pipeline.engines.shard import work_shard
                from pipeline.engines.shared import shared_nlp

            shared_nlp(task.config)
            pipe.send(_READY)
            while True:
                shard = pipe.recv()
                pipe.send(work_shard(shard, task, guarded(task, pipe.send)))
    except (EOFError, BrokenPipeError):
        return
    except MemoryError:
        os._exit(1)
    except BaoshuError as error:
        pipe.send(error)
    except Exception as error:
        pipe.send(BaoshuError("B011", f"A worker process failed: {type(error).__name__}: {error}"))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
