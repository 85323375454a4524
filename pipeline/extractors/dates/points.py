"""Grows one point of the calendar from neighbouring atoms: 2024年 + 3月 + 上旬, 上周 + 三, 今晚 + 8点."""

from __future__ import annotations

from typing import Final, NamedTuple

from pipeline.text import LazyPattern

from .atoms import Atom
from .expression import Point
from .numerals import parse_numeral

_FOLLOWS: Final = {
    "start": {"year", "zodiac", "era", "yportion", "season", "quarter", "quarter-number", "month", "lunarmonth",
              "calendar", "week", "monthday", "mportion", "festival", "ymd", "day", "weekday", "daypart", "clock",
              "newyear", "halfyear"},
    "year": {"yportion", "quarter-number", "month", "lunarmonth", "calendar", "festival", "zodiac"},
    "month": {"mportion", "monthday"},
    "era": {"duration"},
    "calendar": {"month", "lunarmonth", "festival", "zodiac"},
    "week": {"weekday", "daypart"},
    "day": {"weekday", "daypart", "clock"},
    "weekday": {"daypart", "clock"},
    "daypart": {"clock"},
}  # fmt: skip
_STATE: Final = {
    "year": "year", "zodiac": "year", "era": "era", "month": "month", "lunarmonth": "month", "calendar": "calendar",
    "week": "week", "monthday": "day", "festival": "day", "ymd": "day", "day": "day", "weekday": "weekday",
    "daypart": "daypart",
}  # fmt: skip
_GAP: Final = LazyPattern(r" ?的? ?")
_YEAR_TAILS: Final = {"初": ("month", 1, 1), "末": ("month", 12, 12), "底": ("month", 12, 12)}
_MONTH_TAILS: Final = {"初": ("day", 1, 10), "末": ("day", 21, 0), "底": ("day", 21, 0)}
_TAIL: Final = LazyPattern(
    "初(?![级步审选赛试始心衷创期稿高学夏秋春冬定中])|末(?![端尾路梢])|底(?![层线部盘座色蕴片气薪])",
    begins="初末底",
)
_LUNAR_DAY: Final = LazyPattern(
    "初[一二三四五六七八九十]|二十[一二三四五六七八九]?|廿[一二三四五六七八九]?|十[一二三四五六七八九]?|三十",
    begins="初二廿十三",
)
_WEEKDAY: Final = LazyPattern(
    "(?:一(?!起[^，,])|[二三四五六日天末])(?![个名场次批项系些位直步周年岁期])", begins="一二三四五六日天末"
)
_BRACKETED_WEEKDAY: Final = LazyPattern(
    r"[（(](?:周|星期)([一二三四五六日天])[）)]|[，,] ?(?:星期|周)([一二三四五六日天])(?![个名场次至到])",
    begins="（(，,",
)
_FESTIVAL_TAIL: Final = LazyPattern("期间|前夕|前后|假期|小长假|长假|黄金周", begins="期前假小长黄")
# 2023年全年 is the year itself, 去年同期 the stretch a year before the one just told of.
_WHOLE: Final = LazyPattern("全年(?![级龄无])", begins="全")
_SAME_PERIOD: Final = LazyPattern("同期", begins="同")
_NTH: Final = LazyPattern(
    "的?(?:第(?P<n>[一二三四五六七八九十]{1,2}|[0-9]{1,2})|(?P<last>最后一))个?"
    "(?:(?P<unit>周(?![年岁期末一二三四五六日天])|月|季度)|(?:星期|周)(?P<weekday>[一二三四五六日天末]))",
    begins="的第最",
)
_FIRST_FEW: Final = LazyPattern(
    "的?(?P<side>前|头|最后|最後|后) ?(?P<n>[0-9]{1,3}|[一二两三四五六七八九十]{1,3}) ?(?P<unit>个月|天|周(?!年|岁|期)|週)",
    begins="的前头最后",
)
_WEEKDAYS: Final = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7, "末": 67}


class Grown(NamedTuple):
    point: Point
    start: int
    end: int
    next: int  # index of the first atom not used
    kinds: tuple[str, ...]
    rule: str


def weekday_number(char: str) -> int:
    """ISO weekday of 一 to 日; 67 for 末, the weekend."""
    return _WEEKDAYS[char]


def grow(text: str, atoms: list[Atom], i: int) -> Grown | None:
    """The point that begins with atom i, or None where the atom cannot begin one."""
    point = Point()
    kinds: list[str] = []
    rules: list[str] = []
    state, start, end, lunar, j = "start", atoms[i].start, atoms[i].start, False, i
    while j < len(atoms):
        atom = atoms[j]
        if kinds and (atom.start != end and not _joined(text, end, atom.start)):
            break
        if atom.kind not in _FOLLOWS.get(state, ()):
            break
        if atom.kind == "duration" and (atom.data[1] != "Y" or not atom.data[0]):
            break  # 民国20年 names a year, 民国20天 does not
        if atom.kind == "festival" and kinds and text[end - 1] == "度":
            break  # 2025年度元旦春节送温暖: the year is the campaign's
        lunar = _set(point, atom, lunar)
        kinds.append("year" if atom.kind == "duration" else atom.kind)
        rules.append(atom.rule)
        state = _STATE.get(kinds[-1], "end")
        end = atom.end
        j += 1
        end, state, lunar = _tails(text, point, atom, end, state, lunar)
        if end > atom.end and text[end - 1] in "底末" and point.portion == _MONTH_TAILS["底"]:
            rules.append("end-of-month")
        while j < len(atoms) and atoms[j].start < end:
            j += 1
    if not kinds or kinds == ["calendar"] or kinds == ["era"]:
        return None
    return Grown(point, start, end, j, tuple(kinds), "+".join(rules))


def _joined(text: str, end: int, start: int) -> bool:
    return start - end <= 3 and bool(_GAP.fullmatch(text, end, start))


def _set(point: Point, atom: Atom, lunar: bool) -> bool:
    """Write what an atom says into the point; returns whether months are lunar from here on."""
    kind, data = atom.kind, atom.data
    anchor = atom.word.anchor if atom.word else None
    if anchor:
        point.anchor = anchor
    if kind == "year":
        if anchor:
            point.year_shift = data
        else:
            point.year = data
    elif kind == "era":
        point.year = data
    elif kind == "duration":
        point.year = (point.year or 0) + int(data[0]) - 1
    elif kind == "zodiac":
        point.zodiac, point.cycle = data
    elif kind == "newyear":
        point.anchor, point.year_shift, point.festival = "publication", 0, "newyear"
    elif kind == "yportion":
        point.portion = ("month", data[0], data[1])
    elif kind == "season":
        point.anchor, point.year_shift, point.portion = "publication", data[0], ("month", data[1], data[2])
    elif kind == "quarter":
        point.nth = ("Q", data)
    elif kind == "halfyear":
        point.nth = ("H", data)
    elif kind == "quarter-number":
        point.portion = ("month", data[0] * 3 - 2, data[1] * 3)
    elif kind == "month":
        if lunar and data[0] == data[1]:
            point.lunar = (data[0], None)
        elif anchor:
            point.month_shift = data
        elif data[0] == data[1]:
            point.month = data[0]
        else:
            point.portion = ("month", data[0], data[1] + (12 if data[1] < data[0] else 0))
    elif kind == "lunarmonth":
        point.lunar = (data, None)
    elif kind == "calendar":
        return True
    elif kind == "week":
        point.week_shift = data if isinstance(data, int) else 0
        if not isinstance(data, int):
            point.portion = ("weekday", data[0], data[1])
    elif kind == "weekday":
        point.weekday = data
    elif kind == "monthday":
        if point.lunar:
            point.lunar = (point.lunar[0], data[0])
        elif data[0] == data[1]:
            point.day = data[0]
        else:
            point.portion = ("day", data[0], data[1])
    elif kind == "mportion":
        point.portion = ("day", data[0], data[1])
    elif kind == "festival":
        point.festival = data
    elif kind == "ymd":
        point.year, point.month, point.day = data
    elif kind == "day":
        point.day_shift = data[0] if isinstance(data, list) else data
        if isinstance(data, list):
            point.clock = data[1]
    elif kind == "daypart":
        point.clock = data
    elif kind == "clock":
        point.clock = afternoon(data, point.clock)
    return lunar


def afternoon(clock: str, part: str | None) -> str:
    """A twelve-hour clock time read with the part of day before it: 下午 3点 is T15."""
    if part not in ("TAF", "TEV", "TMI", "TNI"):
        return clock

    def shift(time: str) -> str:
        if not time[1:3].isdecimal():
            return time
        hour = int(time[1:3])
        late = hour < 12 and not (part == "TMI" and hour > 9) and not (part == "TNI" and hour < 7)
        return f"T{hour + 12:02d}{time[3:]}" if late else time

    return "/".join(shift(time) for time in clock.split("/"))


def _tails(text: str, point: Point, atom: Atom, end: int, state: str, lunar: bool) -> tuple[int, str, bool]:
    """Letters behind an atom that belong to it: 底 of 2024年底, 三 of 上周三, 二十三 of 腊月二十三."""
    kind = atom.kind
    if (
        kind in ("year", "month")
        and (m := _TAIL.match(text, end))
        and not (kind == "month" and (point.portion or point.lunar))
    ):
        point.portion = (_YEAR_TAILS if kind == "year" else _MONTH_TAILS)[m.group()]
        return m.end(), "end", lunar
    if kind == "year" and (m := _WHOLE.match(text, end)):
        return m.end(), "end", lunar
    if kind == "year" and (m := _SAME_PERIOD.match(text, end)):
        point.same_period = True
        return m.end(), "end", lunar
    if kind == "year" and (m := _FIRST_FEW.match(text, end)) and (count := parse_numeral(m["n"])):
        unit = {"个": "M", "天": "D", "周": "W", "週": "W"}[m["unit"][0]]
        point.nth = (("L" if m["side"][0] in "最后" else "F") + unit, int(count))
        return m.end(), "end", lunar
    if kind in ("year", "month") and (m := _NTH.match(text, end)):
        number = -1 if m["last"] else int(parse_numeral(m["n"]) or 0)
        if number and (point.month is not None or m["unit"] != "月" or kind == "year"):
            unit = (
                "WD" + str(weekday_number(m["weekday"]))
                if m["weekday"]
                else {"周": "W", "月": "M", "季度": "QN"}[m["unit"]]
            )
            point.nth = (unit, number)
            return m.end(), "end", lunar
    if kind == "yportion" and point.portion and (m := _TAIL.match(text, end)):
        unit, first, last = point.portion
        point.portion = (unit, first, first) if m.group() == "初" else (unit, last, last)
        return m.end(), "end", lunar
    if kind == "week" and (m := _WEEKDAY.match(text, end)):
        point.weekday = weekday_number(m.group())
        return m.end(), "weekday", lunar
    if point.lunar and point.lunar[1] is None and (m := _LUNAR_DAY.match(text, end)):
        printed = m.group().replace("廿", "二十").replace("初", "")
        point.lunar = (point.lunar[0], int(parse_numeral(printed) or 0))
        return m.end(), "day", lunar
    if kind == "festival" and (m := _FESTIVAL_TAIL.match(text, end)):
        return m.end(), "end", lunar
    if kind in ("monthday", "ymd", "day") and (m := _BRACKETED_WEEKDAY.match(text, end)):
        return m.end(), "weekday", lunar
    return end, state, lunar
