"""The counted noun phrase: right of its number (30名学员), or left of it (驿站30个)."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.extractors.statistics.lexicon import head_class, lexicon, unit_classes
from pipeline.extractors.statistics.tokens import NOMINAL, Tokens

_MAX_RELATIVE = 30
_MAX_LIST = 8
_MAX_COMPOUND = 4
# Bounds on looking about, so that a page of nothing but numbers costs no more than prose.
_MAX_CLAUSE = 80
_ATTRIBUTIVE = frozenset(("time", "size"))


@dataclass(slots=True)
class Phrase:
    """A noun phrase as half-open token indices; `relative` is the first token of a relative
    clause that stands between number and noun, else None."""

    first: int
    last: int
    relative: int | None = None


def clause_edges(tokens: Tokens, at: int) -> tuple[int, int]:
    """Half-open token indices of the clause around token `at`, at most `_MAX_CLAUSE` to each side."""
    tags = tokens.tags
    left, right = at, at + 1
    floor, ceiling = max(0, at - _MAX_CLAUSE), min(len(tags), at + _MAX_CLAUSE)
    while left > floor and tags[left - 1] != ",":
        left -= 1
    while right < ceiling and tags[right] != ",":
        right += 1
    return left, right


def _agrees(word: str, unit: str | None) -> bool:
    """Whether the unit can count the noun: 名 wants a person, 场 an event; 个 takes anything named."""
    classes = unit_classes(unit)
    found = head_class(word)
    if found is None:
        return False
    if not classes:
        return True
    if "person" in classes:
        return found == "person"
    if "session" in classes:
        return found == "event"
    if "organisation" in classes:
        return found in ("organisation", "site")
    return True


def _verb_inside(tokens: Tokens, at: int, first: int, end: int) -> bool:
    """Whether the verb(al noun) at `at` still belongs to the noun phrase that began at `first`."""
    tags, words = tokens.tags, tokens.words
    follows = tags[at + 1] if at + 1 < end else ","
    if tags[at] == "v":
        described = at > first and (set(tags[first:at]) == {"a"} or words[at - 1][0] in "“‘")
        listed = at == first and words[at] in lexicon().sets["modifying_verbs"]
        if follows not in "nwa" or not (described or listed):
            return False
        after = at + 2
        while after < end and tags[after] in "na":
            after += 1
        return after >= end or tags[after] in "vwdLkcN,uf"
    if at == first:
        return True
    previous = head_class(words[at - 1])
    if follows in "nwaE":
        following = head_class(words[at + 1])
        return previous not in ("person", "organisation", "site") or following not in ("person", None)
    return not (previous == "person" and follows in "uld")


def right_phrase(tokens: Tokens, number: int, unit: str | None) -> Phrase | None:
    """The noun phrase that follows the number at once or behind a relative clause."""
    tags = tokens.tags
    _, end = clause_edges(tokens, number)
    at = number + 1
    alone = (unit or "") in lexicon().sets["self_counting"] or unit is None
    if at + 1 < end and tags[at] == "N" and tokens.words[at].endswith("岁"):
        # 46名6岁至12岁的孩子: an age only describes them
        at += 1 + (tags[at + 1] == "u")
    if at >= end:
        return None
    if tags[at] == "u":
        hedged = tokens.words[number].endswith(("左右", "上下"))
        if not (alone or hedged or unit_classes(unit) & _ATTRIBUTIVE):
            return None
        at += 1
        while at < end and tags[at] == "t":
            at += 1
    elif alone and "money" in unit_classes(unit):
        run = noun_run(tokens, at, end)
        known = run > at and head_class(tokens.words[run - 1]) in ("money", "item")
        sums = [k for k in range(at, run) if head_class(tokens.words[k]) == "money"]
        if not known and sums and run - sums[-1] > 1:
            return Phrase(at, sums[-1] + 1)  # 8万元经费|支持职工排戏
        return Phrase(at, run) if known else None
    elif unit is None and head_class(tokens.span(at, noun_run(tokens, at, end))) == "person":
        pass
    elif alone and "percent" not in unit_classes(unit):
        return None
    while at < end and (tags[at] == "r" or (tags[at] == "f" and at + 1 < end and tags[at + 1] in NOMINAL)):
        at += 1
    if (
        at + 1 < end
        and tags[at] == "d"
        and tags[at + 1] in "nw"
        and not unit_classes(unit) & {"person", "visit"}
    ):
        at += 1
    run = _class_end(tokens, at, noun_run(tokens, at, end), unit)
    if run > at:
        if run < end - 1 and tags[run] == "u" and tags[run + 1] in NOMINAL:
            beyond = _class_end(tokens, run + 1, noun_run(tokens, run + 1, end), unit)
            if not _agrees(tokens.span(at, run), unit) and beyond > run + 1:
                return Phrase(run + 1, beyond, at)
        described = _described_behind(tokens, at, run, end, unit)
        if described is not None:
            return described
        return Phrase(at, _held_verb(tokens, number, run, end, unit))
    if at < end and tags[at] in "vwdkft":
        return _behind_relative(tokens, at, end, unit) or _compound(tokens, number, at, end)
    return None


def _compound(tokens: Tokens, number: int, at: int, end: int) -> Phrase | None:
    """A noun that begins with a verb, where the number is a verb's object or has 的 behind it, so that
    what follows can be no predicate: 记着700多条|操作要领, 办理4项|互助保障|计划."""
    tags, words = tokens.tags, tokens.words
    before = number - 1
    while before >= 0 and tags[before] in "ld":
        before -= 1
    governed = before >= 0 and (tags[before] == "v" or tags[number + 1] == "u" or tags[before] == "L")
    if not governed or tags[at] not in "vw" or len(words[at]) < 2 or words[at] in lexicon().sets["predicative"]:
        return None
    last = at
    while last < end and tags[last] in "nwva" and last - at < _MAX_COMPOUND:
        last += 1
    if last < end and tags[last] == "d" and head_class(words[last]) is None and last + 1 >= end:
        last += words[last] in lexicon().sets["noun_homographs"]
    head = words[last - 1]
    object_of_verb = last - at == 2 and head_class(head) in ("person", "organisation")
    noun = tags[last - 1] == "n" or head in lexicon().sets["noun_homographs"]
    if last - at < 2 or not noun or len(head) < 2 or object_of_verb or (last < end and tags[last] not in "L,"):
        return None
    return Phrase(at, last)


def _behind_relative(tokens: Tokens, at: int, end: int, unit: str | None) -> Phrase | None:
    tags = tokens.tags
    if tokens.words[at] in lexicon().sets["no_relative"]:
        return None
    limit = tokens.starts[at] + _MAX_RELATIVE
    for probe in range(at + 1, end - 1):
        if tokens.starts[probe] > limit:
            return None
        if tags[probe] == "u" and tags[probe + 1] in NOMINAL:
            last = _class_end(tokens, probe + 1, noun_run(tokens, probe + 1, end), unit)
            # 参加了为期两天的培训: an object with 的 is no relative clause of the counted noun
            if tags[at] in "vw" and probe > at + 1 and tags[at + 1] == "l":
                return None
            return Phrase(probe + 1, last, at) if last > probe + 1 else None
    return None


def _described_behind(tokens: Tokens, at: int, run: int, end: int, unit: str | None) -> Phrase | None:
    """The counted noun behind a relative clause that begins with another noun: 18家|建会达标的企业,
    26名|留岗过节的职工; none where the first noun itself can be counted."""
    wanted = {"person", "organisation"} & unit_classes(unit)
    if not wanted or run >= end or tokens.tags[run] not in "vwd" or head_class(tokens.words[run - 1]) in wanted:
        return None
    phrase = _behind_relative(tokens, run, end, unit)
    if phrase is None or head_class(tokens.words[phrase.last - 1]) not in wanted:
        return None
    return Phrase(phrase.first, phrase.last, at)


def _held_verb(tokens: Tokens, number: int, run: int, end: int, unit: str | None) -> int:
    """The end of a run of nouns with the verb that closes it and the clause, where the number is the
    object of a verb that holds things: 开展4场线上|解读."""
    tags = tokens.tags
    holds = number > 0 and tokens.words[number - 1].rstrip("了") in lexicon().sets["takers"]
    last = run + 1 >= end or tags[run + 1] in "LcN"
    if holds and run < end and tags[run] in "vw" and len(tokens.words[run]) > 1 and last:
        return run + 1 if "session" in unit_classes(unit) or not unit_classes(unit) else run
    return run


def _class_end(tokens: Tokens, first: int, last: int, unit: str | None) -> int:
    """Where a run that jieba took for nouns throughout really ends: people behind 名 end with the
    last word for people (工友|理了发), and nothing counted goes on into an award given to it."""
    classes = unit_classes(unit)
    wanted = "person" if "person" in classes else "organisation" if classes == {"organisation"} else None
    for at in range(last - 1, first - 1, -1):
        if tokens.tags[at] in "nwO" and wanted and head_class(tokens.words[at]) == wanted:
            return at + 1
    for at in range(first + 1, last):
        if tokens.tags[at] in "EG" and head_class(tokens.words[at - 1]) in ("person", "organisation"):
            return at
    return last


def noun_run(tokens: Tokens, first: int, end: int) -> int:
    """The token behind the nominal run that begins at `first`."""
    tags = tokens.tags
    at = first
    while at < end:
        tag = tags[at]
        if tag in "vw":
            if not _verb_inside(tokens, at, first, end):
                break
        elif tag in "cL":
            if at == first or not (at + 1 < end and tags[at + 1] in NOMINAL):
                break
            beyond = noun_run(tokens, at + 1, end)
            if beyond == at + 1 or (beyond < end and tags[beyond] == "N"):
                break
            return beyond
        elif tag not in NOMINAL and tag != "P":
            break
        at += 1
    while at > first and tags[at - 1] == "a" and at < end and tags[at] in "vd":
        at -= 1
    return at


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
    left, _ = clause_edges(tokens, number)
    last = number - 1
    if last < left:
        return None
    linked = skip_linkers(tokens, last, left)
    if linked != last and tags[linked] in NOMINAL:
        if words[last] == "为" and linked == last - 1 and "person" in unit_classes(unit):
            known = tags[linked] == "O" or head_class(words[linked]) == "organisation"
            if known and number + 1 < len(tags) and tags[number + 1] not in ",L":
                return None  # 工会为35名…: for whom, not what
        last = linked
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
    if words[last] in lexicon().sets["weak_nouns"] and first == last:
        return None
    return Phrase(first, last + 1)


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
    if held and len(word) > 1 and head_class(tokens.words[at + 1]) == "event":
        return True
    if before > left and word not in lexicon().tags and len(word) > 1 and tokens.tags[before] in "nDta":
        return "v" in tokens.tags[left:before]
    if len(word) > 1 and head_class(tokens.words[at + 1]) == "share":
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
