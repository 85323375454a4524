"""What the tests of corrections look at results with."""

from __future__ import annotations

import json
from typing import Any

import pipeline
from pipeline.contract import table, table_names

Row = dict[str, Any]


def rows(result: pipeline.Tables) -> dict[str, list[str]]:
    """Each table's rows, sorted."""
    return {
        name: sorted(json.dumps(r, default=str, sort_keys=True) for r in result.arrow(name).to_pylist())
        for name in table_names()
        if name != "runs"
    }


def row(result: pipeline.Tables, name: str, row_id: str) -> Row:
    """The row of that id."""
    (found,) = [r for r in result.arrow(name).to_pylist() if r[table(name).key or ""] == row_id]
    return dict(found)


def states(result: pipeline.Tables) -> list[tuple[int, str]]:
    """Line and state of each correction."""
    return [(r["line"], r["state"]) for r in result.arrow("corrections").to_pylist()]
