"""The tables of a published version, read part by part."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from pipeline.contract import table as contract_table
from pipeline.publishing import Folder, iter_parts, source

BATCH_ROWS = 10_000


def dataset(folder: Folder, name: str) -> ds.Dataset:
    """The table with the contract's columns; columns that an older result lacks are null, a table that
    it lacks is empty."""
    found = [source(path) for _, path in iter_parts(folder, name)]
    system = found[0][1] if found else None
    return ds.dataset([path for path, _ in found], schema=contract_table(name).schema, filesystem=system)


def batches(folder: Folder, name: str) -> Iterator[pa.RecordBatch]:
    """The rows in the order of the inputs, at most `BATCH_ROWS` at a time, with the contract's columns."""
    schema = contract_table(name).schema
    for _, place in iter_parts(folder, name):
        path, system = source(place)
        with pq.ParquetFile(path, filesystem=system) as file:
            for batch in file.iter_batches(BATCH_ROWS):
                yield _fitted(batch, schema)


def _fitted(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    there = set(batch.schema.names)
    columns = [
        batch.column(f.name).cast(f.type) if f.name in there else pa.nulls(batch.num_rows, f.type)
        for f in schema
    ]
    fields = pa.schema([f.with_nullable(True) for f in schema])
    return pa.record_batch(columns, schema=fields)
