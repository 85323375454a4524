"""Lists told one by one with 分别: 男、女职工分别有30人和20人; …180件，办结170件，同比分别增长9%和12%."""

from __future__ import annotations

from pipeline.extractors.statistics.fact import Fact, alike
from pipeline.extractors.statistics.tokens import NOMINAL, Tokens

_SIGN = "分别"
_MOST = 8


def name_respectively(tokens: Tokens, facts: list[Fact]) -> None:
    """Give each figure of a list behind 分别 its own noun: the member of the list of nouns before
    分别, else the figure told before that stands at the same place."""
    first = 0
    while first < len(facts):
        last = first
        while last + 1 < len(facts) and _joined(tokens, facts[last], facts[last + 1]):
            last += 1
        group = facts[first : last + 1]
        if 2 <= len(group) <= _MOST:
            left, _ = tokens.clause(group[0].token)
            sign = next((k for k in range(left, group[0].token) if tokens.words[k].startswith(_SIGN)), None)
            if sign is not None:
                members = _members(tokens, left, sign, len(group)) or _told(facts[:first], group)
                for fact, member in zip(group, members, strict=False):
                    fact.measure, fact.named, fact.rule = member, True, "respectively"
        first = last + 1


def _joined(tokens: Tokens, one: Fact, following: Fact) -> bool:
    between = tokens.tags[one.token + 1 : following.token]
    return 0 <= one.token < following.token and bool(between) and all(tag in "Lc" for tag in between)


def _members(tokens: Tokens, left: int, sign: int, count: int) -> list[str]:
    """The last `count` nouns of a list that ends before token `sign`; nothing where there are fewer."""
    tags = tokens.tags
    end = sign
    while end > left and tags[end - 1] in "du":
        end -= 1
    members: list[str] = []
    stop = end
    for at in range(end - 1, left - 2, -1):
        if at < left or tags[at] in "Lc":
            first = at + 1
            verbs = [k for k in range(first, stop) if tags[k] in "vk" and k + 1 < stop]
            if at < left and verbs:
                first = verbs[0] + 1
            if first >= stop or tags[stop - 1] not in NOMINAL | {"v"}:
                return []
            members.insert(0, tokens.span(first, stop))
            stop = at
            if len(members) == count:
                return members
    return []


def _told(earlier: list[Fact], group: list[Fact]) -> list[str | None]:
    """The nouns of the figures before, one for each of the group."""
    before = [fact for fact in earlier if fact.measure and not fact.change][-len(group) :]
    if len(before) < len(group):
        return []
    changes = all("percent" in fact.classes for fact in group)
    if changes or all(alike(one, other) for one, other in zip(before, group, strict=True)):
        return [fact.measure for fact in before]
    return []
