"""Parquet part files: `<folder>/<table>/<part>.parquet`.

A part is named `part-<ordinal>-<digest>`: the place of its first input in the run, so that the names'
order is the inputs' order, and a digest of what went in, so that parts of one name hold the same rows:
a reader who listed the files of one version never gets rows of another under their names.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.contract import table as contract_table
from pipeline.errors import BaoshuError
from pipeline.publishing.places import Folder, linked, listed, moved, source, written


def corpus_part(folder: Folder, number: int = 0) -> str:
    """The name of a part that holds what needed the whole corpus of the run that is staged in `folder`."""
    return f"part-corpus-{hashlib.blake2b(folder.name.encode(), digest_size=6).hexdigest()}-{number:05d}"


def part_name(ordinal: int, digest: str) -> str:
    """The name of the part that begins with the run's input number `ordinal` (0-based)."""
    return f"part-{ordinal:09d}-{digest[:12]}"


def marked_part(part: str, marks: Sequence[str | None]) -> str:
    """The name of the part when its articles are marked so."""
    plain = "-".join(part.split("-")[:3])
    if not any(marks):
        return plain
    return f"{plain}-{hashlib.blake2b(repr(marks).encode(), digest_size=4).hexdigest()}"


def ordinal_of(part: str) -> int:
    """The ordinal in a part's name."""
    return int(part.split("-")[1])


def write_part(table: pa.Table, folder: Folder, name: str, part: str) -> None:
    """Write one part file; it appears under its name only when it is whole and on disk."""
    path = _path(folder, name, part)
    with _told(path), written(path, f".{part}.{uuid.uuid4().hex[:8]}.partial") as stream:
        pq.write_table(table, stream, compression="zstd")


def link_part(finished: Folder, folder: Folder, name: str, part: str) -> None:
    """Take a finished part file over from another version, without copying where the disk allows it."""
    path = _path(folder, name, part)
    with _told(path):
        linked(finished, path)


def move_part(folder: Folder, name: str, part: str, renamed: str, into: str | None = None) -> None:
    """Give a part file another name, and another table if one is given. Raises BaoshuError B004."""
    path = _path(folder, name, part)
    with _told(path):
        moved(path, _path(folder, into or name, renamed))


def _path(folder: Folder, name: str, part: str) -> Folder:
    return folder / name / f"{part}.parquet"


@contextmanager
def _told(path: Folder) -> Iterator[None]:
    """Raises BaoshuError B004 for an error of the file system."""
    try:
        yield
    except OSError as error:
        raise BaoshuError(
            "B004", f"{path}: cannot be written: {error.strerror or error}.", "Is the disk full or read-only?"
        ) from error


def iter_parts(folder: Folder, name: str) -> Iterator[tuple[str, Folder]]:
    """The part files of a table in order, with their name."""
    for path in listed(folder / name):
        if path.name.startswith("part-") and path.name.endswith(".parquet"):
            yield path.stem, path


def read_part(path: Folder, columns: list[str] | None = None) -> pa.Table:
    """One part file as a table."""
    name, system = source(path)
    return pq.read_table(name, columns=columns, partitioning=None, filesystem=system)


def part_schema(path: Folder) -> pa.Schema:
    """The schema of a part file, with its metadata."""
    name, system = source(path)
    return pq.read_schema(name, filesystem=system)


def read_table(folder: Folder, name: str) -> pa.Table:
    """All parts of a table in order. Raises BaoshuError B006 where there are none."""
    schema = contract_table(name).schema
    parts = [read_part(path) for _, path in iter_parts(folder, name)]
    if not parts:
        raise BaoshuError("B006", f"{folder} holds no table {name!r}.", "Run `baoshu run` first.")
    return pa.concat_tables(parts).cast(schema) if parts[0].schema.equals(schema) else pa.concat_tables(parts)


def row_counts(folder: Folder, name: str) -> int:
    """Rows of a table over all its parts, from the files' footers."""
    paths = (source(path) for _, path in iter_parts(folder, name))
    return sum(pq.read_metadata(path, filesystem=system).num_rows for path, system in paths)
