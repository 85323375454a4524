"""Parquet part files: `<folder>/<table>/part-00000.parquet`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.contract import table as contract_table
from pipeline.errors import BaoshuError


def write_part(table: pa.Table, folder: Path, name: str, index: int) -> Path:
    """Write one part file; it appears under its name only when it is whole and on disk."""
    path = folder / name / f"part-{index:05d}.parquet"
    partial = path.with_suffix(".partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as stream:
            pq.write_table(table, stream, compression="zstd")
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(path)
    except OSError as error:
        raise BaoshuError("B004", f"{path}: cannot be written: {error.strerror or error}.") from error
    return path


def iter_parts(folder: Path, name: str) -> Iterator[tuple[int, Path]]:
    """The part files of a table in order, with their index."""
    for path in sorted((folder / name).glob("part-*.parquet")):
        yield int(path.stem.removeprefix("part-")), path


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
