"""What follows within a row from what an analyst changed in it, and what a row cannot say."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from pipeline.extractors.entities.areas import area_code_of, areas

Row = dict[str, Any]

FIGURE = ("value", "low", "high", "bound", "unit")
"""What a fact takes over from its number."""

_INTERVALS = (("low", "high"), ("start_date", "end_date"), ("period_start", "period_end"))


def follow(table: str, row: Row, decided: Collection[str]) -> None:
    """Set the columns that depend on those decided and were not decided themselves.

    `low` and `high` follow value and bound as they do in the extractor (numbers/hedges.py); a value given to
    a range makes it exact. `adcode` follows the place, where its name has one code only.
    """
    if table in ("numbers", "statistics") and not {"value", "bound"}.isdisjoint(decided):
        for name, value in _ends(row, decided).items():
            if name not in decided:
                row[name] = value
    if table == "statistics" and "place" in decided:
        implied = {
            "adcode": _code(row["place"]),
            "place_basis": row["place"] and (row["place_basis"] or "text"),
        }
        row |= {name: value for name, value in implied.items() if name not in decided}
    if table == "entities" and "name" in decided:
        if row["type"] == "GPE" and "adcode" not in decided:
            row["adcode"] = _code(row["name"])
        if row["type"] == "ORG" and "org_adcode" not in decided:
            row["org_adcode"] = area_code_of(row["name"])


def fault(row: Row) -> str | None:
    """Why a row cannot be as it is; None if it can."""
    for first, last in _INTERVALS:
        one, other = row.get(first), row.get(last)
        if one is not None and other is not None and one > other:
            return f"{first} {one} would be after {last} {other}"
    if "bound" in row:
        if row["bound"] == "exact" and row["value"] is None:
            return "an exact figure needs a value"
        if all(row[name] is None for name in ("value", "low", "high")):
            return "a figure needs value, low or high"
    return None


def _ends(row: Row, decided: Collection[str]) -> Row:
    value, bound = row["value"], row["bound"]
    if bound in ("range", "vague"):
        if "bound" in decided or value is None:
            return {"value": None}
        bound = "exact"
    if value is None:
        return {}
    low = value if bound in ("exact", "over", "at_least") else None
    high = value if bound in ("exact", "under", "at_most") else None
    return {"bound": bound, "low": low, "high": high}


def _code(place: str | None) -> str | None:
    if not place:
        return None
    codes = areas().codes(place)
    return codes[0] if len(codes) == 1 else area_code_of(place)
