"""What is measured of mentions: numbers, dates and entities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pipeline.evaluation.goldfile import GoldArticle
from pipeline.evaluation.matching import Spot, blank, match, same_number
from pipeline.evaluation.measures import PageSheet
from pipeline.evaluation.page import squeeze
from pipeline.evaluation.score_pages import as_day

# Where a place ends and a building begins is a matter of taste: the three count as one.
_PLACES = frozenset({"GPE", "LOC", "FAC"})


def score_numbers(sheet: PageSheet, article: GoldArticle, found: list[Spot]) -> None:
    """Numbers found, and of those found value (or the ends of a range), unit, bound and kind."""
    matching = match(article.numbers, found)
    sheet.matched("numbers", matching)
    for asked, got in matching.pairs:
        gold, row = asked.row, got.row
        ok = same_number(row["value"], gold.get("value"))
        if gold.get("value") is None and not (blank(gold.get("low")) and blank(gold.get("high"))):
            ok = (
                ok and same_number(row["low"], gold.get("low")) and same_number(row["high"], gold.get("high"))
            )
        sheet.answer("number value", ok, asked, _amount(gold), _amount(row))
        unit, gold_unit = squeeze(row.get("unit") or ""), squeeze(gold.get("unit") or "")
        sheet.answer("number unit", unit == gold_unit, asked, gold_unit, unit)
        bound = gold.get("bound", "exact")
        sheet.answer("number bound", row.get("bound") == bound, asked, bound, row.get("bound"))
        sheet.answer("number kind", row.get("kind") == gold["kind"], asked, gold["kind"], row.get("kind"))


def _amount(row: Mapping[str, Any]) -> object:
    value = row.get("value")
    return f"{row.get('low')}..{row.get('high')}" if blank(value) else value


def score_dates(sheet: PageSheet, article: GoldArticle, found: list[Spot]) -> None:
    """Dates found, and of those found type, interval (or that there is none) and relation."""
    matching = match(article.dates, found)
    sheet.matched("dates", matching)
    for asked, got in matching.pairs:
        gold, row = asked.row, got.row
        sheet.answer("date type", row["type"] == gold["type"], asked, gold["type"], row["type"])
        if gold["type"] in ("date", "time") and "start" in gold and "end" in gold:
            interval = (as_day(row["start_date"]), as_day(row["end_date"]))
            wanted = (gold["start"], gold["end"])
            measure = "date interval" if any(wanted) else "date left open"
            sheet.answer(
                measure, interval == wanted, asked, "..".join(map(str, wanted)), "..".join(map(str, interval))
            )
        if "relation" in gold:
            relation = row.get("relation")
            sheet.answer("date relation", relation == gold["relation"], asked, gold["relation"], relation)


def score_entities(sheet: PageSheet, article: GoldArticle, found: list[Spot]) -> None:
    """Entities of the same type found, over all and type by type."""
    text = sheet.page.text
    asked = [_merged(spot.unquoted(text)) for spot in article.entities]
    got = [_merged(spot) for spot in found]
    for name in ("entities exact", "entities overlap"):
        sheet.sheet.tally(name)
    for kind in sorted({spot.row["type"] for spot in (*asked, *got)}):
        # An optional entity of another type excuses what touches it, too.
        wanted = [spot for spot in asked if spot.row["type"] == kind or spot.optional]
        mine = [spot for spot in got if spot.row["type"] == kind]
        sheet.matched("entities", match(wanted, mine), detail=f"entities {kind}")


def _merged(spot: Spot) -> Spot:
    kind = spot.row["type"]
    return replace(spot, row={**spot.row, "type": "PLACE"}) if kind in _PLACES else spot
