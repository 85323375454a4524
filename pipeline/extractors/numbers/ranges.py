"""Ranges: two numerals that share a unit or a magnitude."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from pipeline.text import LazyPattern

from .calendar import calendar_end
from .lexicon import Lexicon
from .numerals import Numeral
from .part import Part
from .parts import read_part

_RANGE_SIGN: Final = LazyPattern(r"[-－—–~～]{1,2}|至|到|、")


def read_range(text: str, a: Part, lexicon: Lexicon) -> Part:
    """3到5个, 5至10万元, 20%—30%, 18周岁至60周岁: one part with both ends; else `a` itself."""
    if a.end >= len(text) or text[a.end] not in "-－—–~～至到、":
        return a
    m = _RANGE_SIGN.match(text, a.end)
    if m is None or m.end() >= len(text) or a.numeral.value is None or a.numeral.bound != "exact":
        return a
    if m.group() == "、" and text.startswith("第", m.end()):
        return a  # 第二、第三名 are two
    at = m.end() + text.startswith("第", m.end())
    if at >= len(text) or text[at] not in "0123456789一二两三四五六七八九十百千":
        return a
    if a.rule not in ("bare",) and (
        m.group() == "、" or (m.group() == "到" and text[a.start - 1 : a.start] in ("从", "由", "的"))
    ):
        return a
    b = read_part(text, at, lexicon)
    if a.rule == "parts" and b is not None and b.rule == "bare" and b.numeral.value is not None:
        b.rule, b.word, b.kind, b.unit_kind = a.rule, a.word, a.kind, a.unit_kind
    if b is None or b.numeral.value is None or (b.rule == "bare" and not (a.rule == b.rule and _tells(a, b))):
        return a
    if m.group() == "、" and (b.numeral.value != a.numeral.value + 1 or b.rule == "percent"):
        return a
    if a.rule != "bare" and (
        a.kind != b.kind or a.unit_kind != b.unit_kind or (a.word != b.word and a.kind != "money")
    ):
        return a
    if calendar_end(text, at, at + len(b.printed)) > at and not (b.unit is not None and len(b.unit.word) > 1):
        return a
    low, high = a.numeral.value, b.numeral.value
    if a.rule == "bare" and b.rule in ("tenths", "discount") and low <= 10:
        low *= 10
    elif a.rule == "bare" and b.rule == "parts":
        return a
    elif a.rule == "bare" and b.numeral.scale > 1 and a.numeral.scale == 1 and low < b.numeral.mantissa:
        low *= b.numeral.scale
    if not low < high:
        return a
    both = Numeral(None, low, high, "range", low, Decimal(1))
    return Part(a.start, b.end, a.printed, both, b.unit, b.word, b.kind, b.unit_kind, b.currency, b.rule)


def _tells(a: Part, b: Part) -> bool:
    """Whether two bare numerals with a dash are a range of quantities and no code."""
    return b.numeral.scale >= 1000 and len(b.printed) < 12 and len(a.printed) < 12
