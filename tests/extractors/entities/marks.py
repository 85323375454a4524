"""Reads sentences with inline marks: `[青河市总工会|ORG]联合…`, ⏎ for a line break."""

from __future__ import annotations

import re

_MARK = re.compile(r"\[([^\[\]|]+)\|([A-Z]+)\]")


def read(line: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The plain text and its marks as (start, end, type)."""
    line = line.replace("⏎", "\n")
    plain, spans, at = "", [], 0
    for mark in _MARK.finditer(line):
        plain += line[at : mark.start()]
        spans.append((len(plain), len(plain) + len(mark.group(1)), mark.group(2)))
        plain += mark.group(1)
        at = mark.end()
    return plain + line[at:], spans


def show(text: str, spans: list[tuple[int, int, str]]) -> str:
    """The inverse of `read`, for messages."""
    out, at = "", 0
    for start, end, kind in spans:
        out += f"{text[at:start]}[{text[start:end]}|{kind}]"
        at = end
    return (out + text[at:]).replace("\n", "⏎")


_PLACES = ("GPE", "LOC", "FAC")


def unquoted(text: str, start: int, end: int, kind: str) -> tuple[int, int, str]:
    """A span as it is scored: quotation marks at its ends count neither way, kinds of places are one."""
    while end - start > 1 and text[start] in "“”":
        start += 1
    while end - start > 1 and text[end - 1] in "“”":
        end -= 1
    return start, end, "PLACE" if kind in _PLACES else kind
