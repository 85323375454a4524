"""What is measured of statistics, of the checks between them, and of events."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pipeline.evaluation.goldfile import GoldArticle
from pipeline.evaluation.matching import Spot, answers, blank, holds_phrase, match, same_name, same_number
from pipeline.evaluation.measures import PageSheet
from pipeline.evaluation.page import squeeze
from pipeline.evaluation.results import Row
from pipeline.evaluation.score_pages import as_day

_Same = Callable[[object, Sequence[str]], bool]
_Verdict = tuple[bool, object, object]  # right or wrong, what gold says, what was found

# Lower ends of the bands in which the precision of statistics is shown.
_CONFIDENCE_BANDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9)
# A fact is whole when these of its columns are right.
_WHOLE_FACT = ("value", "measure", "subject", "period", "per", "status")


def score_statistics(
    sheet: PageSheet, article: GoldArticle, found: list[Spot], numbers: Mapping[str, Spot], checks: list[Row]
) -> None:
    """Statistics found by the place of their number, and of those found each column.

    `numbers` are the page's by number_id: a statistic stands where its number stands.
    """
    placed = []
    for spot in found:
        number = numbers.get(spot.row.get("number_id") or "")
        placed.append(replace(spot, lo=number.lo, hi=number.hi) if number else spot)
    matching = match(article.statistics, placed)
    tallies = sheet.sheet.tally
    tallies("statistics found exact").add(matching.exact, matching.asked, matching.found)
    tallies("statistics found").add(len(matching.pairs), matching.asked, matching.found)
    for spot in matching.missed:
        sheet.miss("statistics missed", spot)
    for spot in matching.spurious:
        sheet.miss("statistics spurious", spot)
    whole = tallies("statistics whole fact right")
    whole.add(0, matching.asked, matching.found)
    values = {(spot.lo, spot.hi): spot.row.get("value") for spot in article.numbers}
    for asked, got in matching.pairs:
        right = _compare_statistic(sheet, asked, got, values.get((asked.lo, asked.hi)))
        whole.right += right
        _count_confidence(sheet, got.row, found=True, right=right)
    for spot in matching.spurious:
        _count_confidence(sheet, spot.row, found=False, right=False)
    _compare_wholes(sheet, article, matching.pairs)
    blamed = {spot.row["statistic_id"] for spot in matching.spurious}
    known = {spot.row["statistic_id"] for spot in placed}
    for check in checks:
        ids = set(check["statistic_ids"] or [])
        if ids & known:
            sheet.sheet.share("checks between true statistics").add(ids <= known - blamed)


def _compare_statistic(sheet: PageSheet, asked: Spot, got: Spot, value: object) -> bool:
    gold, row = asked.row, got.row
    period = [gold.get("period_start"), gold.get("period_end")]
    found_period = [as_day(row["period_start"]), as_day(row["period_end"])]
    predicate = answers(gold.get("predicate"))
    said = squeeze((row["predicate"] or "") + (row["measure"] or ""))
    status = gold.get("status", "actual")
    verdicts: dict[str, _Verdict] = {
        "value": (same_number(row["value"], value), value, row["value"]),
        "measure": _verdict(holds_phrase, gold, row, "measure"),
        "predicate": (
            not predicate or any(words in said for words in predicate),
            gold.get("predicate"),
            row["predicate"],
        ),
        "subject": _verdict(same_name, gold, row, "subject"),
        "place": (
            gold.get("place") is None or same_name(row["place"], answers(gold["place"])),
            gold.get("place"),
            row["place"],
        ),
        "period": (
            all(day is None or day == other for day, other in zip(period, found_period, strict=True)),
            period,
            found_period,
        ),
        "per": (row["per"] == gold.get("per"), gold.get("per"), row["per"]),
        "aggregation": (
            _added_up(row["aggregation"]) == _added_up(gold.get("aggregation") or "total"),
            gold.get("aggregation"),
            row["aggregation"],
        ),
        "status": (row["status"] == status, status, row["status"]),
        "indicator": (
            gold.get("indicator") is None or row["indicator"] in answers(gold["indicator"]),
            gold.get("indicator"),
            row["indicator"],
        ),
        "part of": (
            bool(gold.get("part_of")) != blank(row["part_of"]),
            gold.get("part_of"),
            row["part_of"],
        ),
    }
    for name, (ok, wanted, seen) in verdicts.items():
        sheet.answer(f"statistics: {name}", ok, asked, wanted, seen)
    return all(verdicts[name][0] for name in _WHOLE_FACT)


def _verdict(same: _Same, gold: Mapping[str, Any], row: Mapping[str, Any], column: str) -> _Verdict:
    return same(row[column], answers(gold.get(column))), gold.get(column), row[column]


def _added_up(aggregation: str | None) -> str | None:
    """共 reads as a total or as cumulative: the two count as one."""
    return "total" if aggregation == "cumulative" else aggregation


def _count_confidence(sheet: PageSheet, row: Mapping[str, Any], *, found: bool, right: bool) -> None:
    confidence = row.get("confidence")
    if confidence is None or blank(confidence):
        band = "none"
    else:
        ends = [*_CONFIDENCE_BANDS, 1.0]
        low = max((i for i, end in enumerate(_CONFIDENCE_BANDS) if float(confidence) >= end), default=0)
        band = f"{ends[low]:.1f} to {ends[low + 1]:.1f}"
    sheet.sheet.share(f"confidence {band}: is a statistic").add(found)
    sheet.sheet.share(f"confidence {band}: whole fact right").add(right)


def _compare_wholes(sheet: PageSheet, article: GoldArticle, pairs: list[tuple[Spot, Spot]]) -> None:
    ids = {(asked.lo, asked.hi): got.row["statistic_id"] for asked, got in pairs}
    for asked, got in pairs:
        whole = ids.get(article.wholes.get((asked.lo, asked.hi), (-1, -1)))
        if whole is not None:
            part_of = got.row["part_of"]
            sheet.answer("statistics: part of the right whole", part_of == whole, asked, whole, part_of)


def score_events(sheet: PageSheet, article: GoldArticle, found: list[Spot]) -> None:
    """The primary event's type, organisers, participants, place, status; types of the others."""
    gold = article.events[0]
    types = _types(gold)
    primary = [spot.row for spot in found if spot.row["is_primary"]]
    others = [spot.row for spot in found if not spot.row["is_primary"]]
    ok = len(primary) == 1 and primary[0]["type"] in types
    sheet.judge("primary event type", ok, article.title, types, [row["type"] for row in primary])
    if len(primary) == 1:
        _score_primary(sheet, article, gold, primary[0])
    # The text may tell of six trainings and a system of one: each counts as found, but that one
    # counts once.
    asked_types = [_types(event) for event in article.events[1:]]
    hits = [any(row["type"] in types for row in others) for types in asked_types]
    further = sheet.sheet.tally("further events (type)")
    further.add(sum(hits), len(hits), len(others))
    answering = sum(any(row["type"] in types for types in asked_types) for row in others)
    further.found_right = (further.found_right or 0) + answering
    for event, hit in zip(article.events[1:], hits, strict=True):
        if not hit:
            sheet.miss_words("further events missed", event.get("in") or article.title, _types(event))


def _score_primary(
    sheet: PageSheet, article: GoldArticle, gold: Mapping[str, Any], row: Mapping[str, Any]
) -> None:
    title = article.title
    bodies = [answers(body) for body in gold.get("organizers") or []]
    organizers = row["organizers"] or []
    hit = sum(any(same_name(name, body) for name in organizers) for body in bodies)
    hit = min(hit, len(organizers))
    sheet.sheet.tally("primary event organizers").add(hit, len(bodies), len(organizers))
    if hit < max(len(bodies), len(organizers)):
        sheet.miss_words("primary event organizers", title, bodies, organizers)
    asked_people, people = gold.get("participants"), row["participants"]
    ok = same_number(people, asked_people)
    sheet.judge("primary event participants", ok, title, asked_people, people)
    places, place = answers(gold.get("place")), row["place"]
    ok = not places or (not blank(place) and any(p in squeeze(place) or squeeze(place) in p for p in places))
    sheet.judge("primary event place", ok, title, places, place)
    status = gold.get("status", "held")
    sheet.judge("primary event status", row["status"] == status, title, status, row["status"])


def _types(event: Mapping[str, Any]) -> list[str]:
    return [event["type"], *event.get("alt_types", [])]
