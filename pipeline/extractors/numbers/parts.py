"""One numeral with what belongs to it: inner hedge, magnitude, unit, bracket, smaller units."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Final

from pipeline.text import LazyPattern

from .lexicon import Lexicon, Unit
from .numerals import MAGNITUDES, NUMERAL_PATTERN, Numeral, plain_value, read_numeral
from .part import BOUNDARY, ONE_DIGIT, Part, exact, scaled, shifted
from .shares import two_digit_discount, with_share

_VAGUE_UNITS: Final = frozenset("名位个家次场年月天日倍种项件人处条轮批代载米吨里周")
# 二 stands before these only; before other measure words two is 两, and 二 names (二处, 二期, 二队).
_AFTER_TWO: Final = frozenset(
    [
        "人",
        "位",
        "两",
        "斤",
        "尺",
        "寸",
        "丈",
        "亩",
        "角",
        "元",
        "倍",
        "钱",
        "磅",
        "吨",
        "升",
        "米",
        "公里",
        "千米",
    ]
)
HALF: Final = Decimal("0.5")


def read_part(text: str, at: int, lexicon: Lexicon) -> Part | None:
    """The numeral that begins at `at` with its unit; None where there is none.

    A part without unit, percent sign or the like has rule `bare`: whether it is a number is
    for its surroundings to say.
    """
    first = text[at]
    if first == "半":
        return _half(text, at, lexicon)
    if first == "百" and text.startswith("百分百", at):
        return Part(at, at + 3, "百分百", exact(Decimal(100)), None, "%", "percent", "percent", rule="parts")
    m = NUMERAL_PATTERN.match(text, at)
    if m is None:
        return _vague(text, at, lexicon) if first in "几数" else None
    found = _numeral(text, at, m.end(), lexicon)
    if found is None:
        return two_digit_discount(text, at, m.end())
    numeral, end = found
    if text[at:end] in ("千", "兆", "百") and any(
        u.word[0] == text[at] for u in _own_unit(text, at, lexicon)
    ):
        return None  # 每千克, 平方千米: no numeral but a unit
    numeral, end = _inner_hedge(text, at, end, numeral, lexicon)
    part = Part(at, end, text[at:end], numeral)
    return with_share(text, part) or _with_unit(text, part, lexicon) or part


def _numeral(text: str, at: int, end: int, lexicon: Lexicon) -> tuple[Numeral, int] | None:
    run = text[at:end]
    if run[0].isascii():
        if text[end : end + 1] == " " and (mixed := _MIXED.match(text, at)) is not None and int(mixed[3]):
            return exact(Decimal(mixed[1]) + Decimal(mixed[2]) / int(mixed[3])), mixed.end()
        special = _SCIENCE.match(text, at) if text[end : end + 1] in "eE^" and end < len(text) else None
        if special is not None and (value := _power(special)) is not None:
            return exact(value), special.end()
    if len(run) > 1:
        if (
            run[-1] in "千兆"
            and (unit := lexicon.unit_at(text, end - 1, run[:-1]))
            and unit.word[0] == run[-1]
        ):
            run = run[:-1]  # 千克, 兆瓦: the magnitude is the unit's
        elif (run[-1] == "两" and (run[-2] in MAGNITUDES or lexicon.unit_at(text, end, run) is None)) or (
            run[-2] in "百千万亿" and run[-1] in ONE_DIGIT and tail_is_word(text, at + len(run) - 1, lexicon)
        ):
            run = run[:-1]
    numeral = read_numeral(run)
    if numeral is None and len(run) <= 40:
        # A magnitude that cannot stand here begins another word: 七十|百分位, 五十|千.
        for cut in range(len(run) - 1, 0, -1):
            if run[cut] in "十百千" and (numeral := read_numeral(run[:cut])) is not None:
                run = run[:cut]
                break
    if numeral is None:
        return None
    end = at + len(run)
    behind = text[end : end + 1]
    if behind in _MULTIPLIERS and run.isascii() and (factor := _multiplied(text, at, end)):
        return scaled(numeral, factor), end + 1
    if behind == "打" and _DOZEN.match(text, end):
        return scaled(numeral, Decimal(12)), end + 1
    return numeral, end


def _own_unit(text: str, at: int, lexicon: Lexicon) -> list[Unit]:
    unit = lexicon.unit_at(text, at, text[at])
    return [] if unit is None else [unit]


def tail_is_word(text: str, at: int, lexicon: Lexicon) -> bool:
    """Whether a negative word begins at the digit at `at` (三万|一线)."""
    return any(
        offset == 0 and text.startswith(word, at)
        for offset, word, _ in lexicon.negatives.get(text[at : at + 2], ())
    )


_MIXED: Final = LazyPattern("([0-9]{1,6}) ([0-9]{1,4})/([0-9]{1,4})(?![0-9/])")


_MULTIPLIERS: Final = {
    "k": Decimal(10**3),
    "K": Decimal(10**3),
    "M": Decimal(10**6),
    "G": Decimal(10**9),
    "T": Decimal(10**12),
}


_MULTIPLIER: Final = LazyPattern(r"[kKMGT](?![\x21-\x7e])")


def _multiplied(text: str, start: int, end: int) -> Decimal | None:
    """40k is 40000 anywhere; 17M only where it is the whole line, and 5G is a network."""
    m = _MULTIPLIER.match(text, end)
    if m is None:
        return None
    line = text[start - 1 : start] in ("", "\n") and text[end + 1 : end + 2] in ("", "\n")
    if m[0] in "kK" or (line and text[start : end + 1] not in ("2G", "3G", "4G", "5G", "6G")):
        return _MULTIPLIERS[m[0]]
    return None


_DOZEN: Final = LazyPattern("打(?![^\\W\\d_])|打(?=鸡蛋|铅笔|啤酒|毛巾|袜)")


_SCIENCE: Final = LazyPattern(
    r"([0-9]{1,15}(?:\.[0-9]{1,15})?)(?:[eE]([+-]?[0-9]{1,2})(?![0-9A-Za-z])|\^([+-]?[0-9]{1,2}(?:\.[0-9]{1,2})?)(?![0-9]))"
)


def _power(m: re.Match[str]) -> Decimal | None:
    base = Decimal(m[1])
    if m[2] is not None:
        return base * Decimal(10) ** int(m[2])
    return Decimal(float(base) ** float(m[3])) if base and base < 1000 else None


def _inner_hedge(text: str, at: int, end: int, numeral: Numeral, lexicon: Lexicon) -> tuple[Numeral, int]:
    """多, 余, 来 and 几 between numeral and unit: 20余名, 2万多个, 十来个, 二十几岁."""
    c = text[end : end + 1]
    if not c or c not in "多余来几":
        return numeral, end
    run, after = text[at:end], text[end + 1 : end + 2]
    round_number = run[-1] in MAGNITUDES or run[-1] == "0"
    unit = lexicon.unit_at(text, end + 1, run + c)
    if c == "几":
        if numeral.value is None or run[-1] not in "十0" or not (unit or not after or after in BOUNDARY):
            return numeral, end
        return Numeral(None, numeral.value + 1, numeral.value + 9, "vague", Decimal(0), Decimal(1)), end + 1
    if c == "来":
        if not unit or not round_number:
            return numeral, end
    elif c == "余":
        if not unit and after and after not in BOUNDARY and not round_number:
            return numeral, end
    elif not unit and (after in ("样", "媒", "功", "维", "元", "少", "年", "云") or not round_number):
        return numeral, end
    if numeral.bound in ("range", "vague"):
        return numeral, end + 1
    bound = "about" if c == "来" else "over"
    low = numeral.low if c != "来" else None
    return replace(numeral, low=low, high=None, bound=bound), end + 1


def _half(text: str, at: int, lexicon: Lexicon) -> Part | None:
    """半小时, 半个月, 半年, 一半 is read from its 一."""
    unit = lexicon.unit_at(text, at + 1, "半")
    if unit is None or unit.unit_kind not in ("time", "length", "area", "mass", "volume", "money"):
        return None if text[at + 1 : at + 2] != "百" else Part(at, at + 2, "半百", exact(Decimal(50)))
    if unit.word in ("日", "分", "周岁", "晚", "里", "方", "角"):
        return None
    return finish(text, Part(at, at + 1, "半", exact(HALF)), unit, lexicon)


def _vague(text: str, at: int, lexicon: Lexicon) -> Part | None:
    """几 and 数 right before a unit: 2 to 9."""
    c = text[at]
    unit = lexicon.unit_at(text, at + 1, c)
    if unit is None or (c == "数" and (unit.word[0] not in _VAGUE_UNITS or _counted(text, at))):
        return None
    numeral = Numeral(None, Decimal(2), Decimal(9), "vague", Decimal(0), Decimal(1))
    return finish(text, Part(at, at + 1, c, numeral), unit, lexicon)


def _counted(text: str, at: int) -> bool:
    """Whether 数 at `at` ends a noun: 人数, 次数, 多数."""
    return (
        text[at - 1 : at] in tuple("人总多少分倍指参户件个天岁基位负系整常次无充算计奇偶度函代招") and at > 0
    )


def counted(text: str, at: int) -> bool:
    return text[at] == "数" and _counted(text, at)


def _with_unit(text: str, part: Part, lexicon: Lexicon) -> Part | None:
    if text[part.end : part.end + 1] == "个":
        inner = text[part.end + 1 : part.end + 2]
        if inner == "半" and part.numeral.bound == "exact":
            unit = lexicon.unit_at(text, part.end + 2, "个半")
            if unit is not None and unit.unit_kind == "time" and unit.word != "天":
                return _half_more(text, part, unit, lexicon)
            if text.startswith("月", part.end + 2):
                return _half_more(text, part, lexicon.unit_by_word["个月"], lexicon)
        elif inner and inner in "多来余":
            for tail in ("月", "小时", "星期", "学期", "世纪", "钟头"):
                if text.startswith(tail, part.end + 2):
                    part.end += 1
                    part.numeral = replace(part.numeral, bound="over", high=None)
                    return finish(text, part, lexicon.unit_by_word["个" + tail], lexicon, skip=1)
    first = part.printed == "一" and text[part.start - 1 : part.start] == "第"
    unit = lexicon.unit_at(text, part.end, "第一" if first else part.printed)
    if unit is not None and part.printed in ("零", "〇"):
        return None
    if (
        unit is not None
        and part.printed == "二"
        and unit.word not in _AFTER_TWO
        and text[part.start - 1 : part.start] != "第"
    ):
        return None
    return None if unit is None else finish(text, part, unit, lexicon)


def _half_more(text: str, part: Part, unit: Unit, lexicon: Lexicon) -> Part:
    part.numeral = shifted(part.numeral, HALF)
    length = len(unit.word) - unit.word.startswith("个")
    word = unit.word if unit.word.startswith("个") else "个" + unit.word
    part = finish(text, part, lexicon.unit_by_word.get(word, unit), lexicon, skip=2, length=length)
    part.word = word
    return part


def finish(
    text: str, part: Part, unit: Unit, lexicon: Lexicon, skip: int = 0, length: int | None = None
) -> Part:
    """The part with its unit, and with what may stand behind a unit: 半, （次）, smaller units.

    `skip` characters stand between numeral and unit (个半), `length` is the unit's if shorter.
    """
    size = len(unit.word) if length is None else length
    if skip == 1:
        size -= 1
    part.end += skip + size
    part.unit, part.word, part.kind = unit, unit.word, unit.kind
    part.unit_kind, part.currency, part.rule = unit.unit_kind, unit.currency, unit.unit_kind
    _small_units(text, part)
    if (
        text[part.end : part.end + 1] == "半"
        and part.numeral.bound == "exact"
        and unit.unit_kind in ("time", "length", "mass", "money", "volume", "multiple", "area")
        and unit.word[0] != "个"
        and text[part.end + 1 : part.end + 2] not in tuple("导径数成挂夜路封天年月小个")
    ):
        part.end, part.numeral = part.end + 1, shifted(part.numeral, HALF)
    if text[part.end : part.end + 1] in ("（", "("):
        close = text[part.end + 1 : part.end + 4]
        for stop in (1, 2):
            if close[stop : stop + 1] in ("）", ")") and close[:stop] in lexicon.unit_by_word:
                part.end += stop + 2
                break
    return part


@cache
def _smaller() -> dict[str, tuple[re.Pattern[str], tuple[str, ...]]]:
    """By unit: the smaller units that may follow, and the factor of each group."""
    n = r"([0-9]{1,3}|[一二三四五六七八九十两]{1,3})"
    d = "([0-9]|[一二两三四五六七八九])"
    alone = r"(?![0-9一二三四五六七八九十百千万亿个名元人位家项年月日%.角分毛、])"
    minutes = re.compile(rf"[零又]?{n}分钟?"), ("1/60",)
    seconds = re.compile(rf"{n}秒"), ("1/60",)
    return {
        "元": (re.compile(rf"(?:{d}[角毛])(?:{d}分(?![钟之]))?"), ("0.1", "0.01")),
        "块": (re.compile(rf"{d}(?:毛(?:{d}分)?|{alone})"), ("0.1", "0.01")),
        "年": (re.compile(rf"[零又]?{n}个月"), ("1/12",)),
        "小时": minutes,
        "个小时": minutes,
        "分钟": seconds,
        "分": seconds,
        "米": (
            re.compile(
                rf"([0-9]){alone}|([0-9]{{2}}){alone}|([一二三四五六七八九])(?=[^\u4e00-\u9fff]|[的高长宽]|$)"
            ),
            ("0.1", "0.01", "0.1"),
        ),
        "斤": (re.compile(rf"{n}两"), ("0.1",)),
    }


def _small_units(text: str, part: Part) -> None:
    """Add what is said in smaller units: 50元6角, 3年2个月, 1小时30分钟, 1米75."""
    if part.end >= len(text) or text[part.end] not in "0123456789一二三四五六七八九十两零又":
        return
    word = part.word or ""
    entry = _smaller().get(word)
    if entry is None or part.numeral.bound != "exact":
        return
    m = entry[0].match(text, part.end)
    if m is None:
        return
    add = Decimal(0)
    for group, factor in zip(m.groups(), entry[1], strict=True):
        if group is not None:
            over, _, under = factor.partition("/")
            value = plain_value(group)
            if value is None:
                return
            add += value * Decimal(over) / Decimal(under or 1)
    if word == "分":
        part.kind, part.unit_kind, part.rule = "duration", "time", "time"
    if word == "块":
        part.kind, part.unit_kind, part.currency, part.rule = "money", "money", "CNY", "money"
    part.numeral, part.end = shifted(part.numeral, add), m.end()
