"""Rows to Arrow tables, always with the contract's schema."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from pipeline.contract import table, table_names


def to_arrow(name: str, rows: Sequence[dict[str, Any]]) -> pa.Table:
    """The rows as a table of the contract; columns that a row lacks are null.

    Raises ValueError where a row has a column that the contract does not know, or null where the
    contract allows none: both are faults of ours, never of an input.
    """
    spec = table(name)
    known = {c.name for c in spec.columns}
    for row in rows:
        if not row.keys() <= known:
            raise ValueError(f"{name}: columns not in the contract: {sorted(row.keys() - known)}")
    made = pa.Table.from_pylist(list(rows), schema=spec.schema)
    for column in spec.columns:
        if not column.nullable and made.column(column.name).null_count:
            raise ValueError(f"{name}.{column.name}: null where the contract allows none")
    return made


def empty_tables() -> dict[str, pa.Table]:
    """Every table of the contract without rows."""
    return {name: to_arrow(name, []) for name in table_names()}
