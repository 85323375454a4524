"""The site's words in two languages, and what codes are called."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from pipeline.contract import contract

Pair = list[str]  # Chinese, English


@cache
def words() -> dict[str, dict[str, Pair]]:
    """`ui` and `codes` of words.yaml: Chinese and English by key."""
    source = files("pipeline.report").joinpath("words.yaml").read_text(encoding="utf-8")
    read: dict[str, dict[str, Pair]] = yaml.load(source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return read


def code_words(code: str) -> Pair:
    """What a code of a closed vocabulary is called; the code itself where there is no word for it."""
    return words()["codes"].get(code, [code, code])


@cache
def indicator_words() -> dict[str, Pair]:
    """What the indicators are called, by code; an analyst's own indicators go by their code."""
    from pipeline.extractors.statistics.indicators import builtin_indicators

    found = builtin_indicators().by_code.values()
    return {entry.code: [entry.label or entry.code, entry.code.replace("_", " ")] for entry in found}


def contract_words() -> dict[str, Any]:
    """Labels of tables and columns, as the pages' scripts take them."""
    return {
        table.name: {
            "label": table_words(table.name),
            "columns": [
                {
                    "name": column.name,
                    "label": [column.zh, column.name.replace("_", " ")],
                    "meaning": column.en,
                    "coded": bool(column.values),
                }
                for column in table.columns
            ],
        }
        for table in contract().values()
    }


def table_words(name: str) -> Pair:
    """What a table is called."""
    table = contract()[name]
    return [table.zh.partition("：")[0], name]
