"""Small numerals of dates: 二十三, 二〇二四, 廿八, ２０２４, 初八, 十几."""

from __future__ import annotations

from typing import Final

DIGITS: Final = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
    "两": 2,
    "元": 1,
    "俩": 2,
}
TENS: Final = {"十": 10, "百": 100, "千": 1000, "万": 10000}
SHORT_TENS: Final = {"廿": "二十", "卅": "三十", "初": ""}


def parse_numeral(text: str) -> int | float | None:
    """The value of an Arabic or Chinese numeral without signs, else None.

    Digits in a row are read by place (二〇二四 = 2024); 几, 数, 多 have no value, nor has what is longer
    than any count of days.
    """
    if len(text) > 12:
        return None
    if text[:1].isdecimal():
        try:
            return float(text) if "." in text else int(text)
        except ValueError:
            return None
    for short, full in SHORT_TENS.items():
        text = text.replace(short, full)
    if not text:
        return None
    if all(c in DIGITS for c in text):
        return int("".join(str(DIGITS[c]) for c in text))
    total = section = digit = 0
    seen = False
    for c in text:
        if c in DIGITS:
            if seen and c not in "零〇":
                return None
            digit, seen = DIGITS[c], c not in "零〇"
        elif c in TENS:
            if c == "万":
                total, section = (total + section + digit) * 10000, 0
            else:
                section += (digit if seen else 1) * TENS[c]
            digit, seen = 0, False
        else:
            return None
    return total + section + digit
