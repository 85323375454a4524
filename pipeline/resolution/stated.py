"""What a printed figure claims: the interval that its hedge and its last printed digit leave open."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from math import inf
from typing import Any

Row = dict[str, Any]
Interval = tuple[float, float]

_MAGNITUDES = {"百": 1e2, "千": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8, "万亿": 1e12}
_NEAR = 0.1
"""How far below (近) or above (多, 余) a figure the true one lies at most, as a part of it."""
_NOISE = 1e-6
_FRACTION_STEP = 10.0
"""Points that 三成 or 三分之一 leaves open: half of it either way."""


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        "arabic": re.compile(r"(\d[\d,]*)(?:\.(\d+))?([百千]?[万亿]+|[百千])?"),
        "tenths": re.compile(r"\.(\d+)成"),
        "near": re.compile(r"近|将近|接近"),
        "and_more": re.compile(r"[多余来几]"),
    }


def overlap(one: Interval, other: Interval) -> bool:
    """Whether two closed intervals share a value, floating-point noise aside."""
    low, high = max(one[0], other[0]), min(one[1], other[1])
    return low <= high or abs(low - high) <= 1e-9 * max(1.0, abs(low), abs(high))


def nominal(row: Row) -> float:
    """The figure as printed, its hedge aside; of a range its middle. Raises ValueError where
    it has neither value nor bounds."""
    known = [x for x in (row["low"], row["high"]) if x is not None]
    if row["value"] is not None:
        return float(row["value"])
    if not known:
        raise ValueError("a figure without value and bounds")
    return float(sum(known) / len(known))


def claims(row: Row) -> Interval:
    """The closed interval in which a row of `statistics` says that its figure lies, in its unit.

    A count printed in full is exact; 1.7万 is so to half of its last digit, 34% from 33.5 to 34.5, 三成
    from 25 to 35. 近 reaches a tenth (or half of the last digit) down, 多 and 余 as far up, or to the next
    round figure; 超过, 以上, 不足 and 不超过 are open to one side.
    """
    value, bound = row["value"], row["bound"]
    text = unicodedata.normalize("NFKC", row.get("text") or "")
    if value is None or bound in ("range", "vague"):
        low, high = row["low"], row["high"]
        return (-inf if low is None else float(low), inf if high is None else float(high))
    value = float(value)
    rounding = _rounding(text, value, row["unit"])
    if row.get("corrected") and rounding and abs(value / rounding - round(value / rounding)) > _NOISE:
        rounding = 0.0  # an analyst's figure with more digits than the printed one
    reach = max(rounding / 2, _NEAR * abs(value))
    if bound == "about":
        return value - reach, value + reach
    if bound in ("over", "at_least"):
        if bound == "over" and _patterns()["and_more"].search(text):
            return value, value + max(rounding, _round_step(value), reach)
        return value, inf
    if bound in ("under", "at_most"):
        near = bound == "under" and _patterns()["near"].search(text)
        return (value - reach if near else -inf), value
    return value - rounding / 2, value + rounding / 2


def _rounding(text: str, value: float, unit: str | None) -> float:
    """The worth of the last printed digit where a figure may be rounded, else 0."""
    patterns = _patterns()
    if unit == "%":
        return _percent_rounding(text)
    found = patterns["arabic"].search(text)
    if found is None:
        return _round_step(value) if re.search("[万亿]", text) else 0.0
    magnitude = _MAGNITUDES.get(found[3] or "")
    if magnitude is not None:
        return float(magnitude / 10 ** len(found[2] or ""))
    return float(10.0 ** -len(found[2])) if found[2] else 0.0


def _percent_rounding(text: str) -> float:
    patterns = _patterns()
    if "成" in text:
        found = patterns["tenths"].search(text)
        halves = "半" in text or "五" in text.partition("成")[2]
        return _FRACTION_STEP / 2 if halves else float(_FRACTION_STEP / 10 ** len((found and found[1]) or ""))
    if "%" in text or "‰" in text:
        found = patterns["arabic"].search(text)
        decimals = len(found[2] or "") if found else 0
        return float(10.0**-decimals / (10 if "‰" in text else 1))
    if "百分之" in text:
        return float(10.0 ** -len(text.partition("点")[2]))
    return _FRACTION_STEP


def _round_step(value: float) -> float:
    """The worth of the last digit that is not 0: 180 -> 10."""
    whole, step = int(abs(value)), 1.0
    while whole and whole % 10 == 0:
        whole //= 10
        step *= 10
    return step
