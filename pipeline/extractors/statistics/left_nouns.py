"""The counted noun phrase to the left of its number (驿站30个, 比例已达九成)."""

from __future__ import annotations

from pipeline.extractors.statistics.lexicon import head_class, lexicon, unit_classes
from pipeline.extractors.statistics.nouns import Phrase
from pipeline.extractors.statistics.tokens import NOMINAL, Tokens

_MAX_LIST = 8


def skip_linkers(tokens: Tokens, at: int, left: int) -> int:
    """Step left over words that only link a noun to its number (达, 为, 共), and over what it is
    counted by (每人, 每单); the last one kept."""
    linkers, before = lexicon().sets["linkers"], lexicon().sets["before_linkers"]
    first = at
    while at > left and tokens.tags[at] not in ",L":
        word = tokens.words[at]
        known = word in linkers or (at < first and word in before)
        if not known and not (word[0] == "每" and 2 <= len(word) <= 3):
            break
        at -= 1
    return at


def left_phrase(tokens: Tokens, number: int, unit: str | None) -> Phrase | None:
    """The noun phrase that ends at the number, or before a link word (达, 为, 共) at the number."""
    tags, words = tokens.tags, tokens.words
    left, _ = tokens.clause(number)
    last = number - 1
    if last < left:
        return None
    linked = skip_linkers(tokens, last, left)
    spell = linked
    while spell > left and (
        tags[spell] == "d" or (tags[spell] in "aD" and words[spell][-1] in "年月天日周度期")
    ):
        spell -= 1
    if linked != last and spell != linked and tags[spell] in NOMINAL:
        linked = spell  # 满意度连续八个季度保持在95%以上
    if linked != last and tags[linked] in NOMINAL:
        if words[last] == "为" and linked == last - 1 and "person" in unit_classes(unit):
            known = tags[linked] == "O" or head_class(words[linked]) == "organisation"
            if known and number + 1 < len(tags) and tags[number + 1] not in ",L":
                return None  # 工会为35名…: for whom, not what
        last = linked
    if (tags[last] == "a" and _is_numeral(words[last])) or words[last] in lexicon().sets["bare_linkers"]:
        return None
    if tags[last] == "v" and _noun_after_all(tokens, last, left):
        pass
    elif tags[last] not in NOMINAL or tags[last] == "G":
        if not (tags[last] == "P" and unit in ("岁", "周岁")):
            return None
        return Phrase(last, last + 1)
    if tags[last] == "u":
        return None
    first = last
    members = 1
    while first > left:
        tag = tags[first - 1]
        if tag == "w":
            if _is_verb_before(tokens, first - 1, left, last):
                break
        elif tag in "cL":
            if first - 1 <= left or tags[first - 2] not in NOMINAL or members >= _MAX_LIST:
                break
            members += 1
        elif tag == "v":
            if not _modifies(tokens, first - 1, left):
                break
        elif tag == "r":
            if first - 2 <= left or tags[first - 2] not in "cL":
                break
        elif tag == "f":
            if (
                words[first - 1] not in ("以上", "以下", "以内")
                or first - 1 <= left
                or tags[first - 2] not in "na"
            ):
                break
        elif tag not in "naEF":
            break
        first -= 1
    if tags[last] == "w" and first == last and _is_clause_verb(tokens, last, left):
        return None
    while first < last and tags[first] in "Lc":
        first += 1
    ending = len(words[last]) == 1 or words[last] in lexicon().sets["noun_endings"]
    if first == last and first > left and ending:
        first -= tags[first - 1] in "vw" and words[first - 1] not in lexicon().sets["light_verbs"]
    shares = words[last] in lexicon().sets["totals"] and first == last
    if shares and first - 2 >= left and tags[first - 1] == "u" and tags[first - 2] in NOMINAL:
        first -= 2  # 当月工资的比重
        while first > left and tags[first - 1] in "na":
            first -= 1
        return Phrase(first, last + 1)
    if words[last] in lexicon().sets["weak_nouns"] and first == last:
        return None
    return Phrase(first, last + 1)


def _is_numeral(word: str) -> bool:
    return word[0].isdigit() or word[0] in "一二两三四五六七八九十百千万半几数"


def _modifies(tokens: Tokens, at: int, left: int) -> bool:
    """Whether the verb at `at` belongs to the noun behind it: the second of two verbs before a thing
    (发放|消费|券, 汇集|献赠|物品), but not before people (覆盖|服务|职工)."""
    before = at - 1
    while before >= left and tokens.tags[before] == "l":
        before -= 1
    word = tokens.words[at]
    if before >= left and tokens.words[before] in lexicon().sets["takers"] and tokens.tags[at + 1] in "vw":
        return True
    if before < left and word in lexicon().sets["subject_modifiers"]:
        return tokens.tags[at + 1] == "n"
    if before < left and len(word) > 1 and tokens.tags[at + 1] == "n" and at + 2 < len(tokens):
        # 审批环节由7个减为2个, 培训场次达40场: a name for what is told, no act
        leads = tokens.words[at + 2] in lexicon().sets["sources"]
        if leads and head_class(tokens.words[at + 1]) in (None, "span", "share", "money"):
            return True
    held = before > left and tokens.tags[before] == "n" and "v" in tokens.tags[left:before]
    held = held and word not in lexicon().sets["session_verbs"]
    if held and len(word) > 1 and head_class(tokens.words[at + 1]) == "event":
        return True
    if before > left and word not in lexicon().tags and len(word) > 1 and tokens.tags[before] in "nDta":
        return "v" in tokens.tags[left:before]
    following = tokens.words[at + 1]
    if len(word) > 1 and head_class(following) in ("share", "span"):
        return True
    if len(word) > 1 and following in lexicon().sets["totals"] and tokens.tags[at + 2] not in NOMINAL:
        return True
    if before < left or tokens.tags[before] not in "vqL" or len(word) < 2:
        return False
    if word in lexicon().tags and word not in lexicon().sets["modifying_verbs"]:
        return False
    if word in lexicon().sets["modifying_people"]:
        return True
    return tokens.tags[at + 1] == "n" and head_class(tokens.words[at + 1]) not in ("person", "organisation")


def _noun_after_all(tokens: Tokens, at: int, left: int) -> bool:
    """A word that only jieba calls a verb, right before the number and behind a verb or list mark
    of its clause (发放|护膝|260套), is a thing."""
    if at > left and tokens.words[at - 1] in lexicon().sets["takers"] and len(tokens.words[at]) > 1:
        return True
    if at - 1 > left and tokens.words[at - 2] in lexicon().sets["takers"] and tokens.tags[at - 1] == "v":
        return len(tokens.words[at]) > 1
    if len(tokens.words[at]) < 2:
        return False
    held = at - 1 > left and tokens.tags[at - 1] == "n" and tokens.words[at - 2] in lexicon().sets["takers"]
    if held and tokens.words[at] not in lexicon().sets["growth_verbs"]:
        return True
    if tokens.words[at] in lexicon().tags:
        return False
    return at > left and (
        tokens.tags[at - 1] in "vL" or (tokens.tags[at - 1] == "l" and tokens.tags[at - 2] == "v")
    )


def _is_verb_before(tokens: Tokens, at: int, left: int, last: int) -> bool:
    """Whether the verbal noun at `at`, with nouns to its right, is the clause's verb."""
    tags, words = tokens.tags, tokens.words
    if tags[at + 1] in "cL":
        return False
    following = head_class(words[at + 1])
    before = tags[at - 1] if at > left else ","
    if following == "person" and before == "n":
        probe = at - 1
        while probe > left and tags[probe] in "nrawE":
            probe -= 1
        if words[probe] in lexicon().sets["havers"]:
            return False
    if following == "person" or tags[at + 1] in "EO":
        return True
    if head_class(words[last]) in ("span", "share", "money"):
        return False
    if before in "dDl,":
        return at + 1 <= last and words[at] in ("建设", "服务", "培训", "支持", "援助", "改造", "设置")
    if before in "vw":
        return False
    return words[at] == "建设" and head_class(tokens.span(at + 1, last + 1)) in ("site", "organisation")


def _is_clause_verb(tokens: Tokens, at: int, left: int) -> bool:
    """服务 in 累计服务3000人次 is a verb, 讲座 in 举办讲座30场 the thing counted."""
    before = tokens.tags[at - 1] if at > left else ","
    return before not in "vwka" and head_class(tokens.words[at]) != "event"
