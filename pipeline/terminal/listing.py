"""Rows of the mention tables as a table, and one row as a card."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from rich import box
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from pipeline.contract import table
from pipeline.terminal.lookup import Row
from pipeline.terminal.safe import safe

LISTED: dict[str, tuple[str, ...]] = {
    "statistics": (
        *("text", "value", "measure", "subject", "period", "status", "bound", "unit"),
        *("indicator", "predicate", "confidence"),
    ),
    "numbers": ("text", "kind", "value", "unit", "bound", "unit_kind", "confidence"),
    "dates": ("text", "type", "value", "period", "mod", "relation", "basis", "confidence"),
    "entities": ("text", "type", "name", "adcode", "org_adcode", "confidence"),
    "events": (
        "text",
        "type",
        "is_primary",
        "status",
        "period",
        "place",
        "organizers",
        "participants",
        "name",
    ),
}
"""Table -> what is shown of its rows, the more important first. `period` stands for first and last day."""

_DAYS = (("period_start", "period_end"), ("start_date", "end_date"))
_RIGHT = ("value", "confidence", "participants")
_WHOLE = (*_RIGHT, "id", "status", "bound", "type", "kind", "adcode", "org_adcode")
"""Columns whose cells are not broken."""
_NARROWEST = 12
"""Cells below which broken text is hard to read; columns are left out instead."""
_GAP = 2


def listing(name: str, rows: Sequence[Row], width: int) -> tuple[Table, list[str]]:
    """The rows as a table at most `width` cells wide, and the columns for which there was no room."""
    key = str(table(name).key)
    cells = {"id": [str(row[key]).rpartition(":")[2] for row in rows]}
    cells |= {column: [_cell(row, column) for row in rows] for column in LISTED[name]}
    filled = {column: values for column, values in cells.items() if any(values)}
    kept = _fitting(filled, width)
    made = Table(
        box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False, header_style="bold"
    )
    for column in kept:
        made.add_column(
            column,
            justify="right" if column in _RIGHT else "left",
            overflow="fold",
            no_wrap=column in _WHOLE,
            min_width=_least(column, filled[column]),
        )
    for values in zip(*kept.values(), strict=True):
        made.add_row(*(Text(value) for value in values))
    return made, [column for column in filled if column not in kept]


def _fitting(cells: dict[str, list[str]], width: int) -> dict[str, list[str]]:
    """The first columns that have room side by side when each is folded as far as it may be."""
    kept: dict[str, list[str]] = {}
    used = 0
    for column, values in cells.items():
        used += _least(column, values) + _GAP
        if kept and used > width:
            break
        kept[column] = values
    return kept


def _least(column: str, values: list[str]) -> int:
    widest = max(cell_len(value) for value in (column, *values))
    return widest if column in _WHOLE else min(_NARROWEST, widest)


def card(name: str, row: Row) -> Table:
    """All columns of one row with what they mean."""
    made = Table(box=None, pad_edge=False, show_header=False)
    made.add_column(no_wrap=True, style="bold")
    made.add_column(no_wrap=True)
    made.add_column(overflow="fold")
    for column in table(name).columns:
        made.add_row(column.name, safe(column.zh), Text(shown(row[column.name])))
    return made


def shown(value: Any) -> str:
    """A value of any column as safe text; what the page does not say is the empty text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.15g}" if abs(value) < 1e15 else f"{value:g}"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list):
        return ", ".join(map(shown, value))
    return safe(str(value))


def _cell(row: Row, column: str) -> str:
    if column == "value":
        return _value(row)
    return _period(row) if column == "period" else shown(row[column])


def _value(row: Row) -> str:
    if row["value"] is not None or "low" not in row or row["low"] is row["high"] is None:
        return shown(row["value"])
    return f"{shown(row['low'])}–{shown(row['high'])}"


def _period(row: Row) -> str:
    first, last = next((shown(row[a]), shown(row[b])) for a, b in _DAYS if a in row)
    return first if first == last else f"{first} – {last}".strip()
