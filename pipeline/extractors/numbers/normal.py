"""The normal form in which numbers are sought, and the way back to the text as printed.

Full-width digits, traditional and financial numerals change one character for one; white
space inside a numeral (`18.61 万个`, `百 分 之 五`) is left out, and `Normal` carries the places.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from typing import Final

from pipeline.text import LazyPattern

WIDE: Final = "０１２３４５６７８９％．＋Ｋｋ／"
NARROW: Final = "0123456789%.+Kk/"
# Traditional forms of numerals, hedges, measure words and money.
_PAIRS: Final = dict(
    zip(
        "萬億兩個點幾雙對負餘圓塊頓噸畝頃歲時間鐘數來過約達級貳錢鎊種類條張隻輛戶場處層門節項屆週頁冊艙噸韓",
        "万亿两个点几双对负余圆块顿吨亩顷岁时间钟数来过约达级贰钱镑种类条张只辆户场处层门节项届周页册舱吨韩",
        strict=True,
    )
)
_NUMERAL: Final = "零〇○一二两三四五六七八九十百千万亿兆廿卅几半"
_FINANCIAL: Final = dict(zip("壹贰叁肆伍陆柒捌玖拾佰仟陸貳參", "一二三四五六七八九十百千六二三", strict=True))


@dataclass(frozen=True, slots=True)
class Normal:
    """`text` is the normal form; run i of it begins at `starts[i]` and stands at `origins[i]`."""

    text: str
    starts: tuple[int, ...] = (0,)
    origins: tuple[int, ...] = (0,)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Half-open span in the text as given, of the non-empty span of the normal form."""
        if len(self.starts) == 1:
            return start, end
        return self._origin(start), self._origin(end - 1) + 1

    def _origin(self, offset: int) -> int:
        run = bisect_right(self.starts, offset) - 1
        return self.origins[run] + offset - self.starts[run]


@cache
def _width() -> tuple[re.Pattern[str], dict[int, str]]:
    table = dict(zip(WIDE, NARROW, strict=True))
    return re.compile("[０-９％Ｋｋ]"), {ord(k): v for k, v in table.items()}


_WIDE_COMMA: Final = LazyPattern(r"(?<=[0-9])，(?=[0-9]{3}(?![0-9]))")


@cache
def _traditional() -> tuple[re.Pattern[str], dict[int, str]]:
    return re.compile("[" + "".join(_PAIRS) + "]"), {ord(k): v for k, v in _PAIRS.items()}


@cache
def _financial() -> re.Pattern[str]:
    letters = "".join(_FINANCIAL)
    return re.compile(rf"[{letters}](?: ?[{_NUMERAL}点分{letters}])*")


def _spelt_plainly(m: re.Match[str]) -> str:
    """Financial numerals in a numeral or alone; 队伍, 陆地, 收拾 and 登陆 stay words."""
    before = m.string[m.start() - 1] if m.start() else "\n"
    after = m.string[m.end() : m.end() + 1]
    word = before in "队入退落行登大着水海收" or (len(m[0]) == 1 and after and after in "续地军起")
    alone = not _is_han(before) or before == "是"
    if word or not (
        before in _NUMERAL
        or before in "分之第"
        or len(m[0]) > 1
        or m[0] == "壹"
        or (alone and not _is_han(after))
    ):
        return m[0]
    return "".join(_FINANCIAL.get(c, c) for c in m[0])


def _is_han(c: str) -> bool:
    return "\u4e00" <= c <= "\u9fff"


_INNER: Final = _NUMERAL + "分之点个百分点折成多余来几又年月日时"
_JOINTS: Final = "分之点又多余"


_SPACES: Final = LazyPattern("[ \u3000\u00a0\u2009]+")


def _gaps(text: str) -> list[tuple[int, int]]:
    """White space that a printer set around or inside a numeral, no more than three wide."""
    found = []
    for m in _SPACES.compiled.finditer(text):
        start, end = m.span()
        if not 0 < start < end < len(text) or end - start > 3:
            continue
        before, after = text[start - 1], text[end]
        if (
            (before in "0123456789.%" and _is_han(after))
            or (_is_han(before) and after in "0123456789")
            or ((before in _NUMERAL or before in "0123456789%分之点个又多余") and after in _INNER)
            or (before in _JOINTS and (after in _NUMERAL or after in "0123456789"))
            or (before.isdigit() and after.isdigit() and text[end + 1 : end + 3].lstrip()[:1] == "折")
        ):
            found.append((start, end))
    return found


def normalise(text: str) -> Normal:
    """The normal form of any text; paragraphs (lines) keep to themselves."""
    if _OTHER_FORMS.search(text) is not None:
        text = _one_form(text)
    gaps = _gaps(text)
    if not gaps:
        return Normal(text)
    pieces: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    at = size = 0
    for lo, hi in [*gaps, (len(text), len(text))]:
        if lo > at or not starts:
            pieces.append(text[at:lo])
            starts.append(size)
            origins.append(at)
            size += lo - at
        at = hi
    return Normal("".join(pieces), tuple(starts), tuple(origins))


# What `_one_form` looks for: mostly a page has none of it.
_OTHER_FORMS: Final = LazyPattern("[０-９％Ｋｋ" + "".join(_PAIRS) + "".join(_FINANCIAL) + "]")


def _one_form(text: str) -> str:
    """Full-width digits and traditional and financial numerals in their common form, length kept."""
    pattern, table = _width()
    if pattern.search(text):
        lines = text.split("\n")  # a comma or point is a numeral's where its own line prints wide digits
        text = "\n".join(
            _WIDE_COMMA.compiled.sub(",", line.translate(table)) if pattern.search(line) else line
            for line in lines
        )
    pattern, table = _traditional()
    if pattern.search(text):
        text = text.translate(table)
    if any(c in text for c in _FINANCIAL):
        text = _financial().sub(_spelt_plainly, text)
    return text
