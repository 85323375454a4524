"""The noun phrases that a number's clause or sentence is about, away from the number itself."""

from __future__ import annotations

from pipeline.extractors.statistics.lexicon import head_class, lexicon
from pipeline.extractors.statistics.nouns import Phrase, noun_run
from pipeline.extractors.statistics.tokens import NOMINAL, Tokens

# Bounds the look back, so that a page of nothing but numbers costs no more than prose.
_MAX_BACK = 150
_VERBAL = frozenset(("span", "share", "money"))


def topic(tokens: Tokens, number: int) -> Phrase | None:
    """The noun phrase with which the number's clause opens (驿站总数由去年的80个…), its head where
    it has attributes (所在网点的收入); none where the clause opens with what it compares to."""
    tags, words = tokens.tags, tokens.words
    first, _ = tokens.clause(number)
    for at in range(number - 1, first - 1, -1):
        if tags[at] == "k" and words[at] in ("把", "将", "使") and tags[at + 1] in NOMINAL:
            return Phrase(at + 1, noun_run(tokens, at + 1, number))
        if (
            tags[at] == "k"
            and words[at] in lexicon().sets["sources"]
            and at > first
            and tags[at - 1] in "nwE"
        ):
            return _before_source(tokens, at, first)
    while first < number and tags[first] in "dDtrc":
        if words[first] in lexicon().sets["comparing"]:
            return None
        first += 1
    if (
        first + 1 < number
        and tags[first] == "v"
        and head_class(words[first + 1]) in ("span", "share", "money")
    ):
        return Phrase(first, noun_run(tokens, first + 1, number))
    last = noun_run(tokens, first, number)
    while last > first and last + 1 < number and tags[last] == "u":
        start = last + 1
        while start < number and tags[start] in "dr":
            start += 1
        beyond = noun_run(tokens, start, number)
        if beyond == start:
            break
        first, last = start, beyond
    return Phrase(first, last) if last > first else None


def _before_source(tokens: Tokens, source: int, left: int) -> Phrase:
    """The noun phrase that ends at 由 or 从; that of which the number is told for one that only says 数量."""
    tags = tokens.tags
    last = source
    if tokens.words[last - 1] in lexicon().sets["weak_nouns"] and last - 2 > left and tags[last - 2] == "u":
        last -= 2
    first = last - 1
    while first > left and tags[first - 1] in "nwaELc":
        first -= 1
    while first < last - 1 and tags[first] in "Lc":
        first += 1
    if (
        first > left
        and tags[first - 1] == "v"
        and (
            head_class(tokens.words[last - 1]) in _VERBAL
            or tokens.words[last - 1] in lexicon().sets["weak_nouns"]
        )
    ):
        first -= 1
    return Phrase(first, last)


def object_of(tokens: Tokens, verb: str, before: int) -> Phrase | None:
    """The object that the same verb had earlier in the sentence: 包粽子, …包了1200只."""
    for at in range(before - 1, max(0, before - _MAX_BACK), -1):
        if tokens.words[at].rstrip("了") == verb and tokens.tags[at] in "vw":
            last = noun_run(tokens, at + 1, before)
            if last > at + 1 and "," in tokens.tags[last:before]:
                return Phrase(at + 1, last)
    return None


def last_of_clause(tokens: Tokens, end: int) -> Phrase | None:
    """The noun with its modifiers that ends the clause before token `end`, its comma."""
    first = end
    while first > 0 and tokens.tags[first - 1] in "na":
        first -= 1
    return Phrase(first, end) if first < end else None


def respondents(tokens: Tokens, before: int) -> Phrase | None:
    """The people or firms that a survey asked, where the sentence names them before token `before`."""
    asked = lexicon().sets["respondents"]
    for at in range(before - 1, max(0, before - _MAX_BACK) - 1, -1):
        if tokens.tags[at] not in ",ND" and tokens.words[at] in asked:
            last = at + 1
            while last < before and tokens.tags[last] in "na":
                last += 1
            return Phrase(at, last)
    return None


def compared(tokens: Tokens, left: int, number: int) -> tuple[Phrase | None, int] | None:
    """What the clause from token `left` sets against something else (女会员 in 女会员比男会员多300人), and the
    token of the comparison; no phrase where it was named before (比上届多300人)."""
    words, tags = tokens.words, tokens.tags
    than = next((k for k in range(left, number) if words[k] in lexicon().sets["comparing"]), None)
    if than is None:
        return None
    last = than
    while last > left and tags[last - 1] in "dD":
        last -= 1
    first = last
    while first > left and tags[first - 1] in "nwaE":
        first -= 1
    while first > left and tags[first - 1] == "v" and first < last:
        first -= 1  # 参保人数同比增加
    if first > left and tags[first - 1] not in "dDkrcu":
        return None, than
    return (Phrase(first, last) if first < last else None), than


def nearest_noun(tokens: Tokens, before: int, kinds: frozenset[str], stop: int = 0) -> Phrase | None:
    """The last noun of one of the classes before token `before`, with its modifiers."""
    tags, words = tokens.tags, tokens.words
    for at in range(before - 1, max(stop, before - _MAX_BACK) - 1, -1):
        if tags[at] not in "nwE":
            continue
        named = tags[at] == "E" and words[at][-1:] not in "》"
        found = "event" if named else head_class(words[at].strip("“”‘’"))
        if words[at] in lexicon().sets["speakers"]:
            continue
        if found not in kinds or (
            at + 1 < len(tags) and tags[at + 1] in "nw" and words[at + 1][0] not in "“‘《"
        ):
            continue
        first = at
        while first > stop and tags[first - 1] in "naw" and tags[at] != "E":
            first -= 1
        return Phrase(first, at + 1)
    return None
