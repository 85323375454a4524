"""Keys: ids are unique, and what points at a row of another table finds it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pyarrow as pa

from pipeline.contract import contract


def key_faults(tables: dict[str, pa.Table]) -> Iterator[str]:
    """Ids that occur twice, and references that lead nowhere."""
    for name, spec in contract().items():
        if spec.key:
            counts = Counter(tables[name][spec.key].to_pylist())
            for value, count in counts.items():
                if count > 1:
                    yield f"{name} {value}: {spec.key} occurs {count} times"
    known: dict[str, set[str]] = {}
    for name, spec in contract().items():
        for column in spec.columns:
            if column.ref is None:
                continue
            if column.ref not in known:
                target, target_column = column.ref.split(".")
                known[column.ref] = set(tables[target][target_column].to_pylist())
            for index, value in enumerate(tables[name][column.name].to_pylist()):
                for one in value if isinstance(value, list) else [value]:
                    if one is not None and one not in known[column.ref]:
                        row = tables[name][spec.key][index].as_py() if spec.key else f"row {index}"
                        yield f"{name} {row}: {column.name} = {one!r} is not in {column.ref}"
