"""Classifies each printed line by itself, before any of its neighbours is looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pipeline.layout import headlines
from pipeline.layout.bylines import LONGEST, Byline, parse_alone, parse_lead, parse_tail
from pipeline.layout.captions import is_caption, is_credit, tells_scene
from pipeline.layout.furniture import FOLIO_LENGTH, folio_items
from pipeline.layout.lines import Line

_CAPTION: Final = 60  # characters; a caption without its credit is no longer
_PHOTO_NEWS: Final = 20  # characters; a shorter text with a credit is a caption in any place


@dataclass(slots=True)
class Unit:
    """A line and what it can be: `mark` (Markdown only), `folio`, `byline`, `lead` (a paragraph that
    begins with a byline), `caption`, `short` (headline, sub-heading or fragment) or `body`.

    `raw[start:end]` is the line without its byline; `text` the same as a string.
    """

    line: Line
    kind: str
    start: int
    end: int
    text: str
    byline: Byline | None = None
    tail: Byline | None = None
    credit: bool = False
    bracketed: bool = False
    signature: bool = False  # a byline line right below body text: signs that text
    bare_date: bool = False  # a folio line without page, paper or weekday: may be an article's own day


def classify(lines: Iterable[Line]) -> list[Unit]:
    """The units of a page, in order."""
    units = [_unit(line) for line in lines]
    _join_credits(units)
    _find_photo_news(units)
    _mark_signatures(units)
    return units


def _unit(line: Line) -> Unit:
    text, start, end = line.text, line.start, line.end
    if not text:
        return Unit(line, "mark", start, end, text)
    size = len(text)
    if size <= FOLIO_LENGTH:
        items = folio_items(text)
        if items:
            return Unit(line, "folio", start, end, text, bare_date=items <= {"date", "lunar"})
    lead = parse_lead(text)
    if size <= LONGEST and (alone := parse_alone(text, lead)) is not None:
        return Unit(line, "byline", start, end, text, alone, bracketed=text[0] in "（(【[［")
    if is_caption(text):
        return Unit(line, "caption", start, end, text, credit=is_credit(text))
    byline, tail = None, None
    if lead:
        byline, skipped = lead
        start += skipped
        text = text[skipped:]
    if (found := parse_tail(text)) and text[: found[1]].strip():
        tail = found[0]
        text = text[: found[1]].rstrip()
        end = start + len(text)
    kind = "lead" if lead else "short" if tail is None and headlines.is_short(line) else "body"
    return Unit(line, kind, start, end, text, byline, tail)


def _join_credits(units: list[Unit]) -> None:
    """A short line above a photographer's credit that tells a scene is the caption itself."""
    for i in range(1, len(units)):
        unit, above = units[i], units[i - 1]
        if not (unit.kind == "caption" and unit.credit and above.kind in ("body", "short")):
            continue
        plain = above.tail is None and not above.line.level
        if plain and len(above.text) <= _CAPTION and tells_scene(above.text):
            above.kind = "caption"


def _mark_signatures(units: list[Unit]) -> None:
    above = ""
    for unit in units:
        if unit.kind == "byline":
            unit.signature = above in ("body", "lead")
        if unit.kind not in ("folio", "caption", "mark"):
            above = unit.kind


def _find_photo_news(units: list[Unit]) -> None:
    """A credited caption between headlines, with no other text below them, is an article's text."""
    solid = [unit for unit in units if unit.kind not in ("folio", "mark")]
    for i, unit in enumerate(solid):
        if (
            unit.kind != "caption"
            or unit.credit
            or len(unit.text) < _PHOTO_NEWS
            or not i
            or solid[i - 1].kind != "short"
        ):
            continue
        if i + 1 < len(solid) and solid[i + 1].kind != "short":
            continue
        if found := parse_tail(unit.text, photo=True):
            unit.kind, unit.tail = "body", found[0]
            unit.text = unit.text[: found[1]].rstrip()
            unit.end = unit.start + len(unit.text)
