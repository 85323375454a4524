"""Rows to Arrow tables, always with the contract's schema."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from operator import itemgetter
from typing import Any

import pyarrow as pa

from pipeline.contract import table, table_names


def to_arrow(name: str, rows: Sequence[dict[str, Any]]) -> pa.Table:
    """The rows as a table of the contract; columns that a row lacks are null.

    Raises ValueError where a row has a column that the contract does not know, or null where the
    contract allows none: both are faults of ours, never of an input.
    """
    spec = table(name)
    names = [column.name for column in spec.columns]
    cells = _columns(name, rows, names)
    made = pa.table(
        [pa.array(c, field.type) for c, field in zip(cells, spec.schema, strict=True)], spec.schema
    )
    for column in spec.columns:
        if not column.nullable and made.column(column.name).null_count:
            raise ValueError(f"{name}.{column.name}: null where the contract allows none")
    return made


def _columns(table_name: str, rows: Sequence[dict[str, Any]], names: list[str]) -> Iterable[Sequence[Any]]:
    """The cells of each column. Rows that have all columns are turned in one go, at twice the speed."""
    if len(names) > 1 and set(map(len, rows)) == {len(names)}:
        with suppress(KeyError):  # so many columns, but others
            return list(zip(*map(itemgetter(*names), rows), strict=True))
    known = set(names)
    for row in rows:
        if not row.keys() <= known:
            raise ValueError(f"{table_name}: columns not in the contract: {sorted(row.keys() - known)}")
    return [[row.get(name) for row in rows] for name in names]


def empty_tables() -> dict[str, pa.Table]:
    """Every table of the contract without rows."""
    return {name: to_arrow(name, []) for name in table_names()}
