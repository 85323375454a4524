"""A correction as the file has it, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FIELDS = (
    "table",
    "id",
    "document_id",
    "start",
    "end",
    "text",
    "action",
    "column",
    "value",
    "note",
)
"""The columns of the file, in the order in which they are written."""

ACTIONS = ("set", "clear", "reject", "confirm")
"""Give a column a value; say that the text does not tell; not a fact: drop the row; the row is right."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A line of the file: the cells as written, without white space around them. `line`: the header is 1."""

    table: str = ""
    id: str = ""
    document_id: str = ""
    start: str = ""
    end: str = ""
    text: str = ""
    action: str = ""
    column: str = ""
    value: str = ""
    note: str = ""
    line: int = 0

    @classmethod
    def of(cls, cells: Mapping[str, str], line: int = 0) -> Correction:
        """A line with these cells, by the names in `FIELDS`."""
        values: dict[str, Any] = {name: cells.get(name, "") for name in FIELDS}
        return cls(**values, line=line)

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells in the order of `FIELDS`."""
        return tuple(getattr(self, name) for name in FIELDS)


@dataclass(frozen=True, slots=True)
class Corrections:
    """The lines of a file; `digest` is None where there is no file or no line in it."""

    name: str = ""
    lines: tuple[Correction, ...] = ()
    digest: str | None = None


@dataclass(slots=True)
class Verdict:
    """What became of a correction: `state` is one of the contract's `corrections.state`."""

    state: str
    reason: str | None = None
    found_id: str | None = None
    old_value: str | None = None
