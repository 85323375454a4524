"""Runs all extractors over a text of the corpus and compares a row with what the corpus expects."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pipeline.extractors.dates import find_dates, resolve_dates
from pipeline.extractors.entities import find_entities, resolve_names
from pipeline.extractors.events import find_events
from pipeline.extractors.numbers import find_numbers
from pipeline.extractors.statistics import find_statistics
from pipeline.layout import Layout, read_layout
from pipeline.mentions import NumberMention, Publication, StatisticMention

FOLDER = Path(__file__).parent
_SLACK = 6
_ALWAYS: dict[str, Any] = {"per": None, "aggregation": "total", "status": "actual", "part_of": None}


def cases(name: str) -> list[dict[str, Any]]:
    """The entries of a corpus file."""
    loaded = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return list(loaded)


def extract(text: str, day: dt.date | None) -> tuple[Layout, list[NumberMention], list[StatisticMention]]:
    """Layout, numbers and facts of a text published on `day`."""
    layout = read_layout(text)
    view = layout.view.text
    spans = [(a.start, a.end) for a in layout.articles]
    numbers = find_numbers(view)
    dates = resolve_dates(find_dates(view), Publication(day, day, "supplied"), spans)
    entities = resolve_names(find_entities(view), view, spans)
    events = find_events(view, layout.articles, numbers, dates, entities)
    return layout, numbers, find_statistics(view, layout.articles, numbers, dates, entities, events)


@cache
def _rows(text: str, day: dt.date) -> tuple[str, tuple[StatisticMention, ...]]:
    layout, _, rows = extract(text, day)
    return layout.view.text, tuple(rows)


def row_of(case: dict[str, Any], key: str) -> StatisticMention | None:
    """The row of the number `key`; `key@1` is the second number with these words."""
    words, _, place = key.partition("@")
    text, rows = _rows(case["text"], case["day"])
    found = [row for row in rows if text[row.start : row.end] == words]
    at = int(place or 0)
    return found[at] if at < len(found) else None


def faults(case: dict[str, Any], key: str, expected: dict[str, Any]) -> list[str]:
    """What is wrong with the row of `key`, one line a field."""
    row = row_of(case, key)
    if row is None:
        return [f"{key}: no row"]
    text, rows = _rows(case["text"], case["day"])
    whole = rows[row.part_of] if row.part_of is not None else None
    got: dict[str, Any] = {
        "per": row.per,
        "aggregation": row.aggregation,
        "status": row.status,
        "part_of": text[whole.start : whole.end] if whole else None,
        "subject": row.subject,
        "place": row.place,
        "start": row.period_start,
        "end": row.period_end,
        "indicator": row.indicator,
    }
    wrong = []
    for name, value in {**_ALWAYS, **expected}.items():
        if name == "measure":
            good = value in (row.measure or "") and len(row.measure or "") <= len(value) + _SLACK
            found: Any = row.measure
        elif name == "predicate":
            good, found = value in (row.predicate or ""), row.predicate
        else:
            good, found = got[name] == value, got[name]
        if not good:
            wrong.append(f"{key} {name}: expected {value!r}, got {found!r}")
    return wrong


def spurious(case: dict[str, Any]) -> list[str]:
    """The numbers listed under `none` that have a row all the same."""
    return [words for words in case.get("none", []) if row_of(case, words) is not None]
