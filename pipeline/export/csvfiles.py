"""CSV files that Excel opens right: UTF-8 with a byte order mark, cells defused, one file a table."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from pipeline.contract import table as contract_table
from pipeline.contract import table_names
from pipeline.contract.exchange import data_package
from pipeline.corrections import CORRECTIONS_CSV
from pipeline.errors import BaoshuError
from pipeline.export.cells import as_json, defused
from pipeline.export.rows import batches
from pipeline.export.written import files_written_aside
from pipeline.publishing import Folder

BOM = b"\xef\xbb\xbf"
_TIME = "%Y-%m-%dT%H:%M:%SZ"


def write_csv(folder: Folder, target: Path) -> dict[str, int]:
    """Write every table of a version to `target/<table>.csv`, with `datapackage.json`, which describes them
    (Frictionless Data Package). Gives the rows by table.

    Raises BaoshuError B019, also for a result folder: its `corrections.csv` is the analysts' own.
    """
    if (target / CORRECTIONS_CSV).exists() and not (target / "datapackage.json").exists():
        raise BaoshuError(
            "B019", f"{target} holds a {CORRECTIONS_CSV} that is no export.", "Name a folder of its own."
        )
    if os.path.lexists(target / "current"):
        raise BaoshuError("B019", f"{target} is a result folder.", "Name a folder of its own.")
    counts = {}
    with files_written_aside(target) as aside:
        for name in table_names():
            with (aside / f"{name}.csv").open("wb") as file:
                counts[name] = _write(file, name, batches(folder, name))
        package = json.dumps(data_package(), ensure_ascii=False, indent=1)
        (aside / "datapackage.json").write_text(package + "\n", encoding="utf-8")
    return counts


def _write(file: IO[bytes], name: str, rows: Iterator[pa.RecordBatch]) -> int:
    schema = csv_schema(contract_table(name).schema)
    file.write(BOM)
    total = 0
    with csv_writer(file, schema) as writer:
        for batch in rows:
            writer.write_batch(flat(batch, schema))
            total += batch.num_rows
    return total


@contextmanager
def csv_writer(stream: IO[bytes], schema: pa.Schema) -> Iterator[Any]:
    """A pyarrow CSV writer with a header of plain names; text is quoted, so that `""` is text and nothing
    at all is null."""
    stream.write((",".join(_name(n) for n in schema.names) + "\n").encode())
    options = pacsv.WriteOptions(include_header=False, quoting_style="needed")
    with pacsv.CSVWriter(stream, schema, write_options=options) as writer:
        yield writer


def csv_schema(schema: pa.Schema) -> pa.Schema:
    """Types of the columns as they are written: lists, structures and times become text."""
    return pa.schema([pa.field(f.name, _csv_type(f.type)) for f in schema])


def flat(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """The batch as text, numbers and dates: lists as JSON, times as ISO 8601 in UTC, text defused."""
    columns: Sequence[pa.Array] = [_flat(c, f.type) for c, f in zip(batch.columns, schema, strict=True)]
    return pa.record_batch(columns, schema=schema)


def _flat(column: pa.Array, target: pa.DataType) -> pa.Array:
    if column.type.equals(target) and not pa.types.is_string(target):
        return column
    if pa.types.is_timestamp(column.type):
        return pc.strftime(column, _TIME if column.type.tz else _TIME.removesuffix("Z"))
    if pa.types.is_nested(column.type):
        column = pa.array([as_json(v) for v in column.to_pylist()], pa.string())
    return defused(column.cast(pa.string()))


def _csv_type(kind: pa.DataType) -> pa.DataType:
    plain = pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind)
    return kind if plain or pa.types.is_date32(kind) else pa.string()


def _name(name: str) -> str:
    quoted = defused(pa.array([name]))[0].as_py().replace('"', '""')
    return f'"{quoted}"' if quoted != name or any(c in name for c in ',"\n\r') else name
