"""The measure and predicate of a percentage: of what it is a share, or what it says grew by how much."""

from __future__ import annotations

from pipeline.extractors.statistics.comparisons import differs, exceeds, grows
from pipeline.extractors.statistics.fact import Fact
from pipeline.extractors.statistics.left_nouns import left_phrase, skip_linkers
from pipeline.extractors.statistics.lexicon import lexicon
from pipeline.extractors.statistics.nouns import Phrase, right_phrase
from pipeline.extractors.statistics.predicates import left_predicate, right_predicate, text_of
from pipeline.extractors.statistics.tokens import NOMINAL, Tokens
from pipeline.extractors.statistics.topics import nearest_noun, respondents, topic

_MAX_RELATIVE = 16


def describe_percent(
    tokens: Tokens, fact: Fact, previous: Fact | None, left_edge: int, right_edge: int
) -> None:
    tags, words = tokens.tags, tokens.words
    at = fact.token
    fact.rule = "percent"
    probe = at - 1
    listed = previous is not None and previous.token >= left_edge
    listed = listed and previous is not None and all(tag in "Lc" for tag in tags[previous.token + 1 : at])
    fact.change = (
        grows(tokens, left_edge, at)
        or (fact.unit or "").endswith("百分点")
        or (listed and previous is not None and previous.change)
    )
    if previous is not None and exceeds(tokens, left_edge, at):
        fact.rule, fact.measure, fact.change = "difference", previous.measure, True
        fact.left = tokens.span(left_edge, at)
        return
    if not listed and fact.change and differs(tokens, fact, previous, left_edge):
        return
    if probe >= left_edge and tags[probe] == "u":
        # 学费的80%, 占总人数的28%: a whole stands before the number
        whole = probe
        while whole > left_edge and tags[whole - 1] in NOMINAL:
            whole -= 1
        if whole > left_edge + 1 and tags[whole - 1] == "v" and "占" in words[whole - 2]:
            whole -= 1  # 占到毕业总数的45%
        if whole > left_edge and "占" in words[whole - 1]:
            _share_of(tokens, fact, previous, whole - 1, left_edge)
            fact.left = tokens.span(whole - 1, probe)
        elif whole < probe:
            fact.measure, fact.named = tokens.span(whole, probe), True
            fact.left = text_of(tokens, left_predicate(tokens, whole))
        fact.right = text_of(tokens, right_predicate(tokens, at + 1, right_edge))
        if fact.right is None and fact.left is None and at + 1 < right_edge and tags[at + 1] == "w":
            fact.right = words[at + 1]  # 按费用的50%补助
        return
    if at + 1 < right_edge and tags[at + 1] == "u":
        owned = right_phrase(tokens, at, fact.unit)
        if owned is not None:
            fact.measure, fact.named = tokens.span(owned.first, owned.last), True
            fact.left = text_of(tokens, left_predicate(tokens, at))
            fact.right = text_of(tokens, right_predicate(tokens, owned.last, right_edge))
            return
    following = words[at + 1] if at + 1 < len(words) else ""
    taught = at + 1
    while (
        taught < right_edge
        and words[taught] not in lexicon().sets["teaching"]
        and tags[taught] in "ntafD"
        and taught - at <= 2
    ):
        taught += 1
    if taught < right_edge and words[taught] in lexicon().sets["teaching"]:
        while taught + 1 < right_edge and tags[taught + 1] in "nw":
            taught += 1  # 四成实操|演练
        fact.measure, fact.named = tokens.span(at + 1, taught + 1), True
        fact.left = (
            previous.left if listed and previous is not None else text_of(tokens, left_predicate(tokens, at))
        )
        fact.right = fact.measure
        return
    if following in ("线上", "线下", "面授", "网络", "到校"):
        fact.measure, fact.named = following, True
        fact.right = text_of(tokens, right_predicate(tokens, at + 2, right_edge))
        return
    if probe > left_edge and tags[probe] == "k" and tags[probe - 1] in NOMINAL:
        first = probe - 1
        while first > left_edge and tags[first - 1] in "nwaE":
            first -= 1
        fact.measure, fact.named = tokens.span(first, probe), True
        fact.right = text_of(tokens, right_predicate(tokens, at + 1, right_edge))
        if fact.right is None and at + 1 < right_edge and tags[at + 1] in "vw":
            fact.right = words[at + 1]
        return
    linked = skip_linkers(tokens, at - 1, left_edge)
    if tags[linked] == "u" and linked < at - 1 and "占" not in "".join(words[linked:at]):
        fact.measure, fact.named = _relative(tokens, linked, left_edge), True
        fact.left = tokens.span(linked + 1, at)
        return
    if any("占" in words[k] for k in range(linked, at)) or (probe >= left_edge and "占" in words[probe]):
        sign = max(k for k in range(max(linked, left_edge), at) if "占" in words[k])
        _share_of(tokens, fact, previous, sign, left_edge)
        fact.left = tokens.span(sign, at)
        return
    held = topic(tokens, at) if fact.change and {"把", "将", "使"} & set(words[left_edge:at]) else None
    if held is not None and held.first > left_edge and words[held.first - 1] in ("把", "将", "使"):
        fact.measure, fact.named = tokens.span(held.first, held.last), True
        fact.left = text_of(tokens, left_predicate(tokens, at))
        return
    right = right_phrase(tokens, at, fact.unit)
    left = left_phrase(tokens, at, fact.unit)
    only_verb = (
        left is not None and left.last - left.first == 1 and tags[left.first] == "w" and left.last == at
    )
    if (
        only_verb
        and right is None
        and previous is not None
        and left is not None
        and tags[left.first - 1] == "v"
    ):
        fact.measure, fact.rule = previous.measure, "share_of_previous"
        fact.left = text_of(tokens, left_predicate(tokens, at))
        return
    if left is not None and (right is None or left.last < at):
        fact.measure, fact.named = tokens.span(left.first, left.last), True
        fact.left = tokens.span(left.last, at) or text_of(tokens, left_predicate(tokens, left.first))
        if fact.left is None and tags[left.last - 1] == "w":
            fact.left = words[left.last - 1]  # 会员补贴60%
        fact.right = None if fact.left else text_of(tokens, right_predicate(tokens, at + 1, right_edge))
        return
    if right is not None:
        fact.measure, fact.named = tokens.span(right.first, right.last), True
        fact.right = text_of(tokens, right_predicate(tokens, right.last))
        fact.left = text_of(tokens, left_predicate(tokens, at))
        return
    fact.right = text_of(tokens, right_predicate(tokens, at + 1, right_edge))
    bare = all(words[k] in lexicon().sets["share_leads"] for k in range(left_edge, at))
    if fact.right is not None and bare:
        asked = respondents(tokens, at)
        if asked is None and previous is None and probe < left_edge:
            asked = nearest_noun(tokens, at, frozenset(("person", "organisation")))
        if asked is not None:
            fact.measure, fact.rule = tokens.span(asked.first, asked.last), "share_of_respondents"
            return
    if fact.right is not None and bare and previous is not None:
        fact.measure, fact.rule = previous.measure, "share_of_previous"
        return
    found = left_predicate(tokens, at)
    if found is not None and not lexicon().sets["differences"].isdisjoint(words[found[0] : found[1]]):
        grown = topic(tokens, at)
        fact.left = tokens.span(*found)
        if grown is not None and grown.last < found[0] + 1 and "v" not in tags[grown.first + 1 : grown.last]:
            fact.measure, fact.named = tokens.span(grown.first, grown.last), True
        elif previous is not None:
            fact.measure, fact.rule = previous.measure, "growth_of_previous"
        return
    if found is not None:
        fact.left = tokens.span(*found)
        subject = Phrase(found[0], found[0])
        while subject.first > left_edge and tags[subject.first - 1] in NOMINAL:
            subject.first -= 1
        if subject.last > subject.first:
            fact.measure, fact.named = tokens.span(subject.first, subject.last), True
        elif previous is not None:
            fact.measure, fact.rule = previous.measure, "share_of_previous"


def _share_of(tokens: Tokens, fact: Fact, previous: Fact | None, sign: int, left_edge: int) -> None:
    """The noun of which 占 tells the share: before it, or the figure named just before."""
    tags = tokens.tags
    first = sign
    while first > left_edge and tags[first - 1] in "nwaEFP":
        first -= 1
    headed = sign
    while headed > left_edge and tags[headed - 1] == "d":
        headed -= 1
    if first < sign:
        fact.measure, fact.named = tokens.span(first, sign), True
    elif headed > left_edge and tags[headed - 1] == "u":
        fact.measure, fact.named = _relative(tokens, headed - 1, left_edge), True
    elif previous is not None:
        fact.measure = previous.measure
        fact.rule = "share_of_previous"


def _relative(tokens: Tokens, after: int, left_edge: int) -> str:
    """The clause whose head 的 (token `after`) leaves out: 选择体检 in 选择体检的占三成."""
    first = left_edge
    while first < after - 1 and (tokens.tags[first] in "cD" or tokens.words[first] in ("其中", "由")):
        first += 1
    while first < after - 1 and tokens.starts[after] - tokens.starts[first] > _MAX_RELATIVE:
        first += 1
    return tokens.span(first, after)
