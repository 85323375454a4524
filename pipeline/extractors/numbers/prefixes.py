"""What stands before a numeral and belongs to it: sign, point, currency; and the verb of 翻一番."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from pipeline.text import LazyPattern

from .numerals import Numeral
from .part import Part, scaled

_CASH_ENDS: Final = "币金B$¥￥€£ \u3000"
_CASH: Final = LazyPattern(r"(?:人民币|港币|美金|新台币|RMB|US\$|HK\$|[¥￥$€£])[ \u3000]{0,3}\Z")


_SIGNS: Final = {
    "¥": "CNY",
    "￥": "CNY",
    "人民币": "CNY",
    "RMB": "CNY",
    "港币": "HKD",
    "美金": "USD",
    "新台币": "TWD",
    "$": "USD",
    "US$": "USD",
    "HK$": "HKD",
    "€": "EUR",
    "£": "GBP",
}


def take_prefix(text: str, part: Part, floor: int) -> bool:
    """Widen the part to its sign and currency, and say what they make of it.

    Nothing before `floor` is taken. False where the part turns out to be no number.
    """
    if text[part.start - 1 : part.start] == "." and part.printed.isdigit() and _opens(text, part.start - 1):
        part.start, part.numeral = part.start - 1, scaled(part.numeral, Decimal(1).scaleb(-len(part.printed)))
    _take_sign(text, part)
    signed = part.start > floor and text[part.start - 1] in _CASH_ENDS
    m = _CASH.search(text, max(floor, part.start - 8), part.start) if signed else None
    if m is not None and (part.kind == "money" or (part.kind == "quantity" and part.unit is None)):
        sign = m.group().strip()
        part.start, part.kind, part.unit_kind, part.rule = m.start(), "money", "money", "money"
        part.currency = _SIGNS[sign] if part.word in (None, "元") else part.currency
        part.word = part.word or sign
    if part.word == "番":
        m = _DOUBLING.search(text, max(floor, part.start - 2), part.start)
        if m is None:
            return False
        part.start = m.start()
    if part.word in ("块", "角", "毛") and part.kind != "money" and _spent(text, part.start, part.end):
        part.kind, part.unit_kind, part.currency, part.rule = "money", "money", "CNY", "money"
    return True


def _opens(text: str, at: int) -> bool:
    """Whether the point at `at` begins a decimal fraction (.5): nothing but a sign before it."""
    return at == 0 or text[at - 1] in " \t\n-－+"


def _take_sign(text: str, part: Part) -> None:
    """负, 零下 and a minus sign that is no dash."""
    start = part.start
    before, prior = text[start - 1 : start], text[start - 2 : start - 1] if start > 1 else ""
    if before == "负" and prior not in tuple("胜担肩抱欺辜自正"):
        width = 1
    elif before == "下" and prior == "零":
        width = 2
    elif before in ("-", "－", "−") and (not prior or prior in " \t\n，（(：:、。至到为约是达"):
        width = 1
    else:
        return
    if part.numeral.value is not None:
        part.start, value = start - width, -part.numeral.value
        part.numeral = Numeral(value, value, value, "exact", value, Decimal(1))


_DOUBLING: Final = LazyPattern(r"翻了?\Z")


_SPENDING: Final = LazyPattern("[花费付挣赚卖买价贵罚赔交省]")


def _spent(text: str, start: int, end: int) -> bool:
    """Whether 三块 is money: something is paid, and no noun follows."""
    line = text[max(0, start - 6) : start].rpartition("\n")[2]
    return (end >= len(text) or not "\u4e00" <= text[end] <= "\u9fff") and _SPENDING.search(line) is not None
