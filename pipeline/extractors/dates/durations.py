"""Lengths of time, and what the words beside them make of them: 两年半, 5年前, 3天后, 3年来, 未来五年."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pipeline.text import LazyPattern

from .atoms import Atom
from .expression import DateExpression, Made, Point

_AGO: Final = LazyPattern("(?:之|以)?前(?![往来去夕三十瞻列景言端程沿途两提缀排身])", begins="之以前")
_LATER: Final = LazyPattern("(?:之|以)?后(?![勤续备台方代果])|过后", begins="之以后过")
_BACK: Final = LazyPattern("(?:以?来(?![自到源临访电看说往京校了])|间来)", begins="以来间")
# 前4个月 at the head of a clause are the first of the year.
_FIRST_MONTHS: Final = LazyPattern("(?:^|[。，；（\n ])前\\Z")
_RECENTLY: Final = LazyPattern("以?来|间|，|里|内|中", begins="以来间，里内中")
_ONCE: Final = LazyPattern(" ?(?:一|1|两|2|三|3)[次届度轮](?!性)", begins=" 一1两2三3")
_DIRECTION: Final = LazyPattern(
    "(?:过去|最近|近|今后|接下来|未来|此后|刚刚过去|下一个?|上一个?|之后|还剩)的? ?\\Z"
)
# A length is listed among the numbers too, where its hedge is part of it; the two rows are one span.
_HEDGE: Final = LazyPattern("(?:大约|(?<![节条签合预制解公契])约|将近)\\Z")
_LIMIT: Final = LazyPattern(
    "(?:不(?:得|能|应|可)?(?:少于|低于|超过|多于)|不足|未满|不满|(?<![达找看听等得做])不到|至少|最少|至多|最多|最长|最短|"
    "超过了?|(?<![高赶])超|逾)\\Z"
)
# 一天24小时, 一年365天 say the same length twice.
_EQUALS: Final = (((1, "D"), (24, "TH")), ((1, "W"), (7, "D")), ((1, "Y"), (365, "D")), ((1, "Y"), (12, "M")))
_HEDGE_TAIL: Final = LazyPattern("左右|上下", begins="左上")
_LIMIT_TAIL: Final = LazyPattern("(?:[（(]含[）)]|及)?以[上下](?![述简])|[以之]内|有余", begins="（(及以之有")


def duration(
    text: str, atoms: list[Atom], i: int, floor: int, lead: int | None = None
) -> tuple[Made | None, int]:
    """A length of time, with what makes it a stretch beside a day: 5年前, 3天后, 3年来, 未来五年."""
    atom, j = atoms[i], i + 1
    amounts, approximate, end = [(atom.data[0], atom.data[1])], atom.data[2], atom.end
    while (
        j < len(atoms)
        and atoms[j].kind == "duration"
        and (amounts[-1], atoms[j].data[:2]) not in _EQUALS
        and text[end : atoms[j].start] in ("", "又", "零", "余", "多", " ")
    ):
        amounts.append(atoms[j].data[:2])
        approximate |= atoms[j].data[2]
        end, j = atoms[j].end, j + 1
    start = atom.start
    if text[start - 1 : start] == "每" or text[max(0, start - 2) : start] == "每隔":
        start -= 1 if text[start - 1] == "每" else 2
        return (
            DateExpression(start, end, "set", duration_value(amounts), rule="every-so-often"),
            ("set",),
        ), j
    direction = ""
    if lead is not None:
        start, direction = lead, "back" if text.startswith("最近", lead) else "ahead"
    else:
        before = text[max(floor, start - 5) : start]
        if m := _DIRECTION.search(before):
            start -= len(before) - m.start()
            direction = (
                "ahead"
                if m.group().startswith(("今后", "接下来", "未来", "此后", "下", "之后", "还剩"))
                else "back"
            )
            if m.group() == "近" and not _RECENTLY.match(text, end):
                direction, approximate = "", True  # 停电近10个小时: nearly
        elif m := _HEDGE.search(before):
            start -= len(before) - m.start()
            approximate = True
        elif m := _LIMIT.search(before):
            start -= len(before) - m.start()
    if m := _HEDGE_TAIL.match(text, end):
        end, approximate = m.end(), True
    elif m := _LIMIT_TAIL.match(text, end):
        end = m.end()
    value = duration_value(amounts)
    mod = "APPROX" if approximate else None
    length = amounts[0] if len(amounts) == 1 else None
    common = DateExpression(start, end, "duration", value, mod, rule=atom.rule)
    if m := _ONCE.match(text, end):
        return (replace(common, end=m.end(), type="set", rule="once-in-a-while"), ("set",)), j
    if (
        atom.data[1] == "M"
        and length
        and length[0] in range(2, 12)
        and _FIRST_MONTHS.search(text[max(0, start - 2) : start])
    ):
        point = Point(portion=("month", 1, int(length[0])), anchor="publication", year_shift=0)
        return (
            replace(
                common,
                start=start - 1,
                type="date",
                value=None,
                shape="point",
                first=point,
                rule="first-months",
            ),
            ("yportion",),
        ), j
    if (
        not direction
        and (m := _AGO.match(text, end) or _LATER.match(text, end))
        and (not length or length[0] is None)
    ):
        reference = "PAST_REF" if "前" in m.group() else "FUTURE_REF"
        return (
            replace(
                common,
                end=m.end(),
                type="date",
                value=reference,
                rule="ago" if "前" in m.group() else "later",
            ),
            ("duration",),
        ), j
    if length and length[0] is not None:
        known = (float(length[0]), length[1])
        if (m := _AGO.match(text, end)) and not direction:
            return (
                replace(
                    common,
                    end=m.end(),
                    type="date",
                    value="PAST_REF",
                    shape="back",
                    length=known,
                    rule="ago",
                    first=Point(anchor="publication"),
                ),
                ("duration",),
            ), j
        if (m := _LATER.match(text, end)) and not direction:
            return (
                replace(
                    common,
                    end=m.end(),
                    type="date",
                    value="FUTURE_REF",
                    shape="ahead",
                    length=known,
                    rule="later",
                    first=Point(anchor="context"),
                ),
                ("duration",),
            ), j
        if _BACK.match(text, end) or (direction == "back" and known[1] in "YMWD"):
            common.shape, common.length, common.rule = "stretch", known, "duration-until-now"
        elif text.endswith("连续", 0, start):
            common.shape, common.length, common.rule = "run", known, "duration-in-a-row"
    return (common, ("duration",)), j


def duration_value(amounts: list[tuple[float | None, str]]) -> str:
    """The TIMEX3 value of a length: P2.5Y, PT8H, P8DT20H; X where an amount is vague."""
    date, time = "", ""
    for amount, unit in sorted(
        amounts, key=lambda a: ("Y", "Q", "C", "M", "W", "D", "TH", "TM", "TS").index(a[1])
    ):
        if amount is not None and unit in ("Q", "C"):
            amount, unit = (amount * 3, "M") if unit == "Q" else (amount * 100, "Y")
        number = "X" if amount is None else f"{amount:g}" if amount < 1e6 else f"{amount:.0f}"
        if unit.startswith("T"):
            time += number + unit[1]
        else:
            date += number + {"Q": "M", "C": "Y"}.get(unit, unit)
    return "P" + date + ("T" + time if time else "")
