"""The counted noun phrase to the right of its number (30名学员), and what noun phrases are."""

from __future__ import annotations

from pipeline.extractors.statistics.lexicon import head_class, lexicon, unit_classes
from pipeline.extractors.statistics.tokens import NOMINAL, Tokens

_MAX_RELATIVE = 30
_MAX_LIST = 8
_MAX_COMPOUND = 4
_ATTRIBUTIVE = frozenset(("time", "size"))


class Phrase:
    """A noun phrase as half-open token indices; `relative` is the first token of a relative
    clause that stands between number and noun, else None."""

    def __init__(self, first: int, last: int, relative: int | None = None) -> None:
        self.first, self.last, self.relative = first, last, relative


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
    _, end = tokens.clause(number)
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
        closed = run + 2 >= end or (run + 2 < end and tags[run + 2] in "Lc")
        if (
            run > at
            and run + 1 < end
            and closed
            and tags[run] in "vw"
            and head_class(tokens.words[run + 1]) == "money"
        ):
            return Phrase(at, run + 2)  # 800元物资|补充|经费
        return Phrase(at, run) if known else None
    elif unit is None and head_class(tokens.span(at, noun_run(tokens, at, end))) == "person":
        pass
    elif alone and "percent" not in unit_classes(unit):
        return None
    at += at + 1 < end and tokens.words[at] in ("多", "左右", "上下")
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
        run = _people_behind_verb(tokens, run, end, unit)
        if run < end - 1 and tags[run] == "u" and tags[run + 1] in NOMINAL:
            beyond = _class_end(tokens, run + 1, noun_run(tokens, run + 1, end), unit)
            if not _agrees(tokens.span(at, run), unit) and beyond > run + 1:
                return Phrase(run + 1, beyond, at)
            owned = "person" in unit_classes(unit) and head_class(tokens.span(run + 1, beyond)) == "person"
            if owned and tokens.words[run - 1].endswith(("家庭", "企业", "单位", "公司")):
                return Phrase(at, beyond)  # 42名困难职工家庭的学子
        described = _described_behind(tokens, at, run, end, unit)
        if described is not None:
            return described
        return Phrase(at, _held_verb(tokens, number, run, end, unit))
    if at < end and tags[at] in "vwdkft":
        return _behind_relative(tokens, at, end, unit) or _compound(tokens, number, at, end)
    return None


def _people_behind_verb(tokens: Tokens, run: int, end: int, unit: str | None) -> int:
    """The end of a run of nouns that is nobody, with the verb and the word for people that close the clause
    behind it: 42名村级|调解|信息员."""
    closed = run + 2 >= end or (run + 2 < end and tokens.tags[run + 2] in "Lc")
    if "person" not in unit_classes(unit) or run + 1 >= end or not closed:
        return run
    nobody = head_class(tokens.words[run - 1]) is None
    fits = nobody and tokens.tags[run] in "vw" and tokens.tags[run + 1] == "n"
    return run + 2 if fits and head_class(tokens.words[run + 1]) == "person" else run


def _compound(tokens: Tokens, number: int, at: int, end: int) -> Phrase | None:
    """A noun that begins with a verb, where the number is a verb's object or has 的 behind it, so that
    what follows can be no predicate: 记着700多条|操作要领, 办理4项|互助保障|计划."""
    tags, words = tokens.tags, tokens.words
    before = number - 1
    while before >= 0 and tags[before] in "ld":
        before -= 1
    governed = before >= 0 and (tags[before] == "v" or tags[number + 1] == "u" or tags[before] == "L")
    if (
        not governed
        or tags[at] not in "vw"
        or len(words[at]) < 2
        or words[at] in lexicon().sets["predicative"]
    ):
        return None
    last = at
    while last < end and tags[last] in "nwva" and last - at < _MAX_COMPOUND:
        last += 1
    if last < end and tags[last] == "d" and head_class(words[last]) is None and last + 1 >= end:
        last += words[last] in lexicon().sets["noun_homographs"]
    head = words[last - 1]
    object_of_verb = last - at == 2 and head_class(head) in ("person", "organisation")
    noun = tags[last - 1] == "n" or head in lexicon().sets["noun_homographs"]
    if (
        last - at < 2
        or not noun
        or len(head) < 2
        or object_of_verb
        or (last < end and tags[last] not in "L,")
    ):
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
    if (
        not wanted
        or run >= end
        or tokens.tags[run] not in "vwdt"
        or head_class(tokens.words[run - 1]) in wanted
    ):
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
