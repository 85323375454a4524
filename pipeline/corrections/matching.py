"""Which row a correction means, also when ids or offsets have moved since it was written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pipeline.contract import contract
from pipeline.corrections.decisions import Checked

Row = dict[str, Any]
_BLANK = re.compile(r"[\s\x00-\x1f\x7f]+")


class NotFoundError(Exception):
    """No row fits, or several do; the message says which."""


def find_row(rows: Sequence[Row], wanted: Checked) -> tuple[Row, str | None]:
    """The row of its document that the correction means, and a word where it stands elsewhere by now.

    Offsets decide, with the words where they are given. Where another mention stands there, or none, the
    same words are looked for: if they are in the document's table once, that is the row. Without
    offsets the id decides, unless the words say otherwise. Raises NotFoundError.
    """
    key = contract()[wanted.table].key
    assert key is not None  # every table with correctable columns has one
    words = None if wanted.text is None else plain(wanted.text)
    if wanted.start is not None:
        here = [r for r in rows if r["start"] == wanted.start and r["end"] == wanted.end]
    else:
        here = [r for r in rows if r[key] == wanted.row_id]
    same = [r for r in here if words is None or plain(_words(r)) == words]
    if len(same) > 1:
        same = [r for r in same if r[key] == wanted.row_id]
    if len(same) == 1:
        return same[0], _moved(same[0][key], wanted)
    elsewhere = [r for r in rows if words and plain(_words(r)) == words]
    if len(elsewhere) == 1:
        return elsewhere[0], f"found at {elsewhere[0]['start']}: {elsewhere[0][key]}"
    raise NotFoundError(_why(rows, here, elsewhere, wanted))


def plain(text: str) -> str:
    """The words without white space, which a column break may have put in."""
    return _BLANK.sub("", text)


def _words(row: Row) -> str:
    return str(row.get("text") or row.get("title") or "")


def _moved(row_id: str, wanted: Checked) -> str | None:
    moved = wanted.row_id is not None and row_id != wanted.row_id
    return f"its id is {row_id} now" if moved else None


def _why(rows: Sequence[Row], here: Sequence[Row], elsewhere: Sequence[Row], wanted: Checked) -> str:
    if not rows:
        return f"document {wanted.document_id!r} has no rows in {wanted.table}"
    place = wanted.row_id if wanted.start is None else f"{wanted.start}:{wanted.end} of {wanted.document_id}"
    if len(elsewhere) > 1:
        return (
            f"{wanted.text!r} is no longer at {place}, and {len(elsewhere)} times elsewhere in the document"
        )
    if len(here) > 1:
        return f"{len(here)} rows of {wanted.table} stand at {place}: give the id"
    if here:
        return f"at {place} there is {_words(here[0])!r} now, not {wanted.text!r}"
    return f"{wanted.table} has no row {place}"
