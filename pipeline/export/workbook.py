"""An Excel workbook of a result: the dictionary first, then a sheet for each table, at last how it was made.

Rows are streamed (XlsxWriter's `constant_memory`), so that a workbook of a million rows takes no more memory
than one of ten. Nothing that a page says is ever a formula or a link: text is written as text.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from pipeline.contract import Column, Table, contract, table_names
from pipeline.export.rows import batches
from pipeline.export.sheets import EXCEL_ROWS, Sheets
from pipeline.export.written import written_aside
from pipeline.publishing import Folder, read_table

_DICTIONARY = (
    ("table", 15),
    ("column", 23),
    ("含义", 34),
    ("meaning", 70),
    ("type", 14),
    ("unit", 13),
    ("codes", 36),
    ("may be empty", 13),
    ("refers to", 24),
    ("rows", 10),
)


class Written:
    """What became of the tables: `rows` by table, and `notes`, a line for all that Excel could not hold."""

    def __init__(self) -> None:
        self.rows: dict[str, int] = {}
        self.notes: list[str] = []


def write_workbook(folder: Folder, target: Path, max_rows: int = EXCEL_ROWS) -> Written:
    """Write the version in `folder` to the Excel file `target`.

    `max_rows`: rows a sheet holds, the header included; a table with more goes on in further sheets.
    Raises BaoshuError B019.
    """
    import xlsxwriter  # only who asks for Excel loads it
    from xlsxwriter.exceptions import FileCreateError

    done = Written()
    with written_aside(target) as aside, tempfile.TemporaryDirectory(dir=aside.parent, prefix=".") as spill:
        book = xlsxwriter.Workbook(
            str(aside),
            {
                "constant_memory": True,
                "tmpdir": spill,
                "strings_to_numbers": False,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "use_zip64": True,
            },
        )
        run = _last_run(folder)
        created = run["finished_at"].replace(tzinfo=None) if run else None
        book.set_properties({"title": "Baoshu 报数", "comments": "", "created": created})
        sheets = Sheets(book, max_rows)
        front = book.add_worksheet("dictionary")
        for name in table_names():
            written = sheets.write_table(contract()[name], batches(folder, name))
            done.rows[name] = written.rows
            done.notes += written.notes
        _write_dictionary(sheets, front, done.rows)
        _write_about(sheets, run, done)
        try:
            book.close()
        except FileCreateError as error:
            raise OSError(str(error)) from error
    return done


def _last_run(folder: Folder) -> dict[str, Any] | None:
    runs: list[dict[str, Any]] = read_table(folder, "runs").to_pylist()
    return max(runs, key=lambda run: str(run["run_id"]), default=None)


def _write_dictionary(sheets: Sheets, sheet: Any, rows: dict[str, int]) -> None:
    widths = [width for _, width in _DICTIONARY]
    sheets.header(sheet, [name for name, _ in _DICTIONARY], widths)
    at = 1
    for table in contract().values():
        sheets.row_height(sheet, at, [table.zh + "　", table.en], widths[2:4])
        sheet.write_url(at, 0, f"internal:'{table.name}'!A1", sheets.link, table.name)
        for place, text in ((1, ""), (2, table.zh), (3, table.en)):
            sheet.write_string(at, place, text, sheets.strong)
        for place in range(4, len(_DICTIONARY) - 1):
            sheet.write_blank(at, place, None, sheets.strong)
        sheet.write_number(at, len(_DICTIONARY) - 1, rows[table.name], sheets.strong_number)
        at += 1
        for column in table.columns:
            texts = _described(table, column)
            sheets.row_height(sheet, at, texts, widths[: len(texts)])
            for place, text in enumerate(texts):
                sheet.write_string(at, place, text, sheets.wrapped)
            at += 1
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, at - 1, len(_DICTIONARY) - 1)


def _described(table: Table, column: Column) -> list[str]:
    return [
        table.name,
        column.name + (" (key)" if column.name == table.key else ""),
        column.zh,
        column.en,
        column.type_name.partition("<struct")[0] + (" of records" if "<struct" in column.type_name else ""),
        (column.unit or "").replace("`", ""),
        ", ".join(column.values),
        "yes" if column.nullable else "",
        column.ref or "",
    ]


def _write_about(sheets: Sheets, run: dict[str, Any] | None, done: Written) -> None:
    sheet = sheets.book.add_worksheet("about")
    sheets.header(sheet, ["about this file 说明", ""], [26, 90])
    facts = [(k, str(v)) for k, v in (run or {}).items() if not isinstance(v, list | float)]
    texts = [
        ("empty cell 空单元格", "The text does not say. 原文未说明。"),
        ("lists 列表", "Words parted by “；”; records by “|”. 多个值以“；”分隔，多条记录以“|”分隔。"),
        ("times 时间", "In UTC. 世界协调时。"),
        ("offsets 位置", "Code points into documents.raw_text, end exclusive. 原文码点偏移，不含结束位置。"),
        *(
            ("note 注意", note)
            for note in done.notes or ["All rows and cells are complete. 行与单元格均完整。"]
        ),
    ]
    for at, (name, text) in enumerate(facts + texts, start=1):
        sheets.row_height(sheet, at, [name, text], [26, 90])
        sheet.write_string(at, 0, name, sheets.strong)
        sheet.write_string(at, 1, text, sheets.wrapped)
    sheet.freeze_panes(1, 0)
