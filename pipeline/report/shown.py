"""How values and periods are written for readers."""

from __future__ import annotations

import calendar
import datetime as dt
import math
from typing import Any

Row = dict[str, Any]
_BEFORE = {"about": "≈ ", "over": "> ", "under": "< ", "at_least": "≥ ", "at_most": "≤ "}


def number(value: float | None) -> str:
    """`12,000`, `3.5`; empty for None."""
    if value is None:
        return ""
    if not math.isfinite(value):
        return "∞"
    if abs(value) >= 1e15:
        return f"{value:.6g}"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.6f}".rstrip("0").rstrip(".")


def value(row: Row) -> str:
    """A figure with its hedge and unit (`≥ 300 个`, `20–30 人`); as printed where it has no value."""
    unit = f" {row['unit']}" if row.get("unit") else ""
    if row["value"] is not None:
        return f"{_BEFORE.get(row.get('bound') or '', '')}{number(row['value'])}{unit}"
    low, high = row.get("low"), row.get("high")
    if low is not None and high is not None and math.isfinite(high):
        return f"{number(low)}–{number(high)}{unit}"
    return str(row.get("text") or "")


def period(start: dt.date | None, end: dt.date | None) -> str:
    """`2024`, `2024-05`, `2024-05-06`, `2024-05-01 – 2024-05-07`, `– 2024-12-31`; empty if unknown."""
    if start is None and end is None:
        return ""
    if start is None or end is None:
        return f"{start or ''} – {end or ''}".strip()
    if start == end:
        return start.isoformat()
    if start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]:
        first, last = start.isoformat()[:7], end.isoformat()[:7]
        if start.month == 1 and end.month == 12:
            return str(start.year) if start.year == end.year else f"{start.year} – {end.year}"
        return first if first == last else f"{first} – {last}"
    return f"{start} – {end}"
