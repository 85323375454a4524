"""Shards on disk, for workers that the driver's memory does not reach: `_spool/<part>.parquet`."""

from __future__ import annotations

import dataclasses
from typing import Any

import pyarrow as pa

from pipeline.engines.task import Shard
from pipeline.engines.units import Item
from pipeline.publishing import Folder, ordinal_of, read_part, write_part
from pipeline.reading import Reject, SourceDocument

SPOOL = "_spool"

_STRINGS = ("document_id", "source_path", "sha256", "encoding", "text", "title", "source", "reason", "detail")
_SCHEMA = pa.schema(
    [
        *(pa.field(name, pa.string()) for name in _STRINGS),
        *(pa.field(name, pa.date32()) for name in ("supplied", "from_filename")),
        pa.field("is_record", pa.bool_()),
    ]
)


def write_spool(shard: Shard, folder: Folder) -> str:
    """Write the shard's inputs; returns the name of the part."""
    rows = [dataclasses.asdict(item) for item in shard.items]
    write_part(pa.Table.from_pylist(rows, _SCHEMA), folder, SPOOL, shard.part)
    return shard.part


def read_spool(folder: Folder, part: str) -> Shard:
    """The shard of that name."""
    rows = read_part(folder / SPOOL / f"{part}.parquet").to_pylist()
    return Shard(ordinal_of(part), tuple(map(_item, rows)))


def _item(row: dict[str, Any]) -> Item:
    kind = Reject if row["reason"] is not None else SourceDocument
    return kind(**{field.name: row[field.name] for field in dataclasses.fields(kind)})
