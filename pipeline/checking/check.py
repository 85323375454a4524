"""Verifies a result against the contract, row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pyarrow as pa

from pipeline.checking.columns import column_faults
from pipeline.checking.keys import key_faults
from pipeline.checking.pages import lost_inputs, offset_faults, primary_event_faults
from pipeline.contract import contract, table_names
from pipeline.publishing import Folder, iter_parts, read_table, store_of
from pipeline.publishing.parts import read_part


@dataclass(slots=True)
class Report:
    """`faults`: where the result breaks the contract; `notes`: what the pages themselves contradict, and
    corrections that were not applied."""

    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rows: int = 0
    tables: int = 0


def check_folder(folder: Folder) -> Report:
    """Check the result published in `folder`. Raises BaoshuError B006 if there is none."""
    current = store_of(folder).current()
    faults = [f for name in table_names() for f in _file_faults(current, name)]
    if faults:
        return Report(faults=faults)
    return check_tables(lambda name: read_table(current, name))


def check_tables(read: Callable[[str], pa.Table]) -> Report:
    """Check tables given by name; they must have the contract's columns."""
    tables = {name: read(name) for name in table_names()}
    report = Report(rows=sum(t.num_rows for t in tables.values()), tables=len(tables))
    for name, spec in contract().items():
        report.faults += column_faults(spec, tables[name])
    report.faults += key_faults(tables)
    report.faults += offset_faults(tables)
    report.faults += primary_event_faults(tables)
    report.faults += lost_inputs(tables)
    report.notes += _contradictions(tables)
    return report


def _file_faults(current: Folder, name: str) -> Iterator[str]:
    """Faults of a table's files: missing, unreadable, or of another schema."""
    wanted = contract()[name].schema
    parts = list(iter_parts(current, name))
    if not parts:
        yield f"{name}: there are no part files"
    for _, path in parts:
        try:
            found = read_part(path).schema
        except (OSError, pa.ArrowException) as error:
            yield f"{name}/{path.name}: cannot be read: {error}"
            continue
        if not found.equals(wanted, check_metadata=False):
            yield f"{name}/{path.name}: {_difference(found, wanted)}"


def _difference(found: pa.Schema, wanted: pa.Schema) -> str:
    missing = [n for n in wanted.names if n not in found.names]
    if missing:
        return f"the column {missing[0]} is missing"
    for column in wanted:
        have = found.field(column.name)
        if not have.equals(column):
            return f"the column {column.name} is {_type(have)}, the contract says {_type(column)}"
    return "columns that the contract does not know: " + ", ".join(
        n for n in found.names if n not in wanted.names
    )


def _type(column: pa.Field) -> str:
    return f"{column.type}{'' if column.nullable else ' not null'}"


def _contradictions(tables: dict[str, pa.Table]) -> Iterator[str]:
    facts = {
        r["statistic_id"]: r for r in tables["statistics"].select(["statistic_id", "sentence"]).to_pylist()
    }
    for row in tables["checks"].to_pylist():
        if not row["passed"]:
            sentences = dict.fromkeys(facts[i]["sentence"] for i in row["statistic_ids"] if i in facts)
            words = " / ".join(sentences)
            yield f"{row['check_id']}: {row['kind']}: expected {_figure(row['expected'])}, found {_figure(row['found'])}: {words}"
    for row in tables["corrections"].to_pylist():
        if row["state"] in ("not_found", "invalid"):
            yield f"corrections, line {row['line']}: {row['state'].replace('_', ' ')}: {row['reason']}"
    for row in tables["documents"].to_pylist():
        if row["publication_conflict"]:
            yield f"{row['document_id']}: publication date: {row['publication_conflict']}"


def _figure(value: float | None) -> str:
    """A figure with all its digits, to two decimals."""
    return "nothing" if value is None else f"{round(value, 2):.15g}"
