"""What the cells of the sheet are called and may hold, from the contract and labels.yaml."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from pipeline.contract import Column, table

TABLE = "statistics"
KEPT_ASIDE = ("part_of",)
"""Columns that can be corrected, but not in a sheet: they name other rows."""

FIRST = ("decision", "confidence", "sentence")
LAST = ("text", "title", "publication_date", "source", "extractor", "document_id", "statistic_id")
"""Read-only columns behind those that can be changed and the note."""

ORIGINALS, LISTS = "_originals", "_lists"
"""Hidden sheets: what each row said when the sheet was written, and the entries of the lists."""

ANCHOR = ("statistic_id", "document_id", "start", "end", "text")
"""The first columns of `_originals`."""


def editable() -> tuple[Column, ...]:
    """The columns that can be changed in the sheet."""
    return tuple(c for c in table(TABLE).columns if c.correctable and c.name not in KEPT_ASIDE)


@cache
def labels() -> dict[str, Any]:
    """The words in labels.yaml."""
    text = files(__package__).joinpath("labels.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def heading(name: str) -> tuple[str, str]:
    """The Chinese name and the English meaning of a column of the sheet."""
    own = labels()["columns"].get(name)
    if own:
        return own["zh"], own["en"]
    column = table(TABLE).column(name)
    return column.zh, column.en


def shown_code(column: str, code: str) -> str:
    """A code of a closed list with its Chinese name, as the lists show it."""
    zh = labels()["codes"].get(column, {}).get(code)
    return f"{code} {zh}" if zh else code
