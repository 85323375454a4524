"""Calendar dates, clock times and weekdays: what a number is not.

This is a cheap blocker for the number scan, not the date extractor; it says only how far a
calendar expression reaches, so that its numerals are skipped whole.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from pipeline.text import LazyPattern

# Characters behind or before a numeral that make a look at the calendar worth while.
BEHIND: Final = "年月日号时点:：-－—–~～至到、/.和及与级届版世季后旬度秋春夏冬学款财赛"
BEFORE: Final = "周期拜月初日历年三’'‘"

_SHORT: Final = r"(?:[0-9]{1,2}(?![0-9,])|[二三]?十[一二三四五六七八九]?|[〇零一二三四五六七八九]|廿[一二三四五六七八九]?|卅)"
_YEAR: Final = r"(?:(?!1000)(?:1[0-9]|2[01])[0-9]{2}(?![0-9,])|[一二][〇零○一二三四五六七八九]{3})"
_TO: Final = r"(?:[-－—–~～至到]{1,2}|[、和及与或])"
_MONTHDAY: Final = rf"{_SHORT}月(?:{_SHORT}(?:日|号(?![楼院线]))|[上中下]旬|[初底末份])?"
_CLOCK_TAIL: Final = rf"(?:半|整|许|[一三]刻|{_SHORT}分(?:{_SHORT}秒)?|[0-9]{{2}}(?![0-9]))?"


@cache
def _forms() -> re.Pattern[str]:
    year = rf"{_YEAR}(?:{_TO}(?:{_YEAR}|[0-9]{{2}})){{0,8}}"
    forms = [
        # 2024年12月31日, 2023至2025年, 2024—2025学年, 2022级, 2024届
        rf"{year}(?:个)?(?:学?年度?(?!级)|学期|财年|赛季|级(?!别)|届|[春秋夏冬]季?|版|款)"
        rf"(?:第?[一二三四1-4]季度|(?:{_TO})?(?:{_MONTHDAY}|[初底末终]))?(?:{_TO}{_SHORT}日)?",
        # 2024-12-31, 2024/1/5, 2024.12
        r"(?:19|20)[0-9]{2}[-/.－][01]?[0-9](?:[-/.－][0-3]?[0-9])?(?![0-9])",
        # 24年3月
        rf"[0-9]{{2}}年(?={_SHORT}月)",
        # 12月31日, 3月至5月, 1、3、5月, 正月十五
        rf"{_MONTHDAY}(?:{_TO}(?:{_MONTHDAY}|{_SHORT}[日号]))*",
        rf"{_SHORT}(?:{_TO}{_SHORT}){{0,9}}月(?:份|{_SHORT}日)?",
        rf"{_SHORT}(?:{_TO}{_SHORT}){{0,9}}日(?![内均龄]|以内|之内|游)(?:{_TO}{_SHORT}日)*",
        # 8时30分, 下午3点半, 9至11时, 8:30-17:00
        rf"{_SHORT}(?:{_TO}{_SHORT}){{0,9}}时(?![间代候装段常而])" + _CLOCK_TAIL,
        rf"{_SHORT}(?:{_TO}{_SHORT}){{0,9}}点(?![意建要希体以多五]|[零〇一二三四五六七八九](?![十刻分])){_CLOCK_TAIL}",
        rf"(?<=[午上晨间晚天]){_SHORT}点" + _CLOCK_TAIL,
        r"[0-2]?[0-9][:：][0-5][0-9](?:[:：][0-5][0-9])?(?:[-－—–~～至到]{1,2}[0-2]?[0-9][:：][0-5][0-9]){0,4}(?![0-9])",
        # 21世纪, 90年代, 八十年代, 三季度, 90后
        rf"{_SHORT}世纪(?:[0-9一二三四五六七八九]0?十?年代)?",
        r"(?:[0-9]0|[一二三四五六七八九]十)(?:[、至到](?:[0-9]0|[一二三四五六七八九]十))?年代",
        r"[一二三四1-4](?:[、至到][二三四2-4])?季度",
    ]
    return re.compile("|".join(forms))


@cache
def _behind_words() -> re.Pattern[str]:
    """What follows 周, 星期, 礼拜, 初, 正月: the weekday or lunar day and those listed after it."""
    day = "[一二三四五六日天]"
    return re.compile(
        rf"(?<=[^\W\d_])(?:(?<=周)(?<!一周)(?<![两三四五六七八九十几0-9每]周)|(?<=每周)|(?<=星期)|(?<=礼拜)){day}"
        rf"(?!周(?![一二三四五六日]))(?:{_TO}?(?:周|星期|礼拜)?{day}(?![名个人场次家月日年]))*"
        rf"|(?<=^周){day}"
        rf"|(?<=初)(?:[一二三四五六七八九]|十)(?![名个人场次家])"
        rf"|(?<=[正腊冬]月)(?:初?{_SHORT})"
        rf"|(?<=大年)(?:三十|初[一二三四五六七八九])"
        rf"|(?<=[一二三四五六七八九十]月)(?:十五|初[一二三四五六七八九十])"
        rf"|(?<=[’'‘])[0-9]{{2}}年"
    )


_BARE_YEAR: Final = LazyPattern(r"(?:19[4-9]|20[0-4])[0-9](?![0-9])|[一二][〇零○一二三四五六七八九]{3}")


def calendar_end(text: str, start: int, end: int) -> int:
    """Where the calendar expression ends that begins at the numeral `text[start:end]`, or -1."""
    if end < len(text) and text[end] in BEHIND:
        m = _forms().match(text, start)
        if m is not None and m.end() > end:
            return m.end()
    if start and text[start - 1] in BEFORE:
        m = _behind_words().match(text, start)
        if m is not None and m.end() >= end:
            return m.end()
    return -1


def is_bare_year(text: str, start: int, end: int) -> bool:
    """Whether the numeral reads as a year that stands alone (相约2025, 二〇二四)."""
    return end - start == 4 and _BARE_YEAR.match(text, start) is not None
