"""Which figures are parts of which: 全队40人，其中男25人、女15人."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extractors.statistics.fact import Fact
from pipeline.extractors.statistics.lexicon import ends_in, head_class, lexicon
from pipeline.extractors.statistics.tokens import Tokens
from pipeline.mentions import StatisticMention

_MAX_BACK = 30
_AMONG = frozenset(("中", "里", "当中"))


class Lead:
    """The facts and rows of the sentence before that a breakdown (其中…) goes on from, and the index
    of its whole where that was already open."""

    def __init__(self, facts: list[Fact], rows: list[StatisticMention], whole: int | None = None) -> None:
        self.facts, self.rows, self.whole = facts, rows, whole


def opens_breakdown(tokens: Tokens) -> bool:
    """Whether a sentence begins to tell the parts of what was told before (其中，…; 受访职工中，…)."""
    if not len(tokens) or tokens.words[0] == "其中":
        return bool(len(tokens))
    edge = tokens.tags.index(",") if "," in tokens.tags else 0
    return edge > 1 and tokens.words[edge - 1] in ("中", "当中") and "N" not in tokens.tags[:edge]


def mark_parts(
    tokens: Tokens,
    facts: list[Fact],
    rows: list[StatisticMention],
    base: int,
    known: int,
    whole: int | None,
) -> int | None:
    """Set `part_of` of the sentence's rows, those from `known` on; `base` is the index of the first
    row in the article, `whole` that of the figure whose parts the sentence before was telling.

    Returns the whole of the parts told last, for the sentence behind a semicolon.
    """
    paused = opened = False
    for k in range(known, len(facts)):
        fact = facts[k]
        previous = facts[k - 1].token if k else -1
        between = tokens.words[previous + 1 : fact.token]
        if "percent" in fact.classes:
            if "其中" in between or _of_whom(tokens, previous + 1, fact.token):
                opened = True  # 其中35岁以下占七成，女职工640人
            # the share of a part says nothing of the whole, but what follows it is no list any more
            paused = paused or not fact.named
            continue
        if k and facts[k - 1].token >= 0 and _bracketed(tokens, facts[k - 1].token, fact.token):
            if _is_part(fact, facts[k - 1]):
                rows[k].part_of = base + k - 1
                rows[k].predicate = facts[k - 1].predicate or rows[k].predicate
            continue
        # 365家中124家
        of_these = previous >= 0 and len(between) <= 4 and between[:1] in (["中"], ["里"], ["当中"])
        among = of_these and facts[k - 1].unit == fact.unit
        told = among or "其中" in between or _of_whom(tokens, previous + 1, fact.token)
        if opened or told:
            opened = opened and fact.left is None and "," in tokens.tags[previous + 1 : fact.token]
            if opened or told:
                whole, paused = _whole(facts, k), False
            opened = False
        elif (
            whole is not None
            and ("，" in between or "," in between or "；" in between)
            and (paused or not _still_parts(fact, facts[whole], between))
        ):
            whole = None
        apart = fact.change or fact.rule == "difference" or rows[k].aggregation == "average"
        if apart:
            continue
        if whole is not None and whole < k and _is_part(fact, facts[whole]):
            rows[k].part_of = base + whole
            if fact.left is None or fact.listed:
                rows[k].status = rows[whole].status
            if rows[k].predicate is None or fact.listed:
                rows[k].predicate = facts[whole].predicate
        elif rows[k].part_of is None and fact.inherited is not None:
            other = facts[fact.inherited]
            shared = rows[fact.inherited].part_of if fact.inherited >= known else None
            apart = "，" in between or "," in between
            if (
                apart
                and shared is not None
                and fact.right
                and other.right
                and not fact.left
                and not other.named
            ):
                # 徒弟38人，9人成为技师，2人获奖: the second is no part of the first
                rows[k].part_of = shared
            elif (
                (other.named or _goes_on(fact))
                and not fact.listed
                and _says_more(tokens, fact, other)
                and _is_part(fact, other)
            ):
                rows[k].part_of = base + fact.inherited
    return whole


def _bracketed(tokens: Tokens, before: int, number: int) -> bool:
    """Whether a bracket that opens between two numbers holds the second (职工（男女各80名）)."""
    opened = [k for k in range(before + 1, number) if tokens.words[k] in "（("]
    between = tokens.words[opened[-1] : number] if opened else []
    return bool(opened) and not set(between) & {"）", ")", "，", ",", "；"}


def _of_whom(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a clause between two numbers ends in 中: 受表彰的职工中，女职工12名."""
    words = tokens.words[first:last]
    if _AMONG.isdisjoint(words):
        return False
    return any(
        (word in ("中", "当中") and words[k + 1] in ("，", ","))
        or (word in ("里", "当中") and k > 0 and "," not in tokens.tags[first:last])
        for k, word in enumerate(words[:-1])
    )


def _says_more(tokens: Tokens, fact: Fact, whole: Fact) -> bool:
    """Whether a figure that leaves its noun to an earlier one says something new of some of it:
    1304人取得毕业证书, 采纳602条. Another date (从前年的8场到去年的11场) makes it no part."""
    present = lexicon().sets["present"]
    span = range(whole.token + 1, fact.token)
    until = ("截至", "截止", "截止到")  # 发放2万张，截至2月底已使用1.3万张
    if any(
        tokens.tags[k] == "D" and tokens.words[k] not in present and tokens.words[k - 1] not in until
        for k in span
    ):
        return False
    if fact.right and fact.left is None:
        return True
    if ends_in((fact.left or "").rstrip("了"), lexicon().sets["growth_verbs"]):
        return False
    return bool(fact.left) and fact.left != whole.left and fact.token - whole.token <= 8


def _goes_on(fact: Fact) -> bool:
    """Whether the words say what came of an earlier figure: 查实62处, 已整改58处."""
    return (fact.left or "").startswith("已")


def _whole(facts: list[Fact], k: int) -> int | None:
    """The figure of which the one behind 其中 is a part: the last that is not smaller."""
    for at in range(k - 1, max(0, k - _MAX_BACK) - 1, -1):
        if _is_part(facts[k], facts[at]):
            return at
    return None


def _still_parts(fact: Fact, whole: Fact, between: Sequence[str]) -> bool:
    return fact.classes == whole.classes and (fact.left is None or fact.listed or len(between) <= 6)


def _countable(fact: Fact) -> frozenset[str]:
    """The classes of a figure's unit; people are told among visits and visits among people."""
    if fact.unit == "个" and head_class(fact.measure or "") == "person":
        return frozenset(("person",))
    return frozenset("person" if found == "visit" else found for found in fact.classes)


def _is_part(part: Fact, whole: Fact) -> bool:
    if "percent" in part.classes or part.value is None or whole.value is None or whole.rule == "difference":
        return False
    same = _countable(part) == _countable(whole) if part.classes or whole.classes else part.unit == whole.unit
    return same and part.value <= whole.value
