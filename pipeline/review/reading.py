"""An analyst's decisions out of a review sheet, whatever program saved it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.contract import Column
from pipeline.corrections import Correction, check
from pipeline.corrections.csvfile import vocabulary
from pipeline.corrections.decisions import InvalidError
from pipeline.corrections.following import follow
from pipeline.corrections.summary import summary
from pipeline.corrections.values import ValueFaultError, format_value, parse_value
from pipeline.errors import BaoshuError
from pipeline.review.words import ANCHOR, LISTS, ORIGINALS, TABLE, editable, labels

Cells = list[list[Any]]


@dataclass(slots=True)
class Decisions:
    """`corrections`: what was decided, in the order of the sheet; `faults`: what cannot be taken over, for a
    person, with the sheet's row."""

    corrections: list[Correction] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def read_sheet(path: Path) -> Decisions:
    """The decisions in a sheet that `write_sheet` wrote, and Excel, LibreOffice or WPS saved again; rows may be
    sorted, and columns moved or removed. Raises BaoshuError B016 for a file that is no such sheet."""
    sheets = _sheets(path)
    if ORIGINALS not in sheets or LISTS not in sheets:
        raise BaoshuError(
            "B016",
            f"{path}: the hidden sheets {ORIGINALS} and {LISTS} are not there.",
            "Read back the file that `baoshu review --out` wrote, saved as .xlsx or .ods.",
        )
    header, *kept = sheets[ORIGINALS]
    names = [str(cell) for cell in header]
    originals = {str(row[0]): dict(zip(names, map(_text, row), strict=False)) for row in kept if row}
    codes = _entries(sheets[LISTS])
    for name, cells in sheets.items():
        at = next(
            (i for i, row in enumerate(cells[:10]) if {"decision", "statistic_id"} <= set(map(str, row))),
            None,
        )
        if at is not None and name not in (ORIGINALS, LISTS):
            return _Sheet(cells, at, originals, codes).decisions()
    raise BaoshuError("B016", f"{path}: no sheet has the columns decision and statistic_id in its header.")


def _sheets(path: Path) -> dict[str, Cells]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            return {
                name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                for name in book.sheet_names
            }
    except (CalamineError, OSError, ValueError) as error:
        raise BaoshuError("B016", f"{path}: cannot be read: {error}.", "Save it as .xlsx.") from error


def _entries(cells: Cells) -> dict[str, dict[str, str]]:
    """Of each list: what is shown, its code, and its Chinese name alone -> the code."""
    found: dict[str, dict[str, str]] = {}
    for number, name in enumerate(cells[0]):
        entries = [_text(row[number]) for row in cells[1:] if len(row) > number and _text(row[number])]
        known = found.setdefault(str(name), {})
        for entry in entries:
            code, _, zh = entry.partition(" ")
            known |= {entry.casefold(): code, code.casefold(): code} | ({zh: code} if zh else {})
    return found


class _Sheet:
    def __init__(
        self,
        cells: Cells,
        at: int,
        originals: Mapping[str, Mapping[str, str]],
        codes: Mapping[str, Mapping[str, str]],
    ) -> None:
        self.names = [str(cell).strip() for cell in cells[at]]
        self.rows = [
            (at + 2 + i, row) for i, row in enumerate(cells[at + 1 :])
        ]  # as the program numbers them
        self.originals, self.codes = originals, codes
        self.columns = [c for c in editable() if c.name in self.names]
        self.indicators = frozenset(codes.get("indicator", {}).values())
        self.made = Decisions()

    def decisions(self) -> Decisions:
        rows = [(number, dict(zip(self.names, cells, strict=False))) for number, cells in self.rows]
        times = Counter(_text(row.get("statistic_id")) for _, row in rows)
        for number, row in rows:
            row_id = _text(row.get("statistic_id"))
            original = self.originals.get(row_id)
            if original is None:
                if any(_text(cell) for cell in row.values()):
                    self._fault(number, f"statistic_id = {row_id!r} is none that the sheet was written with")
            elif times[row_id] > 1:
                self._fault(number, f"{row_id} stands in {times[row_id]} rows of the sheet")
            else:
                self._row(number, row, original)
        return self.made

    def _fault(self, number: int, message: str) -> None:
        self.made.faults.append(f"row {number}: {message}")

    def _row(self, number: int, row: Mapping[str, Any], original: Mapping[str, str]) -> None:
        note = _text(row.get("note"))
        base = {name.replace("statistic_id", "id"): original[name] for name in ANCHOR} | {
            "table": TABLE,
            "note": note,
        }
        said = _text(row.get("decision"))
        decision = vocabulary()["actions"].get(said.casefold())
        if said and decision not in labels()["decisions"]:
            self._fault(number, f"decision = {said!r} is none of {', '.join(labels()['decisions'].values())}")
            return
        if decision == "reject":
            self._take(number, Correction.of(base | {"action": "reject"}))
            return
        changes = [
            change for column in self.columns if (change := self._change(number, column, row, original))
        ]
        for column, value in changes:
            action = "set" if value else "clear"
            self._take(number, Correction.of(base | {"action": action, "column": column, "value": value}))
        if decision == "confirm":
            self._take(
                number, Correction.of(base | {"action": "confirm", "value": _seen(original, dict(changes))})
            )
        elif decision == "set" and not changes:
            self._fault(number, "wrong, but no cell is changed: mend what is wrong, or choose not a fact")
        elif note and not decision and not changes:
            self._fault(number, "a note without a decision")

    def _take(self, number: int, correction: Correction) -> None:
        try:
            check(correction, 0, self.indicators)
        except InvalidError as error:
            self._fault(number, str(error))
        else:
            self.made.corrections.append(correction)

    def _change(
        self, number: int, column: Column, row: Mapping[str, Any], original: Mapping[str, str]
    ) -> tuple[str, str] | None:
        """The column and its new value, if it has one; empty where it was emptied."""
        text = _text(row.get(column.name), column)
        code = self.codes.get(column.name, {}).get(text.casefold())
        was = original[column.name]
        if text == was or code == was or was.split() == text.split():
            return None
        if not text:
            return column.name, ""
        try:
            value = format_value(parse_value(column, code or text))
        except ValueFaultError as error:
            self._fault(number, str(error))
            return None
        if column.name in ("value", "low", "high") and original["unit"] == "%" and _is_share(value, was):
            self._fault(
                number, f"{column.name} = {value} where the unit is %: write 35, not 35%, which is 0.35"
            )
            return None
        return None if value == was else (column.name, value)


def _seen(original: Mapping[str, str], changes: Mapping[str, str]) -> str:
    """What the row says that is confirmed: with the changes, and what follows from them."""
    # ours are values that `parse_value` takes: they were written with `format_value`
    texts = {c: changes.get(c.name, original[c.name]) for c in editable()}
    row = {c.name: parse_value(c, text) if text else None for c, text in texts.items()}
    follow(TABLE, row, changes.keys())
    return summary(row, row)


def _is_share(value: str, was: str) -> bool:
    """Whether a program seems to have made 0.35 of 35%."""
    return 0 < abs(float(value)) < 1 <= abs(float(was or 1))


def _text(cell: Any, column: Column | None = None) -> str:
    """The cell as text: programs make numbers of codes, and dates of numbers or words."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, int | float) and column is not None and column.type_name == "date":
        return (
            (dt.date(1899, 12, 30) + dt.timedelta(days=int(cell))).isoformat()
            if 0 < cell < 2e5
            else str(cell)
        )
    if isinstance(cell, float):
        return format_value(cell)
    return str(cell).strip()
