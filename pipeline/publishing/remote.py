"""A result in an object store, in HDFS, or wherever else there are no links.

    OUT/versions/<run_id>/<table>/part-….parquet   the rows of one run
    OUT/current.json                               {"version": "<run_id>"}: the published run

A version is written in its place, as an object store cannot rename folders; nobody knows it until the
pointer names it, which is replaced in one step. There is no lock, as these stores have none in common:
whoever starts runs sees to it that there is one at a time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pipeline.errors import BaoshuError
from pipeline.publishing.parts import read_table
from pipeline.publishing.places import Place, listed, removed, written

_POINTER = "current.json"


class RemoteStore:
    """The result below `out`, a place of a pyarrow file system; see `Store`."""

    def __init__(self, out: Place) -> None:
        self.out = out
        self.versions = out / "versions"

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Makes the folder; errors of the file system inside become BaoshuError B004."""
        try:
            self.versions.system.create_dir(self.versions.path)
            yield
        except OSError as error:
            raise BaoshuError("B004", f"{self.out}: {error}.") from error

    def leftovers(self) -> list[Place]:
        """Versions of runs that did not come to their end, oldest first."""
        published = {run["run_id"] for run in self.earlier_runs()}
        return [p for p in listed(self.versions) if p.name not in published]

    def discard(self, name: str) -> None:
        """Remove a version, or what a run wrote, by the name of its folder."""
        removed(self.versions / name)

    def stage(self, run_id: str) -> Place:
        """The folder in which the run is written."""
        folder = self.versions / run_id
        folder.system.create_dir(folder.path)
        return folder

    def publish(self, run_id: str) -> Place:
        """Make the run the current one."""
        with written(self.out / _POINTER, f".{_POINTER}.{run_id}.partial") as stream:
            stream.write(json.dumps({"version": run_id}).encode())
        return self.versions / run_id

    def prune(self, keep: int) -> None:
        """Remove what runs that broke off left, and of the versions before the current one all but the
        latest `keep`."""
        for aside in self.leftovers():
            self.discard(aside.name)
        current = self.current().name
        earlier = [p for p in listed(self.versions) if p.name != current]
        for old in earlier[: max(0, len(earlier) - keep)]:
            self.discard(old.name)

    def current(self) -> Place:
        """The folder of the published version. Raises BaoshuError B006 if there is none."""
        folder = self.published()
        if folder is None:
            raise BaoshuError("B006", f"{self.out} holds no published result.", "Run `baoshu run` first.")
        return folder

    def published(self) -> Place | None:
        """The folder of the published version, None if there is none yet."""
        pointer = self.out / _POINTER
        if not pointer.is_file():
            return None
        with pointer.system.open_input_stream(pointer.path) as stream:
            return self.versions / str(json.loads(stream.read())["version"])

    def earlier_runs(self) -> list[dict[str, Any]]:
        """The rows of `runs` that are published so far."""
        folder = self.published()
        if folder is None:
            return []
        rows: list[dict[str, Any]] = read_table(folder, "runs").to_pylist()
        return rows
