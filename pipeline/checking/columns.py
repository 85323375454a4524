"""Column by column: closed vocabularies and ranges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from pipeline.contract import Table


def column_faults(spec: Table, rows: pa.Table) -> Iterator[str]:
    """Values outside a column's closed list, nulls where none are allowed, shares outside 0 to 1,
    intervals that end before they begin."""
    for column in spec.columns:
        values = rows[column.name]
        if not column.nullable and values.null_count:
            yield f"{spec.name}.{column.name}: {values.null_count} rows are null, the contract allows none"
        if column.values:
            allowed = {*column.values, None}
            for index, value in enumerate(values.to_pylist()):
                if value not in allowed:
                    yield f"{_row(spec, rows, index)}: {column.name} = {value!r} is none of {' '.join(column.values)}"
        if column.name == "confidence":
            for index, value in enumerate(values.to_pylist()):
                if not 0.0 <= value <= 1.0:
                    yield f"{_row(spec, rows, index)}: confidence = {value} is not between 0 and 1"
    for first, last in _intervals(spec):
        pairs = zip(rows[first].to_pylist(), rows[last].to_pylist(), strict=True)
        for index, (one, other) in enumerate(pairs):
            if one is not None and other is not None and one > other:
                yield f"{_row(spec, rows, index)}: {first} {one} is after {last} {other}"


def _intervals(spec: Table) -> Iterator[tuple[str, str]]:
    names = {c.name for c in spec.columns}
    pairs = (
        ("start_date", "end_date"),
        ("period_start", "period_end"),
        ("publication_start", "publication_end"),
        ("low", "high"),
        ("started_at", "finished_at"),
    )
    yield from (p for p in pairs if names.issuperset(p))


def _row(spec: Table, rows: pa.Table, index: int) -> str:
    identity: Any = rows[spec.key][index].as_py() if spec.key else f"row {index}"
    return f"{spec.name} {identity}"
