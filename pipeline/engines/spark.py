"""The Spark engine: Spark schedules the shards, each task is the local engine's own shard writer.

The driver reads the inputs and writes the shards into the result folder, which the workers must see
under the same path or URL; a task reads its shard, works it through and writes its part files there. What
comes back is one line a shard. The driver publishes.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import IO, Any

from pipeline.config import Config
from pipeline.engines.processes import LocalExecutor, guarded
from pipeline.engines.run import Outcome, Progress, run_engine
from pipeline.engines.spool import SPOOL, read_spool, write_spool
from pipeline.engines.task import Shard, ShardResult, Task
from pipeline.engines.units import fingerprint
from pipeline.errors import BaoshuError
from pipeline.publishing import Folder, removed

FAILURES = 4
"""So often is a task tried; Spark's own default, which its local mode does not have."""

SETTINGS = {
    "spark.app.name": "baoshu",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.python.worker.reuse": "true",  # the spaCy pipeline is made once a worker process
    "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={Path(__file__).with_name('spark-log.properties').as_uri()}",
}

_JAVA_OPTIONS = "spark.driver.extraJavaOptions"
_NOISE = b"WARNING: Using incubator modules"  # Spark's own choice of modules, said by every Java


class SparkExecutor:
    """Runs shards as tasks of a Spark cluster; Spark does a task again whose worker was lost."""

    def __init__(self, master: str | None = None, settings: Mapping[str, str] | None = None) -> None:
        """`master`: the cluster's URL, None for what spark-submit or the environment say. `settings`: of
        Spark, beside ours. A session that is there already is used as it is, and left when the run is
        over. Raises BaoshuError B014 where PySpark or Java is missing."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # PySpark's about pandas, which we do not give it
            self._context, self._ours = _context(master, settings or {})

    def results(self, shards: Iterable[Shard], task: Task) -> Iterator[ShardResult]:
        """The shards' results. Raises BaoshuError B011 where a task failed as often as Spark tries."""
        parts = [write_spool(shard, task.folder) for shard in shards]
        if parts:
            tasks = self._context.parallelize(parts, len(parts))
            try:
                found = tasks.map(partial(_work, task)).collect()
            except Exception as error:
                raise BaoshuError("B011", f"The Spark job failed: {_cause(error)}") from error
            for row in found:
                yield ShardResult(**row)
        removed(task.folder / SPOOL)

    def stop(self) -> None:
        """Give the cluster back."""
        if self._ours:
            self._context.stop()


def run_spark(
    inputs: list[Path],
    out: Folder,
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
        return run_engine(
            inputs, out.absolute() if isinstance(out, Path) else out, executor, config, progress, force=force
        )
    finally:
        executor.stop()


def _context(master: str | None, settings: Mapping[str, str]) -> tuple[Any, bool]:
    """The SparkContext, and whether it is ours to stop."""
    try:
        from pyspark import SparkConf, SparkContext
        from pyspark.java_gateway import launch_gateway
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise BaoshuError("B014", "PySpark is not installed.", "pip install 'baoshu[spark]'") from error
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    session = SparkSession.getActiveSession()
    if session is not None:
        return session.sparkContext, False
    chosen = {**SETTINGS, **settings}
    if _JAVA_OPTIONS in settings:
        chosen[_JAVA_OPTIONS] = f"{SETTINGS[_JAVA_OPTIONS]} {settings[_JAVA_OPTIONS]}"
    try:
        conf = SparkConf(loadDefaults=False).setAll(list(chosen.items()))
        if master:
            conf.setMaster(_patient(master))
        launch: Any = launch_gateway
        gateway = launch(conf, {"stderr": subprocess.PIPE})
        process = getattr(gateway, "proc", None)  # none where spark-submit started Java
        if process is not None:
            threading.Thread(target=_pass_on, args=(process.stderr,), daemon=True).start()
        return SparkContext(conf=conf, gateway=gateway), True
    except Exception as error:  # Py4J and the gateway raise many kinds
        raise BaoshuError(
            "B014",
            f"Spark does not start: {_cause(error)}.",
            "It needs Java 17 or newer, and a master it reaches.",
        ) from error


def _work(task: Task, part: str) -> dict[str, Any]:
    """A task on a worker. Tried again it works in a process of its own, which a document may take with
    it; that the same shard is worked on twice at a time harms nobody, as both write the same files."""
    from pyspark import TaskContext

    from pipeline.engines.shard import work_shard

    if fingerprint(task.config) != task.fingerprint:
        raise BaoshuError(
            "B014",
            "A worker has another version of this package, of Python, of a library or of a lexicon.",
            "Install on the workers what the driver has; files of the settings must be there too.",
        )
    shard = read_spool(task.folder, part)
    context = TaskContext.get()
    if context is None or not context.attemptNumber():
        return asdict(work_shard(shard, task, guarded(task)))
    (result,) = LocalExecutor().results([shard], replace(task, careful=True))
    return asdict(result)


def _patient(master: str) -> str:
    """The master's URL; the local mode, which gives a task up at its first failure, is told to go on."""
    return re.sub(r"^local(?:\[(\d+|\*)\])?$", lambda m: f"local[{m[1] or 1},{FAILURES}]", master)


def _pass_on(stream: IO[bytes]) -> None:
    for line in stream:
        if not line.startswith(_NOISE):
            sys.stderr.write(line.decode(errors="replace"))


def _cause(error: Exception) -> str:
    """The line of a worker's traceback that says what happened."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    told = [line for line in lines if "BaoshuError" in line or line.startswith(("Caused by", "pyspark."))]
    return (told or lines or [type(error).__name__])[-1]
