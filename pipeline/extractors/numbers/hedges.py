"""Hedges before and behind a number, and what they make of its bounds (hedges.yaml)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.text import LazyPattern

from .lexicon import Hedge, Lexicon
from .numerals import MAGNITUDES, Numeral
from .part import Part

# 近3年 is "the last three years"; after these words it is "almost three years".
_LASTING: Final = (
    "历时", "用了", "经过", "长达", "耗时", "时隔", "为期", "花了", "持续", "拖欠", "欠薪", "等待", "住院", "奔波",
    "坚守", "筹备", "停工", "闲置", "工作", "从业", "任职", "退休", "入行", "入职", "失业", "练习", "学习", "经营", "扎根",
    "磨合", "施工", "维修", "抢修", "排队", "执教", "驻守", "生活", "从医", "从教", "驾龄", "工龄", "党龄", "苦练", "打磨",
)  # fmt: skip

# 突破 of fewer things is a verb (突破120项难题), of more a hedge (点击量突破20万次).
_MANY: Final = 1000


def before_hedges(text: str, start: int, floor: int, part: Part, lexicon: Lexicon) -> list[Hedge]:
    """Hedges that end at `start`, the nearest first; none reaches before `floor`."""
    found: list[Hedge] = []
    while len(found) < 3:
        hedge = _before(text, start, floor, part, lexicon, bool(found))
        if hedge is None:
            break
        found.append(hedge)
        start -= len(hedge.word)
    return found


def _before(text: str, start: int, floor: int, part: Part, lexicon: Lexicon, again: bool) -> Hedge | None:
    if start <= floor or text[start - 1] not in lexicon.before_ends:
        return None
    for length in range(min(lexicon.longest_before, start - floor), 0, -1):
        hedge = lexicon.before.get(text[start - length : start])
        if hedge is None:
            continue
        prior = text[start - length - 1 : start - length] if start > length else ""
        if hedge.bound == "none" or (prior and prior in hedge.not_after):
            return None
        if hedge.needs == "magnitude" and not (
            part.printed[0] in MAGNITUDES or (hedge.word == "破" and part.printed[0].isdigit())
        ):
            return None
        counted = part.unit is None or part.unit.article
        if hedge.needs == "number" and part.printed == "一" and not again and counted:
            return None
        few = part.numeral.value is not None and part.numeral.value < _MANY
        if few and part.unit is not None and part.unit.word[0] in hedge.unless_unit:
            return None
        if hedge.word == "近" and _recent(text, start, part):
            return None
        return hedge
    return None


_SPELL: Final = LazyPattern("(?:多|余)?的?(?:时间|之久|光阴|光景)")


def _recent(text: str, start: int, part: Part) -> bool:
    if part.kind != "duration" or part.unit is None or part.unit.word[-1] not in "年月周天日期":
        return False
    before = text[max(0, start - 3) : start - 1]
    return (
        not before.endswith(_LASTING)
        and text[start - 2 : start] not in ("了近", "已近", "达近")
        and _SPELL.match(text, part.end) is None
    )


def apart_hedge(text: str, start: int, end: int, part: Part, lexicon: Lexicon) -> str | None:
    """The bound that a hedge sets from a few words off, or None: 不低于每单1.1元, 不低于总额15%.

    It stays outside the number's span. A line break ends its reach.
    """
    low = max(0, start - lexicon.apart_reach)
    if lexicon.apart_heads.search(text, low, start) is not None:
        line = text[low:start].rpartition("\n")[2]
        shares = lexicon.share_before if part.unit_kind in ("percent", "fraction") else ()
        for bound, pattern in (*lexicon.apart_before, *shares):
            if pattern.search(line) is not None:
                return bound
    if end < len(text) and text[end] in lexicon.apart_after_heads:
        for bound, pattern in lexicon.apart_after:
            if pattern.match(text, end) is not None:
                return bound
    return None


def after_hedges(text: str, end: int, part: Part, lexicon: Lexicon) -> list[Hedge]:
    """Hedges that begin at `end`, in order."""
    found: list[Hedge] = []
    while len(found) < 2:
        hedge = _after(text, end, part, lexicon)
        if hedge is None:
            break
        found.append(hedge)
        end += len(hedge.word)
    return found


def _after(text: str, end: int, part: Part, lexicon: Lexicon) -> Hedge | None:
    hedges = lexicon.after.get(text[end : end + 1])
    if hedges is None:
        return None
    for hedge in hedges:
        if text[end : end + len(hedge.word)] != hedge.word:
            continue
        if hedge.unless is not None and hedge.unless.match(text, end + len(hedge.word)):
            continue
        if hedge.word in ("多", "余", "许") and (
            part.rule == "bare"
            or end > part.end
            or (part.kind == "percent" and part.word == "%" and part.rule == "percent")
        ):
            continue
        articled = part.unit is not None and part.unit.article
        follower = text[end + len(hedge.word) : end + len(hedge.word) + 1]
        # 3本多， says more; in 3名多面手 the word goes on.
        if hedge.word in ("多", "余", "许") and articled and follower not in "，。；、,;\n":
            continue
        return hedge
    return None


def bounded(
    numeral: Numeral, hedges: Sequence[str], lexicon: Lexicon
) -> tuple[str, float | None, float | None, float | None]:
    """Bound, value, low and high when `hedges` stand around the numeral; the stronger stands.

    About says neither low nor high: how far it reaches is not in the words.
    """
    bound = numeral.bound
    value = None if numeral.value is None else float(numeral.value)
    if bound == "exact" and not hedges:
        return "exact", value, value, value
    for hedge in hedges:
        if bound in ("range", "vague"):
            if hedge != "about":
                bound = hedge
        elif lexicon.strength[hedge] >= lexicon.strength[bound]:
            bound = hedge
    low = None if numeral.low is None else float(numeral.low)
    high = None if numeral.high is None else float(numeral.high)
    floor, ceiling = (low, high) if value is None else (value, value)
    if bound == numeral.bound and bound in ("range", "vague"):
        return bound, None, low, high
    if bound in ("over", "at_least"):
        return bound, value, floor, None
    if bound in ("under", "at_most"):
        return bound, value, None, ceiling
    if bound == "about":
        return bound, value, None, None
    return "exact", value, value, value
