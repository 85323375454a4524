"""Percents that the page states with their part and whole, or growth with both its figures."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

from pipeline.resolution.stated import Interval, Row, claims, nominal, overlap
from pipeline.resolution.ties import ties

Check = tuple[str, list[Row], float, float, bool]
"""Kind, facts, expected, found, passed."""

_GAP = 48
_MAX_ANCESTORS = 4
_EARLIER = 8
_PEOPLE = frozenset(("人", "名", "位", "人次", "名次"))
_WIDEST = 20.0
"""Points beyond which part and whole leave so much open that they say nothing of a percent."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A fact and where its number stands in its sentence."""

    row: Row
    start: int
    end: int


def share_checks(statistics: Sequence[Row]) -> Iterator[Check]:
    """Rows `share`: the percent last of the facts, after part and whole (or after the figures that grew).

    `expected` is the percent that the figures come to, `found` the printed one. Where only nearness ties
    the whole to its part, a row is made only if the figures agree.
    """
    by_id = {f["statistic_id"]: f for f in statistics}
    articles: dict[str, list[Row]] = defaultdict(list)
    for fact in statistics:
        if not fact["in_headline"]:
            articles[fact["article_id"]].append(fact)
    for facts in articles.values():
        known: list[_Placed] = []
        for sentence in _sentences(facts):
            placed = _placed(sentence)
            for at in range(1, len(placed)):
                percent = placed[at]
                if percent.row["unit"] != "%" or "百分点" in percent.row["text"]:
                    continue
                made = _growth(placed, at) or _share(placed, at, known, by_id) or _rate(placed, at, by_id)
                if made is not None:
                    yield made
            known += placed


def _sentences(facts: Sequence[Row]) -> Iterator[list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for fact in sorted(facts, key=lambda f: f["start"]):
        groups[fact["sentence_id"]].append(fact)
    yield from groups.values()


def _placed(facts: Sequence[Row]) -> list[_Placed]:
    found, cursor = [], 0
    for fact in facts:
        at = fact["sentence"].find(fact["text"], cursor)
        if at >= 0:
            cursor = at + len(fact["text"])
            found.append(_Placed(fact, at, cursor))
    return found


def _gap(one: _Placed, other: _Placed) -> str | None:
    """The words between two figures of a sentence, None if there are too many."""
    words: str = one.row["sentence"][one.end : other.start]
    return words if len(words) <= _GAP else None


def _matched(name: str, words: str | None) -> re.Match[str] | None:
    return ties().patterns[name].search(words) if words is not None else None


def _share(placed: list[_Placed], at: int, known: list[_Placed], by_id: dict[str, Row]) -> Check | None:
    """女职工412人，占34%."""
    part, percent = placed[at - 1].row, placed[at].row
    tie = _matched("share", _gap(placed[at - 1], placed[at]))
    if tie is None or not _countable(part) or _is_change(placed, at - 1):
        return None
    named = tie["whole"]
    stated = _ancestors(part, by_id)
    free = _matched("any_whole", named) is not None
    near = [p.row for p in [*known[-_EARLIER:], *placed[: at - 1][-_EARLIER:]][-_EARLIER:]]
    certain = [w for w in stated if free or _is_named(w, named)]
    doubtful = [w for w in reversed(near) if _same_unit(w, part)]
    if not free:
        doubtful = [w for w in doubtful if _is_named(w, named)]
    elif not named or _breadth(percent) > 1:
        doubtful = []  # 占 alone, and a third of anything, agree too easily
    return _judged(part, percent, certain, doubtful)


def _rate(placed: list[_Placed], at: int, by_id: dict[str, Row]) -> Check | None:
    """调解成功416件，成功率80%: what the rate names was done to the part."""
    part, percent = placed[at - 1].row, placed[at].row
    tie = _matched("rate", _gap(placed[at - 1], placed[at]))
    if tie is None or not _countable(part) or _matched("not_done", tie["done"]) or _is_change(placed, at - 1):
        return None
    words = (
        _clause(placed, at - 1) + part["sentence"][placed[at - 1].end : placed[at].start].partition("，")[0]
    )
    if tie["done"][-2:] not in words and tie["done"][:2] not in words:
        return None
    before = [p.row for p in placed[: at - 1] if _same_unit(p.row, part)]
    stated = _ancestors(part, by_id)
    sure = tie["done"][-2:] in words and len(stated) == 1 and all(w in stated for w in before)
    return _judged(part, percent, stated if sure else [], [*stated, *reversed(before)])


def _judged(part: Row, percent: Row, certain: list[Row], doubtful: list[Row]) -> Check | None:
    """The first whole with which the percent agrees; a contradiction only of what surely is the whole."""
    claimed = claims(percent)
    claimed = claimed[0], min(claimed[1], 100.0)
    contrary = None
    for whole in [*certain, *doubtful]:
        possible = _share_of(claims(part), claims(whole))
        if not _countable(whole) or possible is None:
            continue
        check = _check(
            [whole, part, percent], 100 * nominal(part) / nominal(whole), overlap(possible, claimed)
        )
        if check[-1]:
            return check
        if contrary is None and whole in certain:
            contrary = check
    return contrary


def _growth(placed: list[_Placed], at: int) -> Check | None:
    """从25场增至32场，增长28%."""
    if at < 2:
        return None
    before, after, percent = (p.row for p in placed[at - 2 : at + 1])
    grown = _matched("growth", _gap(placed[at - 1], placed[at]))
    changed = _matched("to", _gap(placed[at - 2], placed[at - 1]))
    if grown is None or changed is None or before["unit"] != after["unit"] or before["unit"] == "%":
        return None
    opening = placed[at - 3].end if at > 2 else 0
    if (
        _matched("from", before["sentence"][max(opening, placed[at - 2].start - 24) : placed[at - 2].start])
        is None
    ):
        return None
    of = grown["of"]
    if of == "年均" or (of and not (_matched("yearly", of) and _years_apart(before, after) == 1)):
        return None
    if not (_countable(before) and _countable(after)):
        return None
    (a, b), (c, d) = claims(before), claims(after)
    if a <= 0 or inf in (b, d):
        return None
    falls = grown["verb"][0] in "下降减缩压"
    ends = [100 * (c / b - 1), 100 * (d / a - 1)]
    possible = (-ends[1], -ends[0]) if falls else (ends[0], ends[1])
    expected = 100 * (nominal(after) / nominal(before) - 1)
    agrees = overlap(possible, claims(percent))
    return _check([before, after, percent], -expected if falls else expected, agrees)


def _check(facts: list[Row], expected: float, agrees: bool) -> Check:
    return "share", facts, expected, nominal(facts[-1]), agrees


def _share_of(part: Interval, whole: Interval) -> Interval | None:
    """The percents that part and whole leave open; None where that says nothing, or whole is less."""
    low, high = max(part[0], 0.0), part[1]
    if whole[0] <= 0 or inf in (high, whole[1]) or low > whole[1]:
        return None
    found = 100 * low / whole[1], 100 * high / whole[0]
    return found if found[1] - found[0] <= _WIDEST else None


def _ancestors(part: Row, by_id: dict[str, Row]) -> list[Row]:
    found: list[Row] = []
    while len(found) < _MAX_ANCESTORS and (whole := by_id.get((found or [part])[-1].get("part_of") or "")):
        found.append(whole)
    return found


def _countable(row: Row) -> bool:
    return row["unit"] != "%" and (row["value"] is not None or None not in (row["low"], row["high"]))


def _same_unit(one: Row, other: Row) -> bool:
    return one["unit"] == other["unit"] or {one["unit"], other["unit"]} <= _PEOPLE


def _is_named(whole: Row, named: str) -> bool:
    """Whether a figure counts what a share names: 工会驿站 as 驿站总数."""
    bare = re.sub("(?:总人数|总数|总量|总额|总|人数|数)$", "", named)
    measure = whole["measure"] or ""
    return (
        len(bare) >= 2 and len(measure) >= 2 and (measure.endswith(bare[-2:]) or bare.endswith(measure[-2:]))
    )


def _is_change(placed: list[_Placed], at: int) -> bool:
    """Whether a figure tells a difference: 比去年多2名."""
    return re.search("[比较].*[多少增减高低]", _clause(placed, at)) is not None


def _clause(placed: list[_Placed], at: int) -> str:
    """The words of a figure's clause that stand before it."""
    edge = placed[at - 1].end if at else 0
    words: str = placed[at].row["sentence"][edge : placed[at].start]
    return re.split("[，,；;]", words)[-1]


def _breadth(percent: Row) -> float:
    low, high = claims(percent)
    return high - low


def _years_apart(one: Row, other: Row) -> int | None:
    days = one["period_end"], other["period_end"]
    return None if None in days else days[1].year - days[0].year
