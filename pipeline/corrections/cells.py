"""Cells that a spreadsheet program would take for a formula, made harmless and back again."""

from __future__ import annotations

import re

_DANGEROUS = frozenset("=+-@\t\r\n＝＋－＠")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")


def defused(text: str) -> str:
    """The cell with a `'` before it where a spreadsheet program would run it; numbers stay as they are.

    A cell that looks as if it were defused gets one more, so that `restored` gives each cell back.
    """
    if _runs(text) or (text[:1] == "'" and _marked(text[1:])):
        return "'" + text
    return text


def restored(text: str) -> str:
    """The cell that `defused` was given."""
    return text[1:] if text[:1] == "'" and _marked(text[1:]) else text


def _runs(text: str) -> bool:
    return text[:1] in _DANGEROUS and text != "" and _NUMBER.fullmatch(text) is None


def _marked(rest: str) -> bool:
    """Whether what stands behind a `'` is something that `defused` puts one before."""
    return _runs(rest) or (rest[:1] == "'" and _marked(rest[1:]))
