"""Atoms to expressions: neighbours become one point of the calendar, two points with 至 between
them a range; durations take their direction from the words beside them, sets what recurs."""

from __future__ import annotations

from dataclasses import fields
from typing import Final

from pipeline.text import LazyPattern

from .atoms import Atom, find_atoms
from .context import accept, read_context
from .durations import duration
from .expression import DateExpression, Made, Point
from .numerals import parse_numeral
from .points import Grown, afternoon, grow, weekday_number

_RANGE: Final = LazyPattern(" ?(?:起|开始)?(?:[-—–~～－―]{1,2}|直?至|直?到) ?", begins=" 起开-—–~～－―直至到")
# 除夕至初七: the days after the lunar new year go without their month.
_NEW_YEAR_DAY: Final = LazyPattern(
    "(?:至|到|[-—~～]+)(?:大年|正月)?初(?P<day>[一二三四五六七八九十])", begins="至到-—~～"
)
_BETWEEN: Final = LazyPattern(" ?[和与] ?", begins=" 和与")
# 元旦春节期间: one stretch that two festivals name, its ends not said.
_SEASON_TAIL: Final = ("期间", "前夕", "前后", "假期", "之际")
_PLAN_TAIL: Final = LazyPattern(
    "开局之年|收官之年|时期|期间|末期|初期|末(?!端)|初(?!步|心)", begins="开收时期末初"
)
_PLAN_NOUN: Final = LazyPattern("[^，。；]{0,6}(?:规划|纲要|蓝图|发展计划|专项|《)")
_ERA_TAIL: Final = LazyPattern("初期|中期|末期|后期|初(?![级步心])|末(?!端)|中叶", begins="初中末后")
_SET_NTH: Final = LazyPattern(
    "的?(?:第(?:[一二三四五]|[1-5])|最后一)个?(?:(?:周|星期)[一二三四五六日天末]?)?"
    "(?:[、和及]第(?:[一二三四五]|[1-5])个?(?:周|星期)[一二三四五六日天末]?)*",
    begins="的第最",
)
_UNTIL: Final = LazyPattern("起?(?:至|到|截至|截止到|截止至|持续至|持续到|-|—)", begins="起至到截持-—")
_LEADS: Final = ("未来", "今后", "最近", "将来")
_SET_WEEKDAYS: Final = LazyPattern(
    "[一二三四五六日天末](?![个名场次批项系起些位直步周年岁期度])(?:[、和及至到—-](?:周|星期)?[一二三四五六日天](?![个名场次批项系起些位直步周年]))*",
    begins="一二三四五六日天末",
)
_SET_PART: Final = LazyPattern("(?:年|月|季度)?[初末底](?![级步审选赛试端层线部盘座])", begins="年月季初末底")
_SET_TAIL: Final = LazyPattern("的?(?:前夕|前后|期间|之际)", begins="的前期之")


def find_dates(text: str) -> list[DateExpression]:
    """Every temporal expression of a text in order, its dates still open.

    Offsets are half-open code points into `text`; expressions never cross a line break and never
    overlap. Never raises; linear in the length of the text.
    """
    atoms = find_atoms(text)
    found: list[DateExpression] = []
    i, reached = 0, 0
    while i < len(atoms):
        atom = atoms[i]
        if atom.start < reached:
            i += 1
            continue
        made, i = _expression(text, atoms, i, reached)
        if made is None:
            continue
        expression, kinds = made
        weak = atom.word is not None and atom.word.weak and len(kinds) == 1
        if found and expression.start == reached and _names_the_same_day(expression, kinds):
            reached = expression.end
        elif accept(text, expression, kinds, weak):
            read_context(text, expression)
            expression.opens = not found or "\n" in text[found[-1].end : expression.start]
            found.append(expression)
            reached = expression.end
    return found


def _names_the_same_day(e: DateExpression, kinds: tuple[str, ...]) -> bool:
    """当天 behind a day, as in 腊八当天, says nothing of its own."""
    return kinds == ("day",) and e.first.anchor == "context" and e.first.day_shift == 0 and not e.first.clock


def _expression(text: str, atoms: list[Atom], i: int, floor: int) -> tuple[Made | None, int]:
    """The expression that begins with atom i with its atoms' kinds, and the next atom to look at."""
    atom = atoms[i]
    kind = atom.kind
    if kind == "reference":
        after = atoms[i + 1] if i + 1 < len(atoms) else None
        if (
            after
            and after.kind == "duration"
            and after.start == atom.end
            and text[atom.start : atom.end] in _LEADS
        ):
            return duration(text, atoms, i + 1, floor, atom.start)
        relation = "until" if text.startswith(("至今", "迄今"), atom.start) else None
        return (
            DateExpression(atom.start, atom.end, "date", atom.data, rule=atom.rule, relation=relation),
            (kind,),
        ), i + 1
    if kind in ("set", "weekday"):
        return _recurring(text, atoms, i)
    if kind == "duration":
        return duration(text, atoms, i, floor)
    if kind == "vague-duration":
        return (
            DateExpression(atom.start, atom.end, "duration", atom.data, "APPROX", rule=atom.rule),
            (kind,),
        ), i + 1
    if kind == "fromtoday":
        return _from_today(text, atoms, i)
    if kind in ("years", "plan", "decade", "century"):
        return _years(text, atoms, i)
    grown = grow(text, atoms, i)
    if grown is None:
        return None, i + 1
    return _range_or_point(text, atoms, grown)


def _range_or_point(text: str, atoms: list[Atom], grown: Grown) -> tuple[Made, int]:
    point, j = grown.point, grown.next
    last, rule, end = None, grown.rule, grown.end
    if season := _two_festivals(text, atoms, grown):
        return season
    if again := _named_again(text, atoms, grown):
        expression = DateExpression(
            grown.start, again.end + 1, "date", None, rule=f"{rule}({again.rule})", shape="point",
            first=point, beside=again.point,
        )  # fmt: skip
        return (expression, grown.kinds), again.next
    reach = _RANGE.match(text, end)
    join, between = reach or _BETWEEN.match(text, end), reach is None
    if join and join.end() > end and j < len(atoms) and atoms[j].start == join.end():
        other = grow(text, atoms, j)
        if (atoms[j].kind == "reference" and atoms[j].data == "PRESENT_REF") or (
            text.startswith("今", join.end()) and other is None
        ):
            other = Grown(
                Point(anchor="publication", day_shift=0), atoms[j].start, atoms[j].end, j + 1, ("day",), "now"
            )
        if (
            other
            and (not between or text.startswith(("之间", "间"), other.end))
            and _comparable(grown, other)
        ):
            last, end, j, rule = other.point, other.end, other.next, f"range({rule}, {other.rule})"
            _inherit(point, last)
    elif ("festival" in grown.kinds or point.lunar) and (m := _NEW_YEAR_DAY.match(text, end)):
        last, end = Point(lunar=(1, int(parse_numeral(m.group("day")) or 0))), m.end()
        rule = f"range({rule}, new-year-day)"
    elif text.startswith(("至今", "迄今"), end):
        last, rule = Point(anchor="publication", day_shift=0), f"range({rule}, now)"
        while j < len(atoms) and atoms[j].start < end + 2:
            j += 1
        end += 2
    if (
        last is not None
        and last.clock
        and point.clock
        and "daypart" in grown.kinds
        and last.clock < point.clock
    ):
        last.clock = afternoon(last.clock, "TAF" if point.clock >= "T12" else None)
    kind = "time" if point.clock or (last and last.clock) else "date"
    expression = DateExpression(
        grown.start, end, kind, None, rule=rule, shape="range" if last else "point", first=point, last=last,
        relation="from_to" if last else None,
    )  # fmt: skip
    return (expression, grown.kinds if last is None else (*grown.kinds, "range")), j


def _two_festivals(text: str, atoms: list[Atom], grown: Grown) -> tuple[Made, int] | None:
    """元旦春节期间, 中秋国庆前夕: two festivals side by side are one stretch, which has no sure ends."""
    j = grown.next
    if grown.kinds[-1] != "festival" or j >= len(atoms) or atoms[j].kind != "festival":
        return None
    other = grow(text, atoms, j) if atoms[j].start == grown.end else None
    if other is None or not text[: other.end].endswith(_SEASON_TAIL):
        return None
    expression = DateExpression(
        grown.start, other.end, "date", None, rule=f"{grown.rule}+{other.rule}", lends=False
    )
    return (expression, (*grown.kinds, "range")), other.next


def _named_again(text: str, atoms: list[Atom], grown: Grown) -> Grown | None:
    """The lunar day in brackets behind a calendar day: 1月22日（农历小年）. A festival keeps its own row."""
    j = grown.next
    if (
        grown.kinds[-1] not in ("monthday", "ymd")
        or text[grown.end : grown.end + 1] not in ("（", "(")
        or j >= len(atoms)
        or atoms[j].start != grown.end + 1
    ):
        return None
    other = grow(text, atoms, j)
    if other is None or other.kinds[0] not in ("calendar", "lunarmonth"):
        return None
    return other if text[other.end : other.end + 1] in ("）", ")") else None


def _comparable(first: Grown, last: Grown) -> bool:
    """Whether 至 joins the two: clock to clock, weekday to weekday, day to day."""
    one, two = first.point, last.point
    if bool(one.clock) != bool(two.clock):
        return False
    return (
        (one.weekday is not None) == (two.weekday is not None) or one.day is not None or two.day is not None
    )


def _inherit(first: Point, last: Point) -> None:
    """What a range says once holds for both ends: 2024年3月5日至8日, 3月至2025年5月."""
    if last.day_shift is not None and last.anchor == "publication":
        return
    names = [f.name for f in fields(Point) if f.name in ("year", "year_shift", "zodiac", "cycle")]
    if last.is_year_open() and not first.is_year_open():
        for name in names:
            setattr(last, name, getattr(first, name))
        last.anchor = last.anchor or first.anchor
    elif first.is_year_open() and last.year is not None and first.anchor is None and first.month:
        wraps = last.month is not None and first.month > last.month
        first.year = last.year - wraps
    if (
        last.month is None
        and last.month_shift is None
        and last.lunar is None
        and (last.day or (last.portion and last.portion[0] == "day"))
    ):
        last.month, last.month_shift = first.month, first.month_shift
        last.anchor = last.anchor or first.anchor
    if first.day and not last.day and not last.month and last.clock and last.day_shift is None:
        last.month, last.day, last.month_shift = first.month, first.day, first.month_shift
    if first.week_shift is not None and last.weekday and last.week_shift is None:
        last.week_shift, last.anchor = first.week_shift, first.anchor
    if last.clock and first.day_shift is not None and last.day_shift is None:
        last.day_shift, last.anchor = first.day_shift, first.anchor


def _from_today(text: str, atoms: list[Atom], i: int) -> tuple[Made, int]:
    atom = atoms[i]
    start, end = atom.start, atom.end
    join = _UNTIL.match(text, end)
    if (
        join
        and i + 1 < len(atoms)
        and atoms[i + 1].start == join.end()
        and (other := grow(text, atoms, i + 1))
    ):
        expression = DateExpression(
            start, other.end, "date", None, relation="from_to", rule=f"{atom.rule}+{other.rule}",
            shape="until_last", first=Point(anchor="publication", day_shift=0), last=other.point, tense="ahead",
        )  # fmt: skip
        return (expression, ("fromtoday", *other.kinds)), other.next
    end -= text[end - 1] == "起"
    point = Point(anchor="publication", day_shift=0)
    return (
        DateExpression(
            start, end, "date", None, relation="since", rule=atom.rule, shape="point", first=point
        ),
        ("fromtoday",),
    ), i + 1


def _years(text: str, atoms: list[Atom], i: int) -> tuple[Made | None, int]:
    """Several years at once: 2021—2025年, “十四五”时期, 80年代, 20世纪."""
    atom, point, mod = atoms[i], Point(), None
    start, end, rule, j = atom.start, atom.end, atom.rule, i + 1
    if atom.kind == "years":
        point.years = atom.data
    elif atom.kind == "plan":
        first, last = atom.data, atom.data + 4
        if m := _PLAN_TAIL.match(text, end):
            end, tail = m.end(), m.group()
            if tail in ("开局之年", "初", "初期"):
                last = first if tail != "初期" else last
            elif tail in ("收官之年", "末"):
                first = last
            mod = {"初期": "START", "末期": "END"}.get(tail)
        elif (atom.word is not None and atom.word.weak) or _PLAN_NOUN.match(text, end):
            return None, j
        point.years = (first, last)
    else:
        century = atom.data if atom.kind == "century" else None
        decade = atom.data if atom.kind == "decade" else None
        if century and j < len(atoms) and atoms[j].kind == "decade" and 0 <= atoms[j].start - end <= 1:
            decade, end, j = atoms[j].data, atoms[j].end, j + 1
        if isinstance(decade, tuple):
            base = ((century or 20) - 1) * 100
            point.years = (base + decade[0], base + decade[1] + 9)
        elif decade is not None:
            base = (
                decade
                if decade > 100
                else (century - 1) * 100 + decade
                if century
                else (1900 if decade >= 30 else 2000) + decade
            )
            point.years = (base, base + 9)
        elif century:
            point.years = (century * 100 - 99, century * 100)
        if m := _ERA_TAIL.match(text, end):
            end, mod = m.end(), {"初": "START", "末": "END", "后": "END"}.get(m.group()[0], "MID")
        rule = "decade" if decade is not None else "century"
    expression = DateExpression(start, end, "date", None, mod, rule=rule, shape="point", first=point)
    if atom.kind == "years":
        expression.relation = "from_to"
    elif text.startswith(("至今", "迄今"), end):  # 20世纪50年代至今
        expression.end, expression.relation, expression.shape = end + 2, "from_to", "range"
        expression.last, expression.rule = Point(anchor="publication", day_shift=0), f"range({rule}, now)"
    elif (
        point.years and (join := _RANGE.match(text, end)) and j < len(atoms) and atoms[j].start == join.end()
    ):
        j = _decades_until(text, atoms, j, expression)
    return (expression, (atom.kind,)), j


def _decades_until(text: str, atoms: list[Atom], j: int, expression: DateExpression) -> int:
    """The later end of 50年代至70年代; returns the next atom to look at."""
    atom, years = atoms[j], expression.first.years
    if atom.kind != "decade" or years is None or not isinstance(atom.data, int):
        return j
    last = atom.data + (0 if atom.data > 100 else years[0] // 100 * 100) + 9
    if last < years[1]:
        return j
    expression.end, expression.relation, expression.rule = atom.end, "from_to", "range(decade, decade)"
    expression.first.years = (years[0], last)
    return j + 1


def _recurring(text: str, atoms: list[Atom], i: int) -> tuple[Made | None, int]:
    """A recurring time with all that names its place in the round: 每年元旦、春节前夕, 每周二至周五上午."""
    atom, j, end = atoms[i], i + 1, atoms[i].end
    value, extended = atom.data, atom.kind == "weekday"
    if extended:
        value = f"XXXX-WXX-{atom.data}"
    if atom.data == "P1W" and (m := _SET_WEEKDAYS.match(text, end)):
        value, end, extended = f"XXXX-WXX-{weekday_number(m.group()[0])}", m.end(), True
    if atom.data in ("P1Y", "P1M", "P3M") and (m := _SET_PART.match(text, end)):
        end, extended = m.end(), True
    if m := _SET_NTH.match(text, end):
        end, extended = m.end(), True
    while True:
        while j < len(atoms) and atoms[j].start < end:
            j += 1
        if j >= len(atoms):
            break
        gap = text[end : atoms[j].start]
        if gap not in ("", " ", "的") and not (extended and gap in tuple("、和及与至到—-~～")):
            break
        if (atoms[j].kind == "set" and atoms[j].data is None) or (
            atoms[j].kind == "set" and atom.word and atom.word.weak
        ):
            end, j = atoms[j].end, j + 1
        elif (grown := grow(text, atoms, j)) and grown.kinds[0] not in ("year", "day", "week", "ymd"):
            end, j = grown.end, grown.next
        else:
            break
        extended = True
        if m := _SET_TAIL.match(text, end):
            end = m.end()
    if atom.word and atom.word.weak and not extended:
        return None, i + 1
    return (DateExpression(atom.start, end, "set", value, rule=atom.rule), ("set",)), j
