"""Values as the text of cells, and what spreadsheets would do to such text.

A cell that begins with `=`, `+`, `-`, `@`, a tab or a line break may be run as a formula when a CSV file
is opened in a spreadsheet (OWASP, "CSV Injection"; the full-width forms count in East Asian editions).
Such text gets an apostrophe in front, and text that begins with apostrophes and then one of these gets one
more: `undefused` takes exactly that one away again. Text that is a plain number stays as it is.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

_DANGEROUS = r"=+\-@\t\r\n＝＋－＠"
DEFUSED = rf"\A('*[{_DANGEROUS}])"
"""Text that gets an apostrophe."""
UNDEFUSE = rf"\A'('*[{_DANGEROUS}])"
"""Text that got one: replace by the first group to get it back."""
PLAIN_NUMBER = r"\A[+-]?[0-9]+([.,][0-9]+)*%?\z"  # as RE2 writes it

EXCEL_CHARACTERS = 32_767
"""What a cell of Excel holds, in UTF-16 code units."""

_NOT_XML = re.compile(
    "[\ufffe\uffff]"
)  # other illegal ones XlsxWriter writes as _xHHHH_, which Excel reads back


def undefused(text: str) -> str:
    """The text of a CSV cell as it was before it was defused."""
    return re.sub(UNDEFUSE, r"\1", text)


def defused(column: pa.Array) -> pa.Array:
    """A column of text with the cells defused that a spreadsheet might run; others are as they were."""
    harmless = pc.match_substring_regex(column, PLAIN_NUMBER)
    return pc.if_else(harmless, column, pc.replace_substring_regex(column, DEFUSED, r"'\1"))


def as_json(value: Any) -> str | None:
    """A list or structure as JSON, null as None."""
    return None if value is None else json.dumps(value, ensure_ascii=False, default=str)


def readable(value: Any) -> str:
    """A list as text for people: words parted by `；`, structures by ` | `, as `name: value, …`."""
    if isinstance(value, dict):
        return ", ".join(f"{k}: {readable(v)}" for k, v in value.items())
    if isinstance(value, list):
        parted = " | " if any(isinstance(v, dict) for v in value) else "；"
        return parted.join(readable(v) for v in value)
    return "" if value is None else str(value)


def excel_text(text: str) -> tuple[str, bool]:
    """The text as a cell of Excel can hold it, and whether it had to be cut; then it ends with a word.

    Two characters that no XML holds are written out as `_xFFFE_` and `_xFFFF_`.
    """
    if "\ufffe" in text or "\uffff" in text:
        text = _NOT_XML.sub(lambda m: f"_x{ord(m.group()):04X}_", text)
    if len(text) * 2 <= EXCEL_CHARACTERS or _units(text) <= EXCEL_CHARACTERS:
        return text, False
    word = f"…【Excel 单元格放不下，已截断；全文 {len(text)} 字见 Parquet / cut here: {len(text)} characters in all】"
    room = EXCEL_CHARACTERS - len(word)
    kept = text[:room]
    while (over := _units(kept) - room) > 0:
        kept = kept[: len(kept) - (over + 1) // 2]
    return kept + word, True


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
