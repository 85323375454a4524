"""Sheets of an Excel workbook that hold the rows of tables."""

from __future__ import annotations

import datetime as dt
import math
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from pipeline.contract import Column, Table
from pipeline.export.cells import excel_text, readable

EXCEL_ROWS = 1_048_576
"""Rows of a sheet, the header included."""
_EXACT = 10**15  # Excel keeps fifteen digits
_FIRST_DAY = dt.date(1900, 3, 1)  # Excel counts a 29 February 1900 that there was not
LINE = 15
"""Height of a line in points."""
_NARROWEST, _WIDEST = 9, 55
_SAMPLE = 300  # rows that the widths are taken from

Put = Callable[[int, int, Any], "bool | None"]


@dataclass(slots=True)
class SheetRows:
    """What became of a table: its rows, and lines about what a sheet could not hold."""

    rows: int = 0
    notes: list[str] = field(default_factory=list)


class Sheets:
    """Writes tables into sheets of an XlsxWriter workbook, with the formats they share."""

    def __init__(self, book: Any, max_rows: int = EXCEL_ROWS) -> None:
        self.book = book
        self.max_rows = min(max_rows, EXCEL_ROWS)
        base: dict[str, Any] = {"valign": "top", "font_name": "Microsoft YaHei", "font_size": 10}
        book.formats[0].set_font_name("Microsoft YaHei")
        book.formats[0].set_font_size(10)
        self.plain = book.add_format(base)
        self.number = book.add_format(base | {"align": "right", "indent": 1})
        self.wrapped = book.add_format(base | {"text_wrap": True})
        self.strong = book.add_format(base | {"bold": True, "bg_color": "#E8EEF4", "text_wrap": True})
        self.strong_number = book.add_format(
            base | {"bold": True, "bg_color": "#E8EEF4", "num_format": "#,##0"}
        )
        self.link = book.add_format(
            base | {"bold": True, "bg_color": "#E8EEF4", "font_color": "#0B5394", "underline": 1}
        )
        self.date = book.add_format(base | {"num_format": "yyyy-mm-dd", "align": "left"})
        self.time = book.add_format(base | {"num_format": "yyyy-mm-dd hh:mm:ss", "align": "left"})
        self.head = book.add_format(
            base | {"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "valign": "vcenter"}
        )

    def header(self, sheet: Any, names: Sequence[str], widths: Sequence[float]) -> None:
        """The first row, and the widths of the columns in characters."""
        sheet.set_row(0, 20)
        sheet.set_landscape()
        sheet.set_paper(8)  # A3
        sheet.fit_to_pages(1, 0)  # as wide as a page
        sheet.repeat_rows(0)
        for place, (name, width) in enumerate(zip(names, widths, strict=True)):
            sheet.set_column(place, place, width, self.plain)
            sheet.write_string(0, place, name, self.head)

    def row_height(self, sheet: Any, at: int, texts: Sequence[str], widths: Sequence[float]) -> None:
        """Make a row, before its cells are written, as high as its longest text needs."""
        lines = max(math.ceil(breadth(t) / w) for t, w in zip(texts, widths, strict=True))
        sheet.set_row(at, LINE * max(1, lines))

    def write_table(self, table: Table, batches: Iterable[pa.RecordBatch]) -> SheetRows:
        """Write the rows, in further sheets `<table>_2`, … where one does not hold them."""
        done = SheetRows()
        sheet: Any = None
        sheets = at = cut = 0
        puts: list[Put] = []
        for batch in batches:
            columns = [column.to_pylist() for column in batch.columns]
            for row in zip(*columns, strict=True):
                if sheet is None or at == self.max_rows:
                    self._finish(sheet, table, at)
                    sheets += 1
                    sheet = self._sheet(table, sheets, columns)
                    puts = [self._put(sheet, c) for c in table.columns]
                    at = 1
                for place, value in enumerate(row):
                    if value is not None:
                        cut += bool(puts[place](at, place, value))
                at += 1
                done.rows += 1
        if sheet is None:
            sheet, at = self._sheet(table, 1, [[] for _ in table.columns]), 1
        self._finish(sheet, table, at)
        if sheets > 1:
            done.notes.append(
                f"{table.name}: {done.rows} rows are more than a sheet of Excel holds; they go on in "
                f"{', '.join(f'{table.name}_{i}' for i in range(2, sheets + 1))}. 行数超出上限，已分表。"
            )
        if cut:
            done.notes.append(
                f"{table.name}: {cut} cells are longer than a cell of Excel holds (32,767 characters) and were "
                f"cut; the whole text is in Parquet, CSV and DuckDB. {cut} 个单元格过长，已截断。"
            )
        return done

    def _sheet(self, table: Table, number: int, sample: Sequence[Sequence[Any]]) -> Any:
        sheet = self.book.add_worksheet(table.name if number == 1 else f"{table.name}_{number}")
        widths = [_width(c, values[:_SAMPLE]) for c, values in zip(table.columns, sample, strict=True)]
        self.header(sheet, [c.name for c in table.columns], widths)
        sheet.set_default_row(LINE)  # or LibreOffice makes rows as high as the lines in a cell
        for place, column in enumerate(table.columns):
            sheet.write_comment(0, place, _hint(column), {"x_scale": 2, "y_scale": 1.2, "author": "Baoshu"})
        return sheet

    def _finish(self, sheet: Any, table: Table, at: int) -> None:
        if sheet is None:
            return
        last = len(table.columns) - 1
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(1, at - 1), last)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{EXCEL_ROWS}"})

    def _put(self, sheet: Any, column: Column) -> Put:
        """How a value of the column is written; the function gives True where it had to be cut."""
        text, number = sheet.write_string, sheet.write_number
        plain, right, date, time = self.plain, self.number, self.date, self.time

        def put_text(row: int, place: int, value: Any) -> bool:
            shown, cut = excel_text(value if isinstance(value, str) else readable(value))
            text(row, place, shown, plain)
            return cut

        def put_number(row: int, place: int, value: Any) -> None:
            if math.isfinite(value) and (isinstance(value, float) or abs(value) < _EXACT):
                number(row, place, value, right)
            else:
                text(row, place, str(value), right)

        def put_date(row: int, place: int, value: dt.date) -> None:
            if value >= _FIRST_DAY:
                sheet.write_datetime(row, place, value, date)
            else:
                text(row, place, value.isoformat(), date)

        def put_time(row: int, place: int, value: dt.datetime) -> None:
            sheet.write_datetime(row, place, value.replace(tzinfo=None), time)

        def put_bool(row: int, place: int, value: bool) -> None:
            sheet.write_boolean(row, place, value, plain)

        puts: dict[str, Put] = {
            **dict.fromkeys(("int32", "int64", "float64"), put_number),
            "date": put_date,
            "timestamp": put_time,
            "bool": put_bool,
        }
        return puts.get(column.type_name, put_text)


def _width(column: Column, values: Iterable[Any]) -> float:
    """Characters wide enough for nine values of ten, within bounds; Chinese ones count twice."""
    fixed = {"date": 12.0, "timestamp": 20.0}.get(column.type_name)
    head = len(column.name) + 4  # room for the arrow of the filter
    if fixed:
        return max(fixed, head)
    texts = (v if isinstance(v, str) else readable(v) for v in values if v is not None)
    lengths = sorted(breadth(text[:_WIDEST].partition("\n")[0]) for text in texts)
    usual = lengths[len(lengths) * 9 // 10] if lengths else 0
    return max(head, _NARROWEST, min(_WIDEST, usual + 1))


def breadth(text: str) -> int:
    """How many columns of a fixed-width font the text takes."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _hint(column: Column) -> str:
    return f"{column.zh}\n{column.en}" + (f"\n{', '.join(column.values)}" if column.values else "")
