"""Files that are written aside and take their place when they are whole."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import BaoshuError


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Raises BaoshuError B019 for an error of the file system."""
    try:
        yield
    except OSError as error:
        raise BaoshuError(
            "B019",
            f"{path}: cannot be written: {error.strerror or error}.",
            "Is it open in another program, the disk full, or the folder read-only?",
        ) from error


@contextmanager
def written_aside(path: Path) -> Iterator[Path]:
    """A path beside `path` to write to; it is renamed to `path` at the end, or removed if that fails.

    Raises BaoshuError B019 for an error of the file system.
    """
    if path.is_dir():
        raise BaoshuError("B019", f"{path} is a folder.", "Name a file.")
    aside = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.partial")
    with told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            yield aside
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)


@contextmanager
def files_written_aside(folder: Path) -> Iterator[Path]:
    """A new folder inside `folder`, whose files move up into it when all are whole.

    Raises BaoshuError B019 for an error of the file system.
    """
    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        aside = folder / f".{uuid.uuid4().hex[:8]}.partial"
        aside.mkdir()
        try:
            yield aside
            for path in sorted(aside.iterdir()):
                os.replace(path, folder / path.name)  # noqa: PTH105
        finally:
            shutil.rmtree(aside, ignore_errors=True)
