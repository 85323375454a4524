"""A result folder and its versions.

    OUT/versions/<run_id>/<table>/part-00000.parquet   the rows of one run
    OUT/current -> versions/<run_id>                   the published run
    OUT/<table> -> current/<table>                     what readers open

A run is written aside and published by putting one symbolic link in the place of another, which
the file system does in one step: a reader sees all tables of one run or all of the next. What a run
that was killed wrote aside stays, for the next one to take its finished parts from. A reader that opens
several files resolves `current` once; through it, a file of the earlier version is missed for a moment.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from pipeline.contract import table_names
from pipeline.errors import BaoshuError
from pipeline.publishing.parts import read_table
from pipeline.publishing.places import removed

_STAGING = ".staging-"


class Store:
    """The result folder `out`; it is made when it is first written to."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.versions = out / "versions"

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the folder for one run. Raises BaoshuError B005 if another run holds it, B004 if the
        folder cannot be written or has something in the place of a table."""
        try:
            self.out.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.out / ".lock")
            lock.acquire(timeout=0)
        except Timeout as error:
            raise BaoshuError(
                "B005", f"Another run is working on {self.out}.", "Wait for it to end."
            ) from error
        except OSError as error:
            raise BaoshuError("B004", f"{self.out}: cannot be written: {error.strerror or error}.") from error
        try:
            self._refuse_foreign()
            for torn in self.out.glob(".*.new"):
                torn.unlink(missing_ok=True)
            yield
        finally:
            lock.release()

    def leftovers(self) -> list[Path]:
        """Folders of runs that did not come to their end, oldest first."""
        published = {run["run_id"] for run in self.earlier_runs()}
        return sorted(p for p in self._folders() if p.name not in published)

    def discard(self, name: str) -> None:
        """Remove a version, or what a run wrote aside, by the name of its folder; half removed it is a
        leftover, no version."""
        aside = self.versions / f"{_STAGING}{name.removeprefix(_STAGING)}"
        with suppress(OSError):
            (self.versions / name).rename(aside)
        removed(aside)

    def stage(self, run_id: str) -> Path:
        """A new folder in which the run is written aside."""
        folder = self.versions / f"{_STAGING}{run_id}"
        try:
            folder.mkdir(parents=True)
        except OSError as error:
            raise BaoshuError("B004", f"{folder}: cannot be made: {error.strerror}.") from error
        return folder

    def publish(self, run_id: str) -> Path:
        """Make the staged run the current one."""
        staged, folder = self.versions / f"{_STAGING}{run_id}", self.versions / run_id
        try:
            for torn in staged.glob("*/.*.partial"):  # of a task that was given up or done twice
                torn.unlink(missing_ok=True)
            for table in staged.iterdir():
                _sync(table)
            staged.rename(folder)
            _sync(self.versions)
            for name in table_names():  # first of all: they lead nowhere until `current` does
                if not (self.out / name).is_symlink():
                    _link(self.out / name, Path("current", name))
            _link(self.out / "current", Path("versions", run_id))
            _sync(self.out)
        except OSError as error:
            raise BaoshuError("B004", f"{self.out}: cannot publish: {error.strerror or error}.") from error
        return folder

    def prune(self, keep: int) -> None:
        """Remove what runs that broke off left, and of the versions before the current one all but the
        latest `keep`."""
        for aside in self.leftovers():
            self.discard(aside.name)
        current = self.current().name
        earlier = sorted(p for p in self._folders() if p.name != current)
        for old in earlier[: max(0, len(earlier) - keep)]:
            self.discard(old.name)

    def _folders(self) -> list[Path]:
        return [p for p in self.versions.iterdir() if p.is_dir()] if self.versions.is_dir() else []

    def current(self) -> Path:
        """The folder of the published version. Raises BaoshuError B006 if there is none."""
        folder = self.out / "current"
        if not folder.is_dir():
            raise BaoshuError("B006", f"{self.out} holds no published result.", "Run `baoshu run` first.")
        return folder.resolve()

    def published(self) -> Path | None:
        """The folder of the published version, None if there is none yet."""
        folder = self.out / "current"
        return folder.resolve() if folder.is_dir() else None

    def earlier_runs(self) -> list[dict[str, Any]]:
        """The rows of `runs` that are published so far."""
        if not (self.out / "current" / "runs").is_dir():
            return []
        rows: list[dict[str, Any]] = read_table(self.out / "current", "runs").to_pylist()
        return rows

    def _refuse_foreign(self) -> None:
        for name in ("current", *table_names()):
            path = self.out / name
            if path.exists() and not path.is_symlink():
                raise BaoshuError(
                    "B004",
                    f"{path} is there and was not made by a run.",
                    "Choose another folder for the results.",
                )


def _link(path: Path, target: Path) -> None:
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    new.symlink_to(target, target_is_directory=True)
    new.replace(path)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
