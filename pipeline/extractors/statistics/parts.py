"""Which figures are parts of which: 全队40人，其中男25人、女15人."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extractors.statistics.fact import Fact
from pipeline.extractors.statistics.lexicon import lexicon
from pipeline.extractors.statistics.tokens import Tokens
from pipeline.mentions import StatisticMention

_MAX_BACK = 30


def mark_parts(tokens: Tokens, facts: Sequence[Fact], rows: Sequence[StatisticMention], base: int) -> None:
    """Set `part_of` of the sentence's rows; `base` is the index of its first row in the article."""
    whole: int | None = None
    for k, fact in enumerate(facts):
        previous = facts[k - 1].token if k else -1
        between = tokens.words[previous + 1 : fact.token]
        if "其中" in between:
            whole = _whole(facts, k)
        elif (
            whole is not None
            and {"，", ",", "；"} & set(between)
            and not _still_parts(fact, facts[whole], between)
        ):
            whole = None
        if whole is not None and whole < k and _is_part(fact, facts[whole]):
            rows[k].part_of = base + whole
            if fact.left is None or fact.listed:
                rows[k].status = rows[whole].status
            if rows[k].predicate is None or fact.listed:
                rows[k].predicate = facts[whole].predicate
        elif rows[k].part_of is None and fact.inherited is not None:
            other = facts[fact.inherited]
            if not fact.listed and _says_more(tokens, fact, other) and _is_part(fact, other):
                rows[k].part_of = base + fact.inherited


def _says_more(tokens: Tokens, fact: Fact, whole: Fact) -> bool:
    """Whether a figure that leaves its noun to an earlier one says something new of some of it:
    1304人取得毕业证书, 采纳602条. Another date (从前年的8场到去年的11场) makes it no part."""
    present = lexicon().sets["present"]
    span = range(whole.token + 1, fact.token)
    if any(tokens.tags[k] == "D" and tokens.words[k] not in present for k in span):
        return False
    if fact.right and fact.left is None:
        return True
    return bool(fact.left) and fact.left != whole.left and fact.token - whole.token <= 8


def _whole(facts: Sequence[Fact], k: int) -> int | None:
    """The figure of which the one behind 其中 is a part: the last that is not smaller."""
    for at in range(k - 1, max(0, k - _MAX_BACK) - 1, -1):
        if _is_part(facts[k], facts[at]):
            return at
    return None


def _still_parts(fact: Fact, whole: Fact, between: Sequence[str]) -> bool:
    return fact.classes == whole.classes and (fact.left is None or fact.listed or len(between) <= 6)


def _is_part(part: Fact, whole: Fact) -> bool:
    if "percent" in part.classes or part.value is None or whole.value is None:
        return False
    same = part.classes == whole.classes if part.classes or whole.classes else part.unit == whole.unit
    return same and part.value <= whole.value
