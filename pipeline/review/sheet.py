"""The Excel sheet for the review."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping, Sequence
from math import ceil
from pathlib import Path
from typing import Any

from pipeline.corrections.cells import defused
from pipeline.corrections.values import format_value
from pipeline.errors import BaoshuError
from pipeline.review.facts import Row
from pipeline.review.words import ANCHOR, FIRST, LAST, LISTS, ORIGINALS, editable, heading, labels, shown_code

HEADER = 2
"""Rows of the header: Chinese names, English names."""

_WIDTHS = {"decision": 13, "confidence": 10, "sentence": 52, "measure": 16, "predicate": 16, "subject": 20}
_WIDTHS |= {"indicator": 24, "note": 24, "title": 28, "statistic_id": 22, "document_id": 18, "extractor": 24}
_WIDTH, _LINE, _MOST_LINES = 12, 15.0, 20
_LONGEST = 32_000  # characters of a cell, of which Excel takes 32,767
_FONT = "Microsoft YaHei"


def write_sheet(rows: Sequence[Row], path: Path, indicators: Mapping[str, str]) -> None:
    """Write facts (see `ReviewFacts`) as an Excel file. `indicators`: code -> Chinese name, for the list.

    Raises BaoshuError B016 where the file cannot be written.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    try:
        with xlsxwriter.Workbook(str(path), plain) as book:
            _Sheet(book, indicators).write(rows)
    except (FileCreateError, OSError) as error:
        raise BaoshuError(
            "B016", f"{path}: cannot be written: {error}.", "Is it open in Excel, or the folder not there?"
        ) from error


class _Sheet:
    def __init__(self, book: Any, indicators: Mapping[str, str]) -> None:
        from xlsxwriter.utility import xl_col_to_name

        self.sheet = book.add_worksheet(labels()["sheet"])
        self._help(book)
        self.lists = book.add_worksheet(LISTS)
        self.originals = book.add_worksheet(ORIGINALS)
        self.letter = xl_col_to_name
        self.columns = editable()
        self.types = {c.name: c.type_name for c in self.columns}
        self.names = [*FIRST, *(c.name for c in self.columns), "note", *LAST]
        self.indicators = indicators
        base = {"font_name": _FONT, "font_size": 10, "valign": "top", "border": 1, "border_color": "#D9D9D9"}
        shut = base | {"bg_color": "#F2F2F2", "font_color": "#404040"}
        head = base | {"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "text_wrap": True}
        self.formats = {
            key: book.add_format(look)
            for key, look in {
                "open": base | {"text_wrap": True},
                "open_text": base | {"text_wrap": True, "num_format": "@"},
                "open_quoted": base | {"text_wrap": True, "num_format": "@", "quote_prefix": True},
                "open_number": base | {"num_format": "#,##0", "align": "right", "indent": 1},
                "open_date": base | {"num_format": "yyyy-mm-dd", "align": "left"},
                "decision": base | {"bg_color": "#FFF2CC", "bold": True},
                "shut": shut | {"text_wrap": True},
                "shut_quoted": shut | {"text_wrap": True, "quote_prefix": True},
                "shut_number": shut | {"num_format": "0.00", "align": "right", "indent": 1},
                "shut_date": shut | {"num_format": "yyyy-mm-dd", "align": "left"},
                "fraction": {"num_format": "#,##0.0###"},
                "words": {"font_name": _FONT, "font_size": 10, "font_color": "#202020"},
                "figure": {
                    "font_name": _FONT,
                    "font_size": 10,
                    "bold": True,
                    "underline": 1,
                    "font_color": "#C00000",
                },
                "head_open": head,
                "head_shut": head | {"bg_color": "#7F7F7F"},
                "head_name": head | {"bg_color": "#DDEBF7", "font_color": "#404040", "bold": False},
            }.items()
        }

    def _help(self, book: Any) -> None:
        title, *lines = labels()["help"]
        sheet = book.add_worksheet(labels()["help_sheet"])
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 100)
        sheet.write_string(0, 0, title, book.add_format({"font_name": _FONT, "bold": True, "font_size": 14}))
        look = book.add_format({"font_name": _FONT, "text_wrap": True, "valign": "top"})
        for number, line in enumerate(lines, start=2):
            sheet.set_row(number, 2.2 * _LINE)
            sheet.write_string(number, 0, line, look)

    def write(self, rows: Sequence[Row]) -> None:
        sheet, last = self.sheet, HEADER + max(len(rows), 1) - 1
        for number, name in enumerate(self.names):
            zh, en = heading(name)
            shut = not self._is_open(name)
            sheet.set_column(number, number, _WIDTHS.get(name, _WIDTH))
            sheet.write_string(0, number, zh, self.formats["head_shut" if shut else "head_open"])
            sheet.write_string(1, number, name, self.formats["head_name"])
            sheet.write_comment(0, number, f"{name}: {en}", {"x_scale": 2, "font_size": 9})
        for index, row in enumerate(rows):
            at = HEADER + index
            sheet.set_row(at, _LINE * _lines(row))
            for number, name in enumerate(self.names):
                self._cell(at, number, name, row)
        sheet.freeze_panes(HEADER, len(FIRST))
        sheet.autofilter(1, 0, last, len(self.names) - 1)
        self._validate(last, rows)
        self._show_fractions(last)
        self._keep(rows)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0, HEADER - 1)
        sheet.activate()

    def _is_open(self, name: str) -> bool:
        return name in ("decision", "note") or name in self.types

    def _cell(self, at: int, number: int, name: str, row: Row) -> None:
        sheet, formats = self.sheet, self.formats
        side = "open" if self._is_open(name) else "shut"
        if name == "decision":
            sheet.write_blank(at, number, None, formats["decision"])
            return
        if name == "sentence":
            self._sentence(at, number, row)
            return
        value = None if name == "note" else row[name]
        if isinstance(value, dt.date):
            sheet.write_datetime(at, number, dt.datetime.combine(value, dt.time()), formats[f"{side}_date"])
        elif isinstance(value, float):
            sheet.write_number(at, number, value, formats[f"{side}_number"])
        elif value is None or value == "":
            looks = {"date": "open_date", "float64": "open_number", "string": "open_text"}
            look = looks.get(self.types.get(name, ""), side)
            sheet.write_blank(at, number, None, formats[look])
        else:
            text = self._shown(name, str(value))[:_LONGEST]
            runs = defused(text) != text
            look = f"{side}_quoted" if runs else {"open": "open_text"}.get(side, side)
            sheet.write_string(at, number, text, formats[look])

    def _shown(self, name: str, value: str) -> str:
        if name == "indicator":
            return f"{value} {self.indicators.get(value, '')}".rstrip()
        return shown_code(name, value)

    def _sentence(self, at: int, number: int, row: Row) -> None:
        sentence: str = row["sentence"]
        look = self.formats["shut_quoted" if defused(sentence) != sentence else "shut"]
        if row["figure"] is None or len(sentence) > _LONGEST:
            self.sheet.write_string(at, number, sentence[:_LONGEST], look)
            return
        start, end = row["figure"]
        before, figure, after = sentence[:start], sentence[start:end], sentence[end:]
        words, mark = self.formats["words"], self.formats["figure"]
        runs = [(words, before), (mark, figure), (words, after)]
        parts = [part for run in runs if run[1] for part in run]
        if len(parts) == 2:  # nothing but the figure
            self.sheet.write_string(at, number, sentence, look)
        else:
            self.sheet.write_rich_string(at, number, *parts, look)

    def _validate(self, last: int, rows: Sequence[Row]) -> None:
        """Lists to choose from, numbers and dates that are such; what is read-only takes no typing."""
        lists = {"decision": list(labels()["decisions"].values())}
        lists |= {c.name: [shown_code(c.name, v) for v in c.values] for c in self.columns if c.values}
        codes = {*self.indicators, *(row["indicator"] for row in rows if row["indicator"])}
        lists["indicator"] = [self._shown("indicator", code) for code in sorted(codes)]
        places = {}
        for number, (name, entries) in enumerate(lists.items()):
            self.lists.write_column(0, number, [name, *entries])
            letter = self.letter(number)
            places[name] = f"={LISTS}!${letter}$2:${letter}${len(entries) + 1}"
        self.lists.hide()
        choose, shut = ("\n".join(labels()[k].values()) for k in ("choose", "read_only"))
        for number, name in enumerate(self.names):
            rule: dict[str, Any] | None = None
            if name in places:
                rule = {"validate": "list", "source": places[name], "error_message": choose}
            elif self.types.get(name) == "date":
                rule = {"validate": "date", "criteria": "between", "error_message": "2024-05-06"}
                rule |= {"minimum": dt.date(1901, 1, 1), "maximum": dt.date(2199, 12, 31)}
            elif self.types.get(name) == "float64":
                rule = {"validate": "decimal", "criteria": "between", "error_message": "12000"}
                rule |= {"minimum": -1e15, "maximum": 1e15}
            elif not self._is_open(name):
                rule = {"validate": "custom", "value": "=FALSE", "error_message": shut}
            if rule:
                self.sheet.data_validation(HEADER, number, last, number, rule)

    def _show_fractions(self, last: int) -> None:
        """A number format shows either no decimals or a bare point behind whole numbers."""
        for number, column in enumerate(self.columns, start=len(FIRST)):
            if column.type_name == "float64":
                cell = f"{self.letter(number)}{HEADER + 1}"
                rule = {
                    "type": "formula",
                    "criteria": f"=INT({cell})<>{cell}",
                    "format": self.formats["fraction"],
                }
                self.sheet.conditional_format(HEADER, number, last, number, rule)

    def _keep(self, rows: Sequence[Row]) -> None:
        """What the rows say now, so that what is changed can be told when the sheet comes back."""
        names = [*ANCHOR, *(c.name for c in self.columns)]
        self.originals.write_row(0, 0, names)
        for index, row in enumerate(rows, start=1):
            for number, name in enumerate(names):
                self.originals.write_string(index, number, format_value(row[name])[:_LONGEST])
        self.originals.hide()


def _lines(row: Row) -> int:
    """Lines that the tallest cell of the row takes when it is wrapped."""
    return min(
        _MOST_LINES, max(ceil(_width(str(row.get(k) or "")) / w * 1.1) for k, w in _WIDTHS.items()) or 1
    )


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text) + 1
