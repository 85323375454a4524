"""Shares of a whole: percent, 分之, 成, 折 and fractions."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Final

from pipeline.text import LazyPattern

from .numerals import MAGNITUDES, NUMERAL_PATTERN, plain_value, read_numeral
from .part import BOUNDARY, ONE_DIGIT, Part, exact, scaled, shifted


def two_digit_discount(text: str, at: int, end: int) -> Part | None:
    """八五折: two digits by place, only of a discount."""
    run = text[at:end]
    if len(run) != 2 or text[end : end + 1] != "折" or any(c not in ONE_DIGIT for c in run):
        return None
    value = Decimal(10 * ONE_DIGIT[run[0]] + ONE_DIGIT[run[1]])
    return Part(at, end + 1, run, exact(value), None, "%", "percent", "percent", rule="discount")


@cache
def _tenths() -> tuple[re.Pattern[str], re.Pattern[str]]:
    cheng = "立为功长果都就本交熟品语全效型套分绩名群份了此家像文行片因龙才百千天年"
    zhe = "合算叠页旧返扣磨腰断射线中纸子腾服痕"
    return (
        re.compile(rf"成(?![{cheng}]|员(?!工))"),
        re.compile(rf"折(?![{zhe}])"),
    )


def with_share(text: str, part: Part) -> Part | None:
    """Percent, ‰, 分之, 成, 折, and fractions with a bar."""
    end, c = part.end, text[part.end : part.end + 1]
    if not c or c not in "%‰分成折/又":
        return None
    if c in "%‰":
        part.end, part.word, part.kind, part.unit_kind, part.rule = (
            end + 1,
            c,
            "percent",
            "percent",
            "percent",
        )
        return part
    if c in "成折":
        cheng, zhe = _tenths()
        if (cheng if c == "成" else zhe).match(text, end) is None or part.numeral.scale >= 100:
            return None
        high = part.numeral.high or part.numeral.value
        if high is None or high > 100:
            return None
        if high <= 10:
            part.numeral = scaled(part.numeral, Decimal(10))
        elif c == "成":
            return None
        part.end, part.word, part.kind, part.unit_kind = end + 1, "%", "percent", "percent"
        tenth = (
            ONE_DIGIT.get(text[part.end : part.end + 1], 0) if c == "成" and not part.printed.isascii() else 0
        )
        if tenth and text[part.end + 1 : part.end + 2] in BOUNDARY and part.numeral.bound == "exact":
            part.end, part.numeral = part.end + 1, shifted(part.numeral, Decimal(tenth))  # 四成五
        elif c == "成" and text[part.end : part.end + 1] == "半" and part.numeral.bound == "exact":
            part.end, part.numeral = part.end + 1, shifted(part.numeral, Decimal(5))
        part.rule = "tenths" if c == "成" else "discount"
        return part
    if c == "/":
        return _bar_fraction(text, part)
    return _spoken_fraction(text, part)


def _spoken_fraction(text: str, part: Part) -> Part | None:
    whole = Decimal(0)
    at, end, denominator = part.start, part.end, part.numeral.value
    if text[end] == "又":
        m = NUMERAL_PATTERN.match(text, end + 1)
        if m is None or not text.startswith("分之", m.end()) or denominator is None:
            return None
        whole, at, end = denominator, m.start(), m.end()
        denominator = plain_value(m.group())
    if not text.startswith("分之", end) or not denominator:
        return None
    sign, begin = Decimal(1), end + 2
    if text[begin : begin + 1] in ("负", " ") and text[begin:].lstrip(" ")[:1] == "负":
        begin, sign = text.index("负", begin) + 1, Decimal(-1)
    m = NUMERAL_PATTERN.match(text, begin)
    found = None
    if m is not None:
        run = m.group()
        numeral = read_numeral(run)
        cut = len(run)
        while numeral is None and cut > 1 and len(run) <= 40:
            cut -= 1
            numeral = read_numeral(run[:cut])
        if numeral is not None:
            found = numeral, begin + cut
    if found is None:
        return None
    numeral, stop = found
    if text.startswith("决赛", stop):
        return None
    if text[stop : stop + 1] in ("k", "K"):
        numeral, stop = scaled(numeral, Decimal(1000)), stop + 1
    if text[stop : stop + 1] in ("多", "余") and numeral.bound == "exact":
        numeral, stop = replace(numeral, high=None, bound="over"), stop + 1
    share = all(c in MAGNITUDES for c in text[at:end]) and not whole
    factor = (Decimal(100) if share else Decimal(1)) * sign / denominator
    part.numeral, part.end = shifted(scaled(numeral, factor), whole), stop
    if share:
        part.word, part.kind, part.unit_kind, part.rule = "%", "percent", "percent", "parts"
    else:
        part.unit_kind, part.rule = "fraction", "fraction"
    return part


_BAR: Final = LazyPattern(r"/([0-9]{1,4})(?![0-9/.]|决赛)")


def _bar_fraction(text: str, part: Part) -> Part | None:
    m = _BAR.match(text, part.end)
    if m is None or part.numeral.value is None or not int(m[1]) or not part.printed.isdigit():
        return None
    if text[part.start - 1 : part.start] == "/" and part.start:
        return None
    part.end, part.unit_kind, part.rule = m.end(), "fraction", "fraction"
    part.numeral = exact(part.numeral.value / int(m[1]))
    return part
