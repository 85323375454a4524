"""The Spark engine: Spark schedules the shards, each task is the local engine's own shard writer.

The driver reads the inputs and writes the shards into the result folder, which the workers must see
under the same path; a task reads its shard, works it through and writes its part files there. What
comes back is one line a shard. The driver publishes.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.config import Config
from pipeline.engines.run import Outcome, Progress, run_engine
from pipeline.engines.shard import Shard, ShardResult, Task, work_shard
from pipeline.engines.spool import SPOOL, read_spool, write_spool
from pipeline.errors import BaoshuError

SETTINGS = {
    "spark.app.name": "baoshu",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.python.worker.reuse": "true",  # the spaCy pipeline is made once a worker process
}


class SparkExecutor:
    """Runs shards as tasks of a Spark cluster; Spark does a task again whose worker was lost."""

    def __init__(self, master: str | None = None, settings: Mapping[str, str] | None = None) -> None:
        """`master`: the cluster's URL, None for what spark-submit or the environment say. `settings`: of
        Spark, beside ours. Raises BaoshuError B014 where PySpark or Java is missing."""
        try:
            from pyspark.sql import SparkSession
        except ImportError as error:
            raise BaoshuError("B014", "PySpark is not installed.", "pip install 'baoshu[spark]'") from error
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = SparkSession.builder
        for name, value in {**SETTINGS, **(settings or {})}.items():
            builder = builder.config(name, value)
        try:
            self._session: Any = (builder.master(master) if master else builder).getOrCreate()
        except Exception as error:  # Py4J and the gateway raise many kinds
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise BaoshuError(
                "B014",
                f"Spark does not start: {reason}.",
                "It needs Java 17 or newer, and a master it reaches.",
            ) from error
        self._session.sparkContext.setLogLevel("ERROR")

    def results(self, shards: Iterable[Shard], task: Task) -> Iterator[ShardResult]:
        """The shards' results. Raises BaoshuError B011 where a task failed as often as Spark tries."""
        parts = [write_spool(shard, task.folder) for shard in shards]
        if parts:
            tasks = self._session.sparkContext.parallelize(parts, len(parts))
            try:
                found = tasks.map(partial(_work, task)).collect()
            except Exception as error:
                raise BaoshuError("B011", f"The Spark job failed: {_cause(error)}") from error
            for row in found:
                yield ShardResult(**row)
        shutil.rmtree(task.folder / SPOOL, ignore_errors=True)

    def stop(self) -> None:
        """Give the cluster back."""
        self._session.stop()


def run_spark(
    inputs: list[Path],
    out: Path,
    master: str | None = None,
    config: Config | None = None,
    progress: Progress | None = None,
    *,
    force: bool = False,
    settings: Mapping[str, str] | None = None,
) -> Outcome:
    """Work through the inputs on a Spark cluster and publish the tables in `out`; see `run_engine`.

    The rows are those of the local engine, whatever the number of tasks. Python, this package and what
    it needs must be installed on the workers (`PYSPARK_PYTHON` names the interpreter).
    """
    executor = SparkExecutor(master, settings)
    try:
        return run_engine(inputs, out, executor, config, progress, force=force)
    finally:
        executor.stop()


def _work(task: Task, part: str) -> dict[str, Any]:
    return asdict(work_shard(read_spool(task.folder, part), task))


def _cause(error: Exception) -> str:
    """The line of a worker's traceback that says what happened."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    told = [line for line in lines if "BaoshuError" in line or line.startswith(("Caused by", "pyspark."))]
    return (told or lines or [type(error).__name__])[-1]
