"""Atoms: the smallest pieces of temporal expressions, found in two scans of a text.

One scan finds numerals with a unit of time (2024年, 3月, 十五日, 两年半, 9:30), the other the words
of the lexicon (今年, 中旬, 春节, 近日). `compose` joins neighbours to expressions.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

from pipeline.text import LazyPattern

from .lexicon import Word, lexicon
from .numerals import DIGITS, parse_numeral


class Atom:
    """`kind` is a kind of the lexicon, or one of
    year (int), years, months (first, last), monthday (int), monthdays (first, last), ymd, clock (TIMEX3),
    duration (amount, unit, approximate), decade, century."""

    def __init__(
        self, start: int, end: int, kind: str, data: Any, rule: str, word: Word | None = None
    ) -> None:
        self.start = start
        self.end = end
        self.kind = kind
        self.data = data
        self.rule = rule
        self.word = word


_CN: Final = "〇零○一二两三四五六七八九十廿卅百千几数半"
_UNIT: Final = "年代|年度|年|月份|月|周年|周|週|星期|礼拜|小时|钟头|分钟|秒钟|秒|天|工作日|日|号|號|季度|世纪|时|點鐘|点钟|点|昼夜|学年|载"
_DURATION_UNITS: Final = {
    "年": "Y", "月": "M", "周": "W", "週": "W", "星期": "W", "礼拜": "W", "天": "D", "日": "D", "昼夜": "D", "工作日": "D",
    "小时": "TH", "钟头": "TH", "分钟": "TM", "秒": "TS", "秒钟": "TS", "季度": "Q", "世纪": "C", "学年": "Y", "载": "Y",
}  # fmt: skip
_NEEDS_GE: Final = {"月", "季度", "世纪"}
_REFUSES_GE: Final = {"年", "天", "日", "秒"}


@cache
def _numerals() -> re.Pattern[str]:
    return re.compile(
        rf"""[\d{_CN}]
        (?:(?<=\d)(?<![\d.．]\d)\d*+
           (?:(?P<iso>(?P<sep>[-/.])\d{{1,2}}(?P=sep)\d{{1,2}}(?![\d%％]|[-/.]\d))
             |(?P<hm>[:：][0-5]\d(?:[:：][0-5]\d)?(?![\d:：])(?:\ ?[aApP]\.?[mM]\b\.?)?)
             |(?:\.\d++)?+)
          |(?<=[{_CN}])(?<![{_CN}][{_CN}])[{_CN}]*+)
        (?P<tail>(?(iso)|(?(hm)|
          (?:\ ?(?:[-—–~～－―]{{1,2}}|至|到|、)\ ?(?P<to>\d++(?:\.\d++)?+|[{_CN}]++))?
          \ ?(?P<more>[多余来])?(?P<ge>[个個])?(?P<mid>[多余半])?+\ ?(?P<unit>{_UNIT})
          (?P<post>半(?!径|导|数|程|价|场)|多(?=[来以时的前后，。、间内就才没里了又一二三四五六七八九十两]|$))?)))
        """,
        re.VERBOSE | re.MULTILINE,
    )


@cache
def _clock_tail() -> re.Pattern[str]:
    return re.compile(
        r"(?P<m>[0-5]?\d|[〇零一二三四五六七八九十]{1,3})分(?!钟|之)(?:(?P<s>[0-5]?\d|[〇零一二三四五六七八九十]{1,3})秒)?"
        r"|(?P<half>半)|(?P<quarter>[一三])刻|整|许"
    )


_REFUSED_AFTER: Final = {
    "年": LazyPattern("如一日|级|龄|规划|计划|行动|树木|风水", begins="如级龄规计行树风"),
    "周": LazyPattern("[岁边围期末报转长到密全游]|刊(?![发登])", begins="岁边围期末报转长到密全游刊"),
    "天": LazyPattern("[空然使津坛文真桥际窗宫河平猫赋价]"),
    "日": LazyPattern("[游龄均]|元(?![宵旦])"),
    "月": LazyPattern("[台嫂光球饼亮薪均刊票息]|供(?![暖热电水气应货给])"),
    "秒": LazyPattern("[杀懂]"),
    "载": LazyPattern("[体重客人入波货歌誉具荷物明]|难逢|如一日|[^，。；\n]{0,6}?(?:吨|千克|公斤)"),
}
_RATIO: Final = LazyPattern("(?:比[例分率]?[为是约达]?|[以分第/=])\\Z")
_CLOCK_FOLLOW: Final = LazyPattern(
    r"[，,。；;、）)！？\s至到—\-~～前后之以开左准起的许多出集整]|$", re.MULTILINE
)
_TWO_DIGIT_YEAR: Final = LazyPattern(
    r" ?(?:\d{1,2} ?月|[一二三四五六七八九十]{1,2}月|毕业|出生|生(?![活产意效])|参加工作|入伍|入党|那[年场])"
)


# After these N日 is a length: 自收到之日起30日, 满15日, 提前3日.
_SPAN_OPENERS: Final = frozenset("起满前超")
_ERA_END: Final = frozenset(
    "熙正隆庆光丰治绪统国武文乐德泰顺化靖历启祯"
)  # last characters of the eras in the lexicon


def _integer(text: str) -> int | None:
    value = parse_numeral(text)
    return value if isinstance(value, int) else None


def _year(text: str, number: str, start: int, end: int) -> int | None:
    if len(number) == 4 and (number.isdecimal() or all(c in DIGITS for c in number)):
        value = _integer(number)
        return value if value is not None and 1000 <= value < 3000 else None
    if len(number) == 2 and (number.isdecimal() or all(c in DIGITS for c in number)):
        value = _integer(number)
        if value is None:
            return None
        if text[start - 1 : start] in _ERA_END:
            return None
        if (
            number[0] in "0０〇零"
            or text[start - 1 : start] in ("’", "'", "‘")
            or _TWO_DIGIT_YEAR.match(text, end)
        ):
            return value + (2000 if value <= 50 else 1900)
    return None


def _numeral_atom(text: str, m: re.Match[str]) -> Atom | None:
    start, end = m.span()
    number = text[start : m.start("tail")]
    if m["iso"]:
        return _iso(text, start, end, m)
    if m["hm"]:
        return _colon_clock(text, start, end, m)
    unit, to, ge = m["unit"], m["to"], m["ge"]
    if to and text[m.start("to") - 1] == "、" and not _listed(number, to):
        number, to, start = to, None, m.start("to")
    if (refused := _REFUSED_AFTER.get(unit)) and refused.match(text, end):
        named = unit == "年" and len(number) == 4 and not text.startswith("级", end)
        if not named or _year(text, number, start, end) is None:
            return None  # 三年计划, but 2024年计划招生
    plain = not (ge or m["more"] or m["mid"] or m["post"])
    if unit in ("年", "年度") and not ge:
        year = _year(text, number, start, end)
        if to and (last := _year(text, to, start, end)) is not None and len(number) == 4:
            first = _integer(number)
            if first is not None and 1000 <= first <= last:
                return Atom(start, end, "years", (first, last), "year-range")
        elif year is not None and not to:
            stop = m.end("unit")
            quote = text[start - 1 : start] in ("’", "'", "‘") and len(number) == 2
            return Atom(start - quote, stop, "year", year, "year")
        if unit == "年度":
            return None
    if unit == "日" and (
        (text.startswith("内", end) and text[start - 1 : start] not in ("月", "至", "到"))
        or text[start - 1 : start] in _SPAN_OPENERS
    ):
        return _duration(m, start, end, number, to)
    if plain and unit in ("月", "月份") and (atom := _span("month", 12, start, end, number, to, "month")):
        return atom
    if (
        plain
        and unit in ("日", "号", "號")
        and (atom := _span("monthday", 31, start, end, number, to, "day-of-month"))
    ):
        return atom
    if plain and unit == "季度" and (atom := _span("quarter-number", 4, start, end, number, to, "quarter")):
        return atom
    if unit == "学年" and len(number) == 4:
        first, last = _integer(number), _integer(to or number)
        return (
            Atom(start, end, "years", (first, last), "school-year")
            if first and last and first <= last
            else None
        )
    if unit == "年代":
        return _decade(start, end, number)
    if unit == "世纪" and plain and not to and (value := _integer(number)) is not None and 1 <= value <= 30:
        return Atom(start, end, "century", value, "century")
    if unit in ("时", "点", "点钟", "點鐘"):
        return (
            _spoken_clock(text, start, m.end("unit"), number, to, unit)
            if not (ge or m["more"] or m["mid"])
            else None
        )
    return _duration(m, start, end, number, to)


def _listed(first: str, last: str) -> bool:
    """Whether 3、5 is a pair to be read together (三、四月); lists of unlike things are not."""
    a, b = _integer(first), _integer(last)
    return a is not None and b is not None and b == a + 1 and len(first) < 3


def _span(kind: str, limit: int, start: int, end: int, number: str, to: str | None, rule: str) -> Atom | None:
    if not to and len(number) == 2 and not number.isdecimal() and _listed(number[0], number[1]):
        number, to = number[0], number[1]  # 七八月份
    first = _integer(number)
    last = _integer(to) if to else first
    if first is None or last is None or not (1 <= first <= limit and 1 <= last <= limit) or len(number) > 3:
        return None
    return Atom(start, end, kind, (first, last), rule if not to else f"{rule}-range")


def _iso(text: str, start: int, end: int, m: re.Match[str]) -> Atom | None:
    parts = re.split(r"[-/.]", text[start:end])
    year, month, day = (int(p) for p in parts)
    if len(parts[0]) == 2 and m["sep"] == "-" and len(parts[1]) == len(parts[2]) == 2:
        year += 2000 if year <= 50 else 1900
    elif len(parts[0]) != 4:
        return None
    if not (1000 <= year < 3000 and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    return Atom(start, end, "ymd", (year, month, day), "numeric-date")


def _colon_clock(text: str, start: int, end: int, m: re.Match[str]) -> Atom | None:
    parts = [int(p) for p in re.findall(r"\d+", text[start:end])]
    if parts[0] > 24 or _RATIO.search(text[max(0, start - 6) : start]):
        return None
    hour = parts[0] + (12 if re.search(r"[pP]\.?[mM]", m["hm"]) and parts[0] < 12 else 0)
    return Atom(start, end, "clock", f"T{hour:02d}:" + ":".join(f"{p:02d}" for p in parts[1:]), "clock")


def _spoken_clock(text: str, start: int, end: int, number: str, to: str | None, unit: str) -> Atom | None:
    if not to and len(number) == 2 and number[0] in DIGITS and number[1] in DIGITS and not number.isdecimal():
        number, to = number[0], number[1]  # 四五点 is four or five
    hour = _integer(to or number)
    first = _integer(number)
    if (
        hour is None
        or first is None
        or not (0 <= hour <= 24 and 0 <= first <= 24)
        or text[start - 1 : start] == "第"
    ):
        return None
    value, sure = f"T{first:02d}", (number.isdecimal() and unit != "点") or unit.endswith(("钟", "鐘"))
    if tail := _clock_tail().match(text, end):
        minute = (
            _integer(tail["m"])
            if tail["m"]
            else 30
            if tail["half"]
            else 45
            if tail["quarter"] == "三"
            else 15
            if tail["quarter"]
            else 0
        )
        if minute is None or minute > 59:
            return None
        end, sure, value = tail.end(), True, f"{value}:{minute:02d}"
        if tail["s"]:
            value += f":{_integer(tail['s']) or 0:02d}"
    elif unit == "点" and (number.isdecimal() or first > 4 or first == 0) and _CLOCK_FOLLOW.match(text, end):
        sure = True
    if to:
        value = f"{value}/T{hour:02d}{value[3:]}"
    return Atom(start, end, "clock", value, "clock" if sure else "clock-weak")


def _decade(start: int, end: int, number: str) -> Atom | None:
    if len(number) == 3 and number[2] == "十" and _listed(number[0], number[1]):
        first, last = _integer(number[0]) or 0, _integer(number[1]) or 0
        return Atom(start, end, "decade", (first * 10, last * 10), "decade")  # 五六十年代
    value = _integer(number)
    if value is None or value % 10 or not (10 <= value < 100 or 1500 <= value < 2100):
        return None
    return Atom(start, end, "decade", value, "decade")


def _thousands(m: re.Match[str]) -> bool:
    """Whether the numeral is the tail of one with separators, 12,000年."""
    start = m.start()
    return (
        m.string[start : start + 3].isdecimal()
        and m.string[start - 1 : start] == ","
        and m.string[max(0, start - 2) : start - 1].isdecimal()
    )


def _duration(m: re.Match[str], start: int, end: int, number: str, to: str | None) -> Atom | None:
    unit = m["unit"]
    code = _DURATION_UNITS.get(unit)
    if _thousands(m):
        return None
    if code is None or (m["ge"] is None and unit in _NEEDS_GE) or (m["ge"] and unit in _REFUSES_GE):
        return None
    value, vague = parse_numeral(number), bool(m["more"] or m["post"] == "多" or m["mid"] in ("多", "余"))
    if number == "半":
        value = 0.5
    elif len(number) == 2 and number[0] in DIGITS and number[1] in DIGITS and not number.isdecimal():
        if not _listed(number[0], number[1]):
            return None
        value, vague = None, True  # 三四年 is three or four, not thirty-four
    if value is not None and (m["post"] == "半" or m["mid"] == "半"):
        value += 0.5
    if unit == "日" and (value is None or number == "一"):
        return None
    return Atom(start, end, "duration", (value if not to else None, code, vague or value is None), "duration")


def find_atoms(text: str) -> list[Atom]:
    """The atoms of a text in order, none over another; where two begin together the longer stands."""
    words, found = lexicon(), []
    search, m = words.pattern.search, words.pattern.search(text)
    while m is not None:
        word = words.words[m.group()]
        start, end = m.span()
        if (start and text[start - 1] in word.not_after) or (
            word.not_before and word.not_before.match(text, end)
        ):
            end = start + 1
        else:
            found.append(Atom(start, end, word.kind, word.datum, word.rule, word))
        m = search(text, end)
    numerals: list[Atom] = []
    for m in _numerals().finditer(text):
        if atom := _numeral_atom(text, m):
            numerals.append(atom)
    return _merged(found, numerals)


def _merged(words: list[Atom], numerals: list[Atom]) -> list[Atom]:
    """Both in order, where they overlap the one that begins first, or else the longer; a word before a numeral."""
    atoms: list[Atom] = []
    i = j = reached = 0
    while i < len(words) or j < len(numerals):
        if j == len(numerals):
            ahead = True
        elif i == len(words):
            ahead = False
        else:
            word, numeral = words[i], numerals[j]
            ahead = word.start < numeral.start or (word.start == numeral.start and word.end >= numeral.end)
        if ahead:
            atom, i = words[i], i + 1
        else:
            atom, j = numerals[j], j + 1
        if atom.start >= reached:
            reached = atom.end
            if atom.kind != "never":
                atoms.append(atom)
    return atoms
