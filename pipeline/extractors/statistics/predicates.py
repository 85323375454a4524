"""The predicate: what is done or true of the counted thing."""

from __future__ import annotations

from pipeline.extractors.statistics.lexicon import head_class, lexicon
from pipeline.extractors.statistics.tokens import Tokens

_MAX_PREDICATE = 40


def text_of(tokens: Tokens, span: tuple[int, int] | None) -> str | None:
    """The text of a span of tokens, None of none."""
    return tokens.span(*span) if span else None


def left_predicate(tokens: Tokens, before: int) -> tuple[int, int] | None:
    """The chain of verbs (with adverbs) whose object begins at token `before`, as token indices.

    Looks through what may stand between: determiners, a relative clause, an enumeration that
    等 closes.
    """
    tags = tokens.tags
    left, _ = tokens.clause(before) if before < len(tags) else (0, 0)
    at = before - 1
    if at < left:
        return None
    while at > left and tokens.words[at] in lexicon().sets["scopes"]:
        at -= 1
    if tags[at] == "q" or (tags[at] in "nwE" and _lists(tokens, left, at)):
        marks = [k for k in range(left, at) if tags[k] == "L"]
        opened = _verb_before_relative(tokens, left, marks[0]) if marks else None
        if opened is not None:
            return _chain(tokens, opened, left)
        at = marks[0] - 1 if marks else at - 1
        while at >= left and tags[at] not in "vkD,Nu":
            at -= 1
    while at >= left and tags[at] in "rf":
        at -= 1
    if at > left and tags[at] in "GD" and tags[at - 1] in "vl":
        at -= 1
    if (
        at > left
        and tags[at] == "k"
        and tokens.words[at] in ("于", "到", "至", "给")
        and tags[at - 1] in "vwn"
    ):
        first = at - 1
        while first > left and tags[first - 1] in "dvl":
            first -= 1
        return first, at + 1
    if at >= left and tags[at] == "u":
        found = _verb_before_relative(tokens, left, at)
        if found is None:
            return None
        at = found
    return _chain(tokens, at, left)


def _lists(tokens: Tokens, left: int, at: int) -> bool:
    """Whether a list of things, opened by a verb, ends at token `at` (设有录音、剪辑3个教室)."""
    tags = tokens.tags
    marks = [k for k in range(left, at) if tags[k] == "L"]
    return bool(marks) and "N" not in tags[left:at] and "v" in tags[left : marks[0]]


def _verb_before_relative(tokens: Tokens, left: int, at: int) -> int | None:
    """The last token of the first verb chain of a clause whose object has a relative clause."""
    tags = tokens.tags
    for probe in range(left, at):
        if tags[probe] in "kq":
            return None
        subject = tags[probe] == "w" and tags[probe + 1] in "dv"
        if tags[probe] == "v" or (
            tags[probe] == "w" and not subject and (probe == left or tags[probe - 1] in "dDO")
        ):
            last = probe
            while last + 1 < at and tags[last + 1] in "vl":
                last += 1
            return last
    return None


def _chain(tokens: Tokens, at: int, left: int) -> tuple[int, int] | None:
    tags, words = tokens.tags, tokens.words
    last = at
    while last >= left and tags[last] == "d" and words[last] in lexicon().sets["linkers"]:
        last -= 1
    verb = False
    first = at + 1
    while first > left:
        tag = tags[first - 1]
        if tag in "vw":
            if verb and tag == "w" and head_class(words[first - 1]) == "event":
                break
            verb = True
        elif tag == "D" or tag == "t":
            if words[first - 1] not in lexicon().sets["period_words"] or first > at:
                break
        elif tag not in "dl":
            break
        first -= 1
    if not verb:
        return None
    while first <= at and (
        tags[first] == "l" or (words[first] == "来" and first > left and tags[first - 1] == "D")
    ):
        first += 1
    if first > at:
        return None
    return first, at + 1


def right_predicate(tokens: Tokens, after: int, end: int | None = None) -> tuple[int, int] | None:
    """The verb phrase that begins at token `after` and runs to the end of its clause.

    It ends earlier where a list mark is followed by a new number.
    """
    tags = tokens.tags
    if after >= len(tags) or tags[after] in ",LN":
        return None
    if end is None or end <= after:
        end = tokens.clause(after)[1]
    first = after
    while first < end and tags[first] in "lDf":
        first += 1
    if first < end and tags[first] == "k" and tokens.ends[end - 1] - tokens.starts[first] > _MAX_PREDICATE:
        # a long 在…中 would leave no room for the verb behind it
        behind = [k for k in range(first + 1, end - 1) if tags[k] == "f"]
        first = behind[-1] + 1 if behind else first
    if first >= end or not any(tag in "vw" for tag in tags[first:end]):
        return None
    if tags[first] not in "vwdkt" and tokens.words[first] not in lexicon().sets["manner"]:
        return None
    if tags[first] == "w" and not (first + 1 < end and tags[first + 1] not in "u"):
        return None
    last = first
    limit = tokens.starts[first] + _MAX_PREDICATE
    while last < end and tokens.ends[last] <= limit:
        if tags[last] == "L" and "N" in tags[last + 1 : last + 4]:
            break
        last += 1
    while last > first and tags[last - 1] in "Lcuk":
        last -= 1
    return (first, last) if last > first else None


def next_clause(tokens: Tokens, after: int) -> int | None:
    """The first token of the clause behind the one that ends at token `after`, if a comma parts them."""
    if after < len(tokens) and tokens.words[after] in ("，", ","):
        return after + 1
    return None
