"""Parquet part files: `<folder>/<table>/<part>.parquet`.

A part is named `part-<ordinal>-<digest>`: the place of its first input in the run, so that the names'
order is the inputs' order, and a digest of what went in, so that parts of one name hold the same rows:
a reader who listed the files of one version never gets rows of another under their names.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.contract import table as contract_table
from pipeline.errors import BaoshuError


def corpus_part(folder: Path, number: int = 0) -> str:
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


def write_part(table: pa.Table, folder: Path, name: str, part: str) -> Path:
    """Write one part file; it appears under its name only when it is whole and on disk."""
    path = folder / name / f"{part}.parquet"
    partial = path.with_name(f".{part}.{uuid.uuid4().hex[:8]}.partial")
    try:
        path.parent.mkdir(exist_ok=True)  # not `folder`: a task that comes late must not make it anew
        with partial.open("wb") as stream:
            pq.write_table(table, stream, compression="zstd")
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise BaoshuError(
            "B004", f"{path}: cannot be written: {error.strerror or error}.", "Is the disk full or read-only?"
        ) from error
    return path


def link_part(source: Path, folder: Path, name: str, part: str) -> None:
    """Take a finished part file over from another version, without copying where the disk allows it."""
    path = folder / name / f"{part}.parquet"
    try:
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
        try:
            os.link(source, path)
        except OSError:  # a file system without hard links
            shutil.copy2(source, path)
    except OSError as error:
        raise BaoshuError("B004", f"{path}: cannot be written: {error.strerror or error}.") from error


def move_part(folder: Path, name: str, part: str, renamed: str) -> None:
    """Give a part file another name. Raises BaoshuError B004."""
    path = folder / name / f"{part}.parquet"
    try:
        path.replace(path.with_name(f"{renamed}.parquet"))
    except OSError as error:
        raise BaoshuError("B004", f"{path}: cannot be renamed: {error.strerror or error}.") from error


def iter_parts(folder: Path, name: str) -> Iterator[tuple[str, Path]]:
    """The part files of a table in order, with their name."""
    for path in sorted((folder / name).glob("part-*.parquet")):
        yield path.stem, path


def read_part(path: Path, columns: list[str] | None = None) -> pa.Table:
    """One part file as a table."""
    return pq.read_table(path, columns=columns, partitioning=None)


def read_table(folder: Path, name: str) -> pa.Table:
    """All parts of a table in order. Raises BaoshuError B006 where there are none."""
    schema = contract_table(name).schema
    parts = [read_part(path) for _, path in iter_parts(folder, name)]
    if not parts:
        raise BaoshuError("B006", f"{folder} holds no table {name!r}.", "Run `baoshu run` first.")
    return pa.concat_tables(parts).cast(schema) if parts[0].schema.equals(schema) else pa.concat_tables(parts)


def row_counts(folder: Path, name: str) -> int:
    """Rows of a table over all its parts, from the files' footers."""
    return sum(pq.read_metadata(path).num_rows for _, path in iter_parts(folder, name))
