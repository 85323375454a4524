"""The raw text's printed lines, each with its place, its indent and Markdown marks set aside."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

_SPACE: Final = " \t\x1f\xa0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
INVISIBLE: Final = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"


@dataclass(slots=True)
class Line:
    """One non-blank line: `raw[outer_start:outer_end]` is what is printed, `raw[start:end]` (`text`)
    the same without Markdown marks. `level` counts its `#` marks, 0 for none."""

    outer_start: int
    outer_end: int
    start: int
    end: int
    text: str
    level: int = 0
    bold: bool = False


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    space = rf"[\s{INVISIBLE}]"
    return (
        # str.splitlines breaks at these; a view must not hold one inside a paragraph.
        re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+"),
        re.compile(
            rf"(?:{space}|>(?=\s))*(?P<bold>\*\*|__)?{space}*"
            rf"(?P<hash>#{{1,6}}(?!#))?{space}*(?P<inner>\*\*|__)?{space}*"
        ),
        # Rules and pictures carry no text of their own.
        re.compile(r"[-*_=~—─━ \t]{3,}|!\[[^\]]*\]\([^)]*\)|</?(?:img|br|hr|div|p|center)\b[^<>]*>"),
    )


def split_lines(raw: str) -> list[Line]:
    """The lines of `raw` that are not blank, in order. A line of marks alone has an empty text."""
    line_pattern, prefix, ornament = _patterns()
    lines: list[Line] = []
    for match in line_pattern.finditer(raw):
        whole = match.group()
        text = whole.strip()
        if not text:
            continue
        start = match.start() + len(whole) - len(whole.lstrip())
        end = start + len(text)
        if text[0] in "#*_>-=~—─━!<" + INVISIBLE or text[-1] in "*_#" + INVISIBLE:
            lines.append(_marked(raw, start, end, prefix, ornament))
        else:
            lines.append(Line(start, end, start, end, text))
    return lines


def _marked(
    raw: str, outer_start: int, outer_end: int, prefix: re.Pattern[str], ornament: re.Pattern[str]
) -> Line:
    text = raw[outer_start:outer_end]
    if ornament.fullmatch(text):
        return Line(outer_start, outer_end, outer_start, outer_start, "")
    start, level, bold = 0, 0, False
    if found := prefix.match(text):
        hashes = found["hash"] or ""
        # `#话题#` is a hashtag, printed text; a heading's mark stands off or is the only one.
        tag = (
            hashes
            and not text[found.end("hash") : found.end("hash") + 1].isspace()
            and "#" in text[found.end() :]
        )
        if not tag:
            start, level, bold = found.end(), len(hashes), bool(found["bold"] or found["inner"])
    blank = _SPACE + INVISIBLE + ("*_" if bold else "")
    kept = text[start:].rstrip(blank)
    if level and (bare := kept.rstrip("#")) != kept and bare[-1:].isspace():
        kept = bare.rstrip(blank)
    end = start + len(kept)
    return Line(outer_start, outer_end, outer_start + start, outer_start + end, text[start:end], level, bold)
