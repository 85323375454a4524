"""Figures that only say by how much something differs from, exceeds or outgrew something else."""

from __future__ import annotations

from pipeline.extractors.statistics.fact import Fact
from pipeline.extractors.statistics.lexicon import lexicon
from pipeline.extractors.statistics.tokens import Tokens
from pipeline.extractors.statistics.topics import compared

_ENDINGS = frozenset("多少高低快长")


def differs(tokens: Tokens, fact: Fact, previous: Fact | None, left_edge: int) -> bool:
    """Read a difference (女会员比男会员多300人, 比上届多6场): what is set against the other, else what was
    told just before."""
    at, differences = fact.token, lexicon().sets["differences"]
    sign = at - 1
    while sign > left_edge and tokens.tags[sign] in "ld" and tokens.words[sign] not in differences:
        sign -= 1
    verb = tokens.words[sign] if sign > left_edge else ""
    if verb not in differences and verb[-1:] not in _ENDINGS:
        return False
    ends = verb[-1] if len(verb) > 1 and verb[-1] in _ENDINGS else None
    found = compared(tokens, left_edge, sign)
    if found is None or (found[0] is None and previous is None):
        return False
    phrase, than = found
    if ends is not None and verb not in differences and tokens.words[than] != "比":
        return False
    fact.rule, fact.named, fact.change = "difference", True, True
    fact.measure = previous.measure if previous is not None else None
    if phrase is not None:
        fact.measure = tokens.span(phrase.first, phrase.last)
    fact.left = tokens.span(than, at)
    return True


def exceeds(tokens: Tokens, left_edge: int, at: int) -> bool:
    """Whether the clause opens with a verb that puts the number above or below another figure."""
    first = left_edge
    while first < at and tokens.tags[first] == "d":
        first += 1
    beyond = at - first > 1 and tokens.words[first] in lexicon().sets["exceeding"]
    return beyond and "N" not in tokens.tags[first:at]


def grows(tokens: Tokens, left_edge: int, at: int) -> bool:
    """Whether the verb right before the number says by how much something grew or fell."""
    probe = at - 1
    while probe >= left_edge and (tokens.tags[probe] in "ld"):
        probe -= 1
    return probe >= left_edge and tokens.words[probe] in lexicon().sets["differences"]
