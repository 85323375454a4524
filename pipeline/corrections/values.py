"""Values of the contract's columns: from what people write, and as text again."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from typing import Any

from pipeline.contract import Column
from pipeline.corrections.csvfile import vocabulary
from pipeline.reading.dates import parse_date

_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?", re.IGNORECASE)
LIST_MARK = "；"
"""Stands between the entries of a list."""
_ADCODE = re.compile(r"\d{6}")


class ValueFaultError(Exception):
    """A value that the column cannot have; the message says what it can."""


def parse_value(column: Column, text: str) -> Any:
    """The value that the text says, with the column's Python type. Raises ValueFaultError."""
    text = text.strip()
    if not text:
        raise ValueFaultError(
            f"{column.name}: there is no value; the action `clear` says that the text does not tell"
        )
    match column.type_name:
        case "float64" | "int32" | "int64":
            return _number(column, text)
        case "bool":
            word = vocabulary()["truth"].get(text.casefold())
            if word is None:
                raise ValueFaultError(f"{column.name} = {text!r} is neither true (是) nor false (否)")
            return word == "true"
        case "date":
            return _date(column, text)
        case "list<string>":
            return [entry for part in re.split("[；;\n]", text) if (entry := part.strip())]
    return _string(column, text)


def format_value(value: Any) -> str:
    """The value as text that `parse_value` reads back; empty for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, list):
        return LIST_MARK.join(map(str, value))
    return str(value)


def _number(column: Column, text: str) -> float | int:
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if not (_NUMBER.fullmatch(plain) and math.isfinite(float(plain))):
        hint = "in the unit of the row, as 12000 (not 1.2万)" if column.unit else "as 12000"
        raise ValueFaultError(f"{column.name} = {text!r} is no number; write it {hint}")
    number = float(plain)
    if column.type_name == "float64":
        return number
    if not number.is_integer():
        raise ValueFaultError(f"{column.name} = {text!r} is no whole number")
    return int(number)


def _date(column: Column, text: str) -> dt.date:
    try:
        made = parse_date(text)
    except ValueError as error:
        raise ValueFaultError(f"{column.name}: {error}") from None
    assert made is not None  # blank was refused
    return made


def _string(column: Column, text: str) -> str:
    if column.values:
        wanted = {value.casefold(): value for value in column.values}.get(text.casefold())
        if wanted is None:
            raise ValueFaultError(f"{column.name} = {text!r} is none of {', '.join(column.values)}")
        return wanted
    if column.name.endswith("adcode") and not _ADCODE.fullmatch(text):
        raise ValueFaultError(f"{column.name} = {text!r} is no GB/T 2260 code of six digits, as 110105")
    return text
