"""The value of one numeral: Arabic, Chinese, mixed, with 多/余/来/几/数 inside.

Numerals come from the normal form of `normal.py`: ASCII digits, simplified characters,
no white space. A numeral that is no well-formed number has no value (None).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

from pipeline.text import LazyPattern

DIGITS: Final = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
SMALL: Final = {"十": 10, "百": 100, "千": 1000}
LARGE: Final = {"万": 10**4, "亿": 10**8, "兆": 10**12}
CONTRACTED: Final = {"廿": "二十", "卅": "三十"}
MAGNITUDES: Final = "十百千万亿兆"
LONGEST: Final = 40  # no printed quantity has more characters; what is longer is a code


@dataclass(frozen=True, slots=True)
class Numeral:
    """Value or bounds of a numeral, and what a range needs to share a magnitude.

    `bound` is exact, over (2000多), about (十来), range (二三十) or vague (十几, 数百).
    `mantissa` is the numeral before its last magnitude `scale` (5 and 10000 of 5万).
    """

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    bound: str
    mantissa: Decimal
    scale: Decimal


def _numeral_pattern() -> str:
    """Matches a numeral at a place in normal text; every repeat is possessive, so it is linear."""
    arabic = r"(?:(?<![0-9])[0-9]{1,3}(?:,[0-9]{3}(?![0-9]))++|[0-9]++)(?:\.[0-9]++)?+"
    mixed = rf"{arabic}(?:[十百千万亿兆]++(?:零?+{arabic}(?=[十百千万亿兆多余几个名人家元万]|[^0-9年月日.]|$))?+)*+"
    chinese = r"(?:[零〇○一二两三四五六七八九十百千万亿兆廿卅]++)"
    point = r"(?:点[零〇一二三四五六七八九]++(?![十刻分成]|个百分点|半)(?:[百千万亿兆]++)?+)?+"
    point_tenths = r"(?:点[零〇一二三四五六七八九]++(?=成|折|个百分点|分之)(?!成立))?+"
    inner = r"(?:[多余来几](?=[十百千万亿兆])[十百千万亿兆]++)?+"
    vague = r"[几数][十百千万亿兆]++"
    return rf"(?:{vague}|{mixed}|{chinese}{point}{point_tenths}){inner}"


NUMERAL_PATTERN: Final = LazyPattern(_numeral_pattern())


@lru_cache(maxsize=1 << 13)
def plain_value(text: str) -> Decimal | None:
    """Exact value of digits and magnitudes, e.g. 18.61万, 1亿2000万, 两千四百五; else None."""
    if len(text) > LONGEST:
        return None
    if text.isascii():
        try:
            return Decimal(text.replace(",", ""))
        except InvalidOperation:
            return None
    for short, full in CONTRACTED.items():
        text = text.replace(short, full)
    whole, point, fraction = text.partition("点")
    if point:
        return _with_fraction(whole, fraction)
    if all(c in DIGITS for c in text):
        if len(text) == 1:
            return Decimal(DIGITS[text])
        return Decimal("".join(str(DIGITS[c]) for c in text)) if len(text) > 2 else None
    return _by_magnitude(text)


def _with_fraction(whole: str, fraction: str) -> Decimal | None:
    digits = fraction.rstrip(MAGNITUDES)
    base = plain_value(whole)
    if base is None or not digits or not all(c in DIGITS for c in digits):
        return None
    value = base + Decimal("0." + "".join(str(DIGITS[c]) for c in digits))
    for c in fraction[len(digits) :]:
        value *= SMALL.get(c) or LARGE[c]
    return value


def _by_magnitude(text: str) -> Decimal | None:
    total = section = Decimal(0)
    digit: Decimal | None = None
    last = 0  # the magnitude read last: a digit behind it counts tenths of it (一万三)
    zero = False
    lowest = 10**5  # magnitudes below 万 must fall: 五十千 is no numeral
    for token in _tokens(text):
        if token in DIGITS or token[0].isdigit():
            number = Decimal(DIGITS[token]) if token in DIGITS else Decimal(token.replace(",", ""))
            if token in "零〇○" and digit is None:
                zero = True
                continue
            if digit is not None:
                return None
            digit = number
        elif token in SMALL:
            factor = SMALL[token]
            if factor >= lowest:
                return None
            section += (Decimal(1) if digit is None else digit) * factor
            digit, last, lowest, zero = None, factor, factor, False
        else:
            factor = LARGE[token]
            part = section + (digit or 0)
            if not part and not total:
                if zero or digit is not None:
                    return None
                part = Decimal(1)
            # 万亿 and 万万 multiply what stands before; 一亿二千万 adds a section.
            if not part or (total and total < factor):
                total = (total + part) * factor
            else:
                total += part * factor
            section, digit, last, lowest, zero = Decimal(0), None, factor, 10**5, False
    if digit is not None:
        short = last >= 100 and not zero and digit < 10 and digit == digit.to_integral_value()
        section += digit * (last // 10) if short else digit
    return total + section


_TOKEN: Final = LazyPattern(r"[0-9][0-9,]*(?:\.[0-9]+)?|.")


def _tokens(text: str) -> list[str]:
    return _TOKEN.compiled.findall(text)


def _product(magnitudes: str) -> Decimal:
    factor = Decimal(1)
    for c in magnitudes:
        factor *= SMALL.get(c) or LARGE[c]
    return factor


def _scale(text: str) -> Decimal:
    """The magnitude that a numeral can lend to the one before it: 万 of 十八万, 千 of 5千.

    百 and 十 behind more than one digit belong to the digits (一百二十 lends nothing).
    """
    head = text.rstrip(MAGNITUDES)
    tail = text[len(head) :]
    large = next((i for i, c in enumerate(tail) if c in LARGE), -1)
    if large >= 0:
        return _product(tail[large:])
    return (
        _product(tail)
        if len(head) == 1 or (head.replace(".", "").isdigit() and head.isascii())
        else Decimal(1)
    )


@lru_cache(maxsize=1 << 13)
def read_numeral(text: str) -> Numeral | None:
    """Value and bounds of a numeral as `NUMERAL_PATTERN` finds it, with 多, 余, 来, 几, 数 inside
    or behind it; None where it is malformed or longer than any quantity."""
    if not text or len(text) > LONGEST:
        return None
    for i, c in enumerate(text):
        if c in "几数多余来":
            return _open_numeral(text[:i], c, text[i + 1 :])
    value = plain_value(text)
    if value is None:
        return _neighbours(text)
    scale = _scale(text)
    return Numeral(value, value, value, "exact", value / scale, scale)


def _open_numeral(head: str, hedge: str, tail: str) -> Numeral | None:
    if any(c not in MAGNITUDES for c in tail):
        return None
    scale = _product(tail)
    if hedge in "几数":
        base = plain_value(head) if head else Decimal(0)
        if base is None:
            return None
        if head and tail and _product(head[len(head.rstrip(MAGNITUDES)) :]) > scale:
            low, high = base + 2 * scale, base + 10 * scale - 1  # 一百几十
        elif head:
            low, high = (base + 1) * scale, (base + 10) * scale - 1
        else:
            low, high = 2 * scale, 10 * scale - 1
        return Numeral(None, low, high, "vague", Decimal(0), scale)
    value = plain_value(head)
    if value is None:
        inner = read_numeral(head) if head else None
        return inner if inner is not None and inner.bound != "exact" and not tail else None
    value *= scale
    if hedge == "来":
        return Numeral(value, None, None, "about", value / scale, scale)
    return Numeral(value, value, None, "over", value / scale, scale)


_NEIGHBOURS: Final = LazyPattern("一二|一两|两三|二三|三两|三四|三五|四五|五六|六七|七八|八九")


def _neighbours(text: str) -> Numeral | None:
    """二三十 = 20 to 30, 十七八 = 17 to 18, 三五 = 3 to 5: two digits stand for one."""
    m = _NEIGHBOURS.search(text)
    if m is None:
        return None
    at = m.start()
    low, high = plain_value(text[: at + 1] + text[at + 2 :]), plain_value(text[:at] + text[at + 1 :])
    if low is None or high is None or low == high:
        return None
    low, high = min(low, high), max(low, high)
    scale = _scale(text)
    return Numeral(None, low, high, "range", low / scale, scale)
