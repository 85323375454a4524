"""Corrections applied to the rows of one document, and to what is derived from them within it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipeline.contract import contract, correctable_tables
from pipeline.corrections.decisions import Checked
from pipeline.corrections.following import FIGURE, fault, follow
from pipeline.corrections.matching import NotFoundError, find_row
from pipeline.corrections.model import Verdict
from pipeline.corrections.summary import differences
from pipeline.corrections.values import format_value
from pipeline.resolution import check_rows, series_id
from pipeline.tables import UNMARKED, Rows

Row = dict[str, Any]

_ORDER = ("numbers", "statistics", "entities", "dates", "events", "articles")
"""Numbers come first: facts and events take their figures from them."""

_WITH = {
    "statistics": ("checks",),
    "numbers": ("statistics", "checks", "events", "articles"),
    "events": ("articles",),
}
_OUR_WORDS = frozenset([*UNMARKED, "series_id"])


def tables_touched(tables: Iterable[str]) -> set[str]:
    """The tables that corrections of the given ones can change."""
    found = set(tables)
    return found.union(*(_WITH.get(name, ()) for name in found))


def correct_rows(rows: Rows, corrections: Sequence[Checked]) -> dict[int, Verdict]:
    """Apply corrections to a document's rows, in place; what became of each, by its `index`.

    `rows` holds the tables that `tables_touched` names. Of two decisions on one thing the later counts; one to
    drop a row, and one to change or keep it, are on the same thing. What a row cannot say as a whole (a period
    that ends before it begins) is not applied. Marks, series and checks follow.
    """
    return _Document(rows).correct(corrections)


class _Document:
    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.keys = {name: contract()[name].key or "" for name in correctable_tables() if name in rows}
        self.before = {(name, row[key]): dict(row) for name, key in self.keys.items() for row in rows[name]}
        self.verdicts: dict[int, Verdict] = {}

    def correct(self, corrections: Sequence[Checked]) -> dict[int, Verdict]:
        targets: dict[tuple[str, str], list[Checked]] = defaultdict(list)
        for one in sorted(corrections, key=lambda c: c.index):
            try:
                row, moved = find_row(self.rows[one.table], one)
            except NotFoundError as error:
                self.verdicts[one.index] = Verdict("not_found", str(error))
                continue
            row_id = row[self.keys[one.table]]
            old = None if one.column is None else format_value(row[one.column.name])
            self.verdicts[one.index] = Verdict("applied", moved, row_id, old)
            targets[one.table, row_id].append(one)
        standing = {target: self._standing(ones) for target, ones in targets.items()}
        dropped = {target for target, ones in standing.items() if ones[-1].action == "reject"}
        for name, row_id in dropped:
            self.rows[name] = [r for r in self.rows[name] if r[self.keys[name]] != row_id]
        for target, ones in sorted(standing.items(), key=lambda item: _ORDER.index(item[0][0])):
            if target not in dropped:
                self._decide(target, ones)
        self._derive()
        return self.verdicts

    def _standing(self, ones: list[Checked]) -> list[Checked]:
        """The decisions on a row that no later one overrules."""
        kept: list[Checked] = []
        for one in ones:
            for earlier in list(kept):
                if _overrules(one, earlier):
                    kept.remove(earlier)
                    verdict = self.verdicts[earlier.index]
                    verdict.state, verdict.reason = "superseded", f"line {one.source.line} decides otherwise"
                    if one.action == earlier.action and one.value == earlier.value:
                        verdict.reason = f"line {one.source.line} says the same"
            kept.append(one)
        return kept

    def _decide(self, target: tuple[str, str], ones: list[Checked]) -> None:
        name, row_id = target
        row = next(r for r in self.rows[name] if r[self.keys[name]] == row_id)
        sets = {one.column.name: one for one in ones if one.column is not None}
        if sets:
            changed = row | {column: one.value for column, one in sets.items()}
            follow(name, changed, sets.keys())
            wrong = fault(changed) or self._part_fault(name, changed, sets)
            for column, one in sets.items():
                verdict = self.verdicts[one.index]
                if wrong:
                    verdict.state, verdict.reason = "invalid", wrong
                elif self.before[target][column] == one.value:
                    verdict.state, verdict.reason = "agrees", "the row says so by itself"
            if wrong:
                for one in ones:  # a confirmation of the corrected row would confirm another
                    self.verdicts[one.index].state, self.verdicts[one.index].reason = "invalid", wrong
                return
            row |= changed
            if name == "numbers":
                self._hand_on(row)
        for one in ones:
            if one.action == "confirm":
                other = differences(row, one.source.value)
                row["confirmed"] = other is None
                if other:
                    verdict = self.verdicts[one.index]
                    verdict.state, verdict.reason = "not_found", other

    def _part_fault(self, name: str, row: Row, sets: Mapping[str, Checked]) -> str | None:
        if name != "statistics" or "part_of" not in sets or row["part_of"] is None:
            return None
        facts = {fact["statistic_id"]: fact["part_of"] for fact in self.rows["statistics"]}
        facts[row["statistic_id"]] = at = row["part_of"]
        seen = {row["statistic_id"]}
        while at is not None:
            if at not in facts:
                return f"part_of = {at!r} is no fact of the document"
            if at in seen:
                return f"part_of = {row['part_of']!r} would make the fact a part of itself"
            seen.add(at)
            at = facts[at]
        return None

    def _hand_on(self, number: Row) -> None:
        """What a number says, to the facts and events that take it from there."""
        for fact in self.rows["statistics"]:
            if fact["number_id"] == number["number_id"]:
                fact |= {name: number[name] for name in FIGURE}
        for event in self.rows["events"]:
            if event["participants_number_id"] == number["number_id"]:
                event["participants"] = number["low"] if number["value"] is None else number["value"]

    def _derive(self) -> None:
        facts = self.rows.get("statistics", [])
        there = {fact["statistic_id"] for fact in facts}
        for fact in facts:
            if fact["part_of"] not in there:
                fact["part_of"] = None
        if "events" in self.rows:
            primary = {e["article_id"]: e["type"] for e in self.rows["events"] if e["is_primary"]}
            for article in self.rows["articles"]:
                article["event_type"] = primary.get(article["article_id"])
        for name, key in self.keys.items():
            for row in self.rows[name]:
                old = self.before[name, row[key]]
                row["corrected_columns"] = [c for c in row if c not in _OUR_WORDS and row[c] != old[c]]
                row["corrected"] = bool(row["corrected_columns"])
        if "statistics" in self.rows:
            for fact in facts:
                fact["series_id"] = series_id(fact)
            self.rows["checks"] = check_rows(facts)


def _overrules(later: Checked, earlier: Checked) -> bool:
    if "reject" in (later.action, earlier.action):
        return True
    return later.action == earlier.action == "confirm" or (
        later.column is not None and earlier.column is not None and later.column.name == earlier.column.name
    )
