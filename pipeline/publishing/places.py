"""Places where results are kept: folders of this machine, or of any file system that pyarrow knows.

`s3://`, `gs://`, `hdfs://` and `file://` URLs are pyarrow's affair; here they get the few words of pathlib
that publishing needs, so that the same code writes to both.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

import pyarrow as pa
import pyarrow.fs as pafs

from pipeline.errors import BaoshuError


@dataclass(frozen=True, slots=True)
class Place:
    """A file or folder of a pyarrow file system; `system` and `path` as pyarrow takes them."""

    system: Any
    path: str

    def __truediv__(self, name: str) -> Place:
        return Place(self.system, f"{self.path.rstrip('/')}/{name}")

    def __fspath__(self) -> str:
        raise TypeError(f"{self.path} is no path of this machine's own file system")

    def __str__(self) -> str:
        return f"{self.system.type_name}:{self.path}"

    def __lt__(self, other: Place) -> bool:
        return self.path < other.path

    @property
    def name(self) -> str:
        """The last part of the path."""
        return PurePosixPath(self.path).name

    @property
    def stem(self) -> str:
        """The same without its suffix."""
        return PurePosixPath(self.path).stem

    @property
    def parent(self) -> Place:
        """The folder."""
        return Place(self.system, str(PurePosixPath(self.path).parent))

    def is_file(self) -> bool:
        """Whether there is a file."""
        return bool(self.system.get_file_info(self.path).type == pafs.FileType.File)

    def is_dir(self) -> bool:
        """Whether there is a folder; an object store has those that hold something."""
        return bool(self.system.get_file_info(self.path).type == pafs.FileType.Directory)

    def unlink(self) -> None:
        """Remove the file."""
        self.system.delete_file(self.path)

    def children(self) -> list[Place]:
        """What the folder holds, sorted; nothing where there is no folder."""
        selector = pafs.FileSelector(self.path, allow_not_found=True)
        return sorted(Place(self.system, info.path) for info in self.system.get_file_info(selector))


Folder = Path | Place


def place_of(where: str | os.PathLike[str]) -> Folder:
    """The folder that a path or URL names. Raises BaoshuError B004 for a URL that pyarrow cannot open."""
    text = os.fspath(where)
    if "://" not in text:
        return Path(text)
    try:
        system, path = pafs.FileSystem.from_uri(text)
    except (pa.ArrowException, OSError) as error:
        raise BaoshuError(
            "B004", f"{text}: {error}.", "file://, s3://, gs:// and hdfs:// URLs are understood."
        ) from error
    return Place(system, path)


def source(folder: Folder) -> tuple[str, Any]:
    """Path and file system, as the functions of pyarrow take them."""
    return (folder.path, folder.system) if isinstance(folder, Place) else (str(folder), None)


def listed(folder: Folder) -> list[Any]:
    """What the folder holds, sorted; nothing where there is no folder."""
    if isinstance(folder, Place):
        return folder.children()
    return sorted(folder.iterdir()) if folder.is_dir() else []


@contextmanager
def written(path: Folder, partial: str) -> Iterator[IO[bytes]]:
    """A stream to write a file to; it appears under its name only when it is whole and stored."""
    if isinstance(path, Place):
        aside = path.parent / partial
        path.system.create_dir(aside.parent.path, recursive=False)
        try:
            with path.system.open_output_stream(aside.path) as stream:
                yield stream
            path.system.move(aside.path, path.path)
        except BaseException:
            if aside.is_file():
                aside.unlink()
            raise
        return
    beside = path.with_name(partial)
    try:
        path.parent.mkdir(exist_ok=True)  # not the run's: a task that comes late must not make it anew
        with beside.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def linked(path: Folder, target: Folder) -> None:
    """The finished file once more under another name, where the disk allows it without copying."""
    if isinstance(path, Place):
        where = source(target)[0]
        path.system.create_dir(str(PurePosixPath(where).parent), recursive=False)
        path.system.copy_file(path.path, where)
        return
    assert isinstance(target, Path)
    target.parent.mkdir(exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        os.link(path, target)
    except OSError:  # a file system without hard links
        shutil.copy2(path, target)


def moved(path: Folder, target: Folder) -> None:
    """Give the file another name, perhaps in a folder beside its own."""
    if isinstance(path, Place):
        assert isinstance(target, Place)
        path.system.create_dir(target.parent.path, recursive=False)
        path.system.move(path.path, target.path)
    else:
        assert isinstance(target, Path)
        target.parent.mkdir(exist_ok=True)
        path.replace(target)


def removed(folder: Folder) -> None:
    """Remove a folder and what it holds, as far as that goes."""
    if isinstance(folder, Path):
        shutil.rmtree(folder, ignore_errors=True)
    elif folder.is_dir():
        folder.system.delete_dir(folder.path)


@contextmanager
def spill(folder: Folder) -> Iterator[Path]:
    """A folder of this machine for what does not fit into memory, beside the results if they are here."""
    near = folder if isinstance(folder, Path) else None
    try:
        made = tempfile.TemporaryDirectory(prefix=".spill-", dir=near, ignore_cleanup_errors=True)
    except OSError as error:
        raise BaoshuError("B004", f"{near}: cannot be written: {error.strerror}.") from error
    with made as name:
        yield Path(name)
