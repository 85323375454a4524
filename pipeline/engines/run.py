"""A run: what is new is extracted, what is unchanged taken over, everything published in one step."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from pipeline.config import Config
from pipeline.contract import CONTRACT_VERSION, table_names
from pipeline.engines.correcting import apply_corrections, load_corrections
from pipeline.engines.ledger import UNITS
from pipeline.engines.reuse import Known, drop_unfinished
from pipeline.engines.task import Shard, ShardResult, Task, size_of
from pipeline.engines.units import Item, fingerprint, unit_of
from pipeline.errors import BaoshuError
from pipeline.publishing import Folder, corpus_part, row_counts, store_of, write_part
from pipeline.reading import read_inputs
from pipeline.tables import to_arrow
from pipeline.version import VERSION

Progress = Callable[[ShardResult], None]

_FIRST_BATCH, _BATCHES = 50_000, 12  # a batch is a twelfth of what went before


class Executor(Protocol):
    """Who works the shards through: this machine's processes, or a cluster's."""

    def results(self, shards: Iterable[Shard], task: Task) -> Iterator[ShardResult]:
        """Have each shard worked through by `work_shard`; a result for each part that was written."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did. `folder` is the published version; `published` says whether it is a new one."""

    folder: Folder
    inputs: int
    worked_on: int
    removed: int
    published: bool

    @property
    def unchanged(self) -> int:
        """Inputs whose rows were taken over from the last run."""
        return self.inputs - self.worked_on


def run_engine(
    inputs: list[Path],
    out: Folder,
    executor: Executor,
    config: Config | None = None,
    progress: Progress | None = None,
    *,
    force: bool = False,
) -> Outcome:
    """Work through the inputs and publish the tables in `out`.

    Inputs that are as they were when the result in `out` (or a run that was broken off) was made, by
    the same code and settings, are not worked on again; `force` works on all. Where nothing has
    changed at all, nor the file of corrections, nothing is published. Raises BaoshuError.
    """
    config = config or Config()
    store = store_of(out)
    with store.lock():
        started, clock = dt.datetime.now(dt.UTC), time.perf_counter()
        corrections = load_corrections(
            out, config
        )  # before the work: a file that cannot be read ends the run
        made_by = fingerprint(config)
        before = store.published()
        leftovers = store.leftovers()
        known = Known([] if force else [*([before] if before else []), *leftovers], made_by)
        run_id = f"{started:%Y%m%dT%H%M%S%fZ}-{config.hash}"
        folder = store.stage(run_id)
        plan = _Plan(read_inputs(inputs, config), known, config.batch_chars)
        chars = 0
        for result in executor.results(plan.shards(), Task(folder, config, made_by, careful=bool(leftovers))):
            chars += result.chars
            if progress is not None:
                progress(result)
        written = row_counts(folder, UNITS)
        if written != plan.worked_on:
            raise BaoshuError("B011", f"Of {plan.worked_on} inputs only {written} were worked on.")
        if not plan.inputs:
            store.discard(folder.name)
            raise BaoshuError("B002", f"Nothing to read in {', '.join(map(str, inputs))}.")
        unchanged = before and not plan.worked_on and known.is_whole(before)
        if before and unchanged and corrections.digest == _corrected_by(store.earlier_runs()):
            store.prune(config.keep)
            return Outcome(before, plan.inputs, 0, 0, published=False)
        from pipeline.engines import corpus  # DuckDB and pandas take 60 MB that no worker needs

        drop_unfinished(folder)
        known.take_over(folder, small=config.batch_chars // 2)
        apply_corrections(folder, corrections, config)
        corpus.resolve_corpus(folder)
        removed = (row_counts(before, UNITS) if before else 0) - known.kept_of(before)
        run = {
            "run_id": run_id,
            "started_at": started,
            "finished_at": dt.datetime.now(dt.UTC),
            "pipeline_version": VERSION,
            "contract_version": CONTRACT_VERSION,
            "config_hash": config.hash,
            "inputs": plan.inputs,
            "worked_on": plan.worked_on,
            "removed": removed,
            "corrections_hash": corrections.digest,
            "counts": [
                {"table": name, "rows": row_counts(folder, name)} for name in table_names() if name != "runs"
            ],
            "chars": chars,
            "chars_per_second": chars / (time.perf_counter() - clock),
        }
        write_part(to_arrow("runs", [*store.earlier_runs(), run]), folder, "runs", corpus_part(folder))
        published = store.publish(run_id)
        store.prune(config.keep)
        return Outcome(published, plan.inputs, plan.worked_on, removed, published=True)


def _corrected_by(runs: Sequence[Mapping[str, Any]]) -> str | None:
    """The hash of the corrections that the published result was made with."""
    last = max(runs, key=lambda run: str(run["run_id"]), default={})
    return last.get("corrections_hash")


class _Plan:
    """Parts the stream of inputs into what is known and shards of what is not, counting as it goes."""

    def __init__(self, items: Iterable[Item], known: Known, batch_chars: int) -> None:
        self._items, self._known, self._batch_chars = items, known, batch_chars
        self.inputs = self.worked_on = 0

    def shards(self) -> Iterator[Shard]:
        """Batches of what must be worked on: small ones first, so that no worker has long to wait for the
        others at the end of a small run, up to `batch_chars` code points."""
        batch: list[Item] = []
        begin = size = total = 0
        for item in self._items:
            ordinal = self.inputs
            self.inputs += 1
            if self._known.keep(unit_of(item), ordinal):
                continue
            if not batch:
                begin = ordinal
            batch.append(item)
            self.worked_on += 1
            size += size_of(item)
            if size >= min(self._batch_chars, max(_FIRST_BATCH, total // _BATCHES)):
                total += size
                yield Shard(begin, tuple(batch))
                batch, size = [], 0
        if batch:
            yield Shard(begin, tuple(batch))
