"""What a row said when somebody confirmed it, so that a confirmation does not outlive what it confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.corrections.values import format_value

_MARK = " | "


def summary(row: Mapping[str, Any], columns: Iterable[str]) -> str:
    """`column=value | column=value`, for people and for `differences`."""
    return _MARK.join(f"{name}={_cell(row[name])}" for name in columns)


def differences(row: Mapping[str, Any], confirmed: str) -> str | None:
    """Where the row says other than the summary, in words; None where it says the same. Columns that the
    summary does not name do not count, nor what in it names no column."""
    pairs = [(name.strip(), value.strip()) for name, equals, value in _parts(confirmed) if equals]
    found = [
        f"{name} is {now or 'empty'} now, {was or 'empty'} was confirmed"
        for name, was in pairs
        if name in row and (now := _cell(row[name]).strip()) != was
    ]
    return "; ".join(found) or None


def _parts(text: str) -> Iterable[tuple[str, str, str]]:
    return (part.partition("=") for part in text.split("|"))


def _cell(value: Any) -> str:
    return " ".join(format_value(value).replace("|", "¦").split())
