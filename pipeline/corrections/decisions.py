"""A line of the file, checked against the contract."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from pipeline.contract import Column, contract, correctable_tables
from pipeline.corrections.csvfile import vocabulary
from pipeline.corrections.model import ACTIONS, Correction
from pipeline.corrections.values import ValueFaultError, parse_value

DROPPABLE = ("statistics", "entities")
"""Tables from which a row can be dropped. A number or date stays, whatever it says of the world; each
article keeps its events, and one of them the primary one."""

_NEVER = {
    "event_type": "it is the type of the article's primary event: correct `type` in events",
    "series_id": "it follows from indicator, subject, measure, predicate and per",
    "trigger": "it is the printed word",
    "is_primary": "each article has exactly one primary event",
    "sentence": "it is the printed sentence",
}
_WHOLE = re.compile(r"\d+(?:\.0+)?")


class InvalidError(Exception):
    """A correction that cannot be applied, whatever the rows; the message says why and what can."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A correction whose words are understood. `index`: place in the file, later ones win."""

    index: int
    source: Correction
    table: str
    document_id: str
    row_id: str | None
    start: int | None
    end: int | None
    text: str | None
    action: str
    column: Column | None = None
    value: Any = None


def check(correction: Correction, index: int, indicators: Collection[str]) -> Checked:
    """What the correction says. `indicators`: codes that there are. Raises InvalidError."""
    table = correction.table.casefold() or "statistics"
    if table not in correctable_tables():
        raise InvalidError(f"table = {correction.table!r} is none of {', '.join(correctable_tables())}")
    start, end = (_offset(name, getattr(correction, name)) for name in ("start", "end"))
    if (start is None) != (end is None):
        raise InvalidError("start and end go together")
    document_id = correction.document_id or _document_of(table, correction.id)
    if not document_id:
        raise InvalidError(
            f"id = {correction.id!r} is no id of {table}"
            if correction.id
            else "neither id, nor document_id with start and end"
        )
    if not correction.id and start is None:
        raise InvalidError("without an id, start and end are needed")
    action = _action(correction)
    column, value = None, None
    if action in ("set", "clear"):
        column = _column(table, correction.column)
        value = _value(column, action, correction.value, indicators)
    elif correction.column:
        raise InvalidError(f"action `{action}` is about the row: leave column empty")
    if action == "reject" and table not in DROPPABLE:
        raise InvalidError(f"rows of {table} cannot be dropped, only those of {', '.join(DROPPABLE)}")
    return Checked(
        index,
        correction,
        table,
        document_id,
        correction.id or None,
        start,
        end,
        correction.text or None,
        action,
        column,
        value,
    )


def action_of(correction: Correction) -> str | None:
    """The action in our own words; None where it is none that we know."""
    words = vocabulary()["actions"]
    written = correction.action or ("" if correction.column else correction.value)
    if not written:
        return "set" if correction.column else None
    return words.get(written.casefold())


def document_of(correction: Correction) -> str:
    """The document that a correction is about, empty where it does not say."""
    return correction.document_id or _document_of(correction.table.casefold() or "statistics", correction.id)


def _action(correction: Correction) -> str:
    action = action_of(correction)
    if action is None:
        raise InvalidError(f"action = {correction.action!r} is none of {', '.join(ACTIONS)}")
    return action


def _document_of(table: str, row_id: str) -> str:
    """An id is document_id:article, and of a mention :letter and number behind it."""
    parts = row_id.rsplit(":", 1 if table == "articles" else 2)
    return parts[0] if len(parts) == (2 if table == "articles" else 3) else ""


def _offset(name: str, text: str) -> int | None:
    if not text:
        return None
    if not _WHOLE.fullmatch(text):
        raise InvalidError(f"{name} = {text!r} is no whole number")
    return int(text.partition(".")[0])


def _column(table: str, name: str) -> Column:
    columns = {c.name: c for c in contract()[table].columns}
    column = columns.get(name.casefold()) or next(
        (c for c in columns.values() if c.correctable and c.zh == name), None
    )
    allowed = ", ".join(c.name for c in columns.values() if c.correctable)
    if column is None:
        said = f"column = {name!r} is no column of {table}" if name else "there is no column"
        raise InvalidError(f"{said}; can be corrected: {allowed}")
    if not column.correctable:
        why = _NEVER.get(column.name, "ids, offsets, words and what the program says of itself stay")
        raise InvalidError(f"{table}.{column.name} cannot be corrected: {why}; can be corrected: {allowed}")
    return column


def _value(column: Column, action: str, text: str, indicators: Collection[str]) -> Any:
    if action == "clear":
        if text:
            raise InvalidError("action `clear` takes no value")
        if column.type_name == "list<string>":
            return []
        if not column.nullable:
            raise InvalidError(f"{column.name} cannot be empty" + _allowed(column))
        return None
    try:
        value = parse_value(column, text)
    except ValueFaultError as fault:
        raise InvalidError(str(fault)) from None
    if column.name == "indicator" and value not in indicators:
        known = ", ".join(sorted(indicators))
        raise InvalidError(f"indicator = {value!r} is none of {known}; --indicators adds your own")
    return value


def _allowed(column: Column) -> str:
    return f"; it is one of {', '.join(column.values)}" if column.values else ""
