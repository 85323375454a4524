"""What a part file's shard was made of: two tables of our own beside those of the contract.

`_units` names the units of work in the part (see `unit_of`) and is written last: a part without it is
not finished. `_signatures` holds what near-identical articles are found by. Names that begin with an
underscore are passed over by the usual readers of Parquet folders.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import pyarrow as pa

from pipeline.publishing import Folder, part_schema

UNITS = "_units"
SIGNATURES = "_signatures"
LEDGER_TABLES = (SIGNATURES, UNITS)
"""In the order in which they are written."""

_FINGERPRINT = b"baoshu.fingerprint"

UNITS_SCHEMA = pa.schema(
    [
        pa.field("unit", pa.binary(16), nullable=False),
        pa.field("document_id", pa.string()),  # null where the unit became a reject
        pa.field("source_path", pa.string(), nullable=False),
        pa.field("chars", pa.int64(), nullable=False),
        pa.field("again", pa.bool_(), nullable=False),  # what stopped it may not stop it the next time
    ]
)
SIGNATURES_SCHEMA = pa.schema(
    [
        pa.field("document_id", pa.string(), nullable=False),
        pa.field("article_id", pa.string(), nullable=False),
        pa.field("published", pa.date32()),
        pa.field("signature", pa.list_(pa.uint32()), nullable=False),
    ]
)


def units_table(rows: list[dict[str, object]], fingerprint: str) -> pa.Table:
    """The rows of `_units`, the fingerprint of code and settings in their metadata."""
    return pa.Table.from_pylist(rows, UNITS_SCHEMA.with_metadata({_FINGERPRINT: fingerprint}))


def signatures_table(rows: list[dict[str, object]]) -> pa.Table:
    """The rows of `_signatures`."""
    return pa.Table.from_pylist(rows, SIGNATURES_SCHEMA)


def fingerprint_of(path: Folder) -> str:
    """The fingerprint in a part of `_units`."""
    metadata: dict[bytes, bytes] = part_schema(path).metadata or {}
    return metadata.get(_FINGERPRINT, b"").decode()


def digest(units: Iterable[bytes], fingerprint: str = "") -> str:
    """Hexadecimal digest of the units in a part and of what made their rows."""
    made = hashlib.blake2b(fingerprint.encode(), digest_size=8)
    for unit in units:
        made.update(unit)
    return made.hexdigest()
