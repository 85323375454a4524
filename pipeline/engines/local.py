"""The local engine: a run on this machine, in one process or several."""

from __future__ import annotations

from pathlib import Path

from pipeline.config import Config
from pipeline.engines.processes import LocalExecutor, StartMethod
from pipeline.engines.run import Outcome, Progress, run_engine
from pipeline.publishing import Folder


def run_local(
    inputs: list[Path],
    out: Folder,
    workers: int = 1,
    config: Config | None = None,
    progress: Progress | None = None,
    *,
    force: bool = False,
    start_method: StartMethod = "spawn",
) -> Outcome:
    """Work through the inputs in `workers` processes and publish the tables in `out`; see `run_engine`.

    The rows do not depend on the number of processes. `start_method`: see `LocalExecutor`.
    """
    return run_engine(inputs, out, LocalExecutor(workers, start_method), config, progress, force=force)
