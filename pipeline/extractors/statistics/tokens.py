"""A sentence as tagged tokens: words, numbers, dates and entities, each with one letter.

n noun · w verbal noun · v verb · d adverb · k preposition · c conjunction · a adjective ·
r determiner or pronoun · u 的 · l aspect · q 等 · f locality · t time word · N number ·
D date · O organisation · G area · P person · E event, award or document · F place ·
L list mark 、 · , edge of a clause (punctuation, blank, opening or closing mark)
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.extractors.statistics.lexicon import dictionary_tags, lexicon, single_verbs
from pipeline.text import cut_words

NOMINAL = frozenset("nwaEFGO")
_ENTITY_TAGS = {"ORG": "O", "GPE": "G", "PERSON": "P", "LOC": "F", "FAC": "F", "TITLE": "n"}
_MAX_QUOTE = 26
_OPEN = {"“": "”", "‘": "’", "《": "》", "(": ")", "（": "）", "「": "」", "[": "]", "【": "】"}
MAX_SENTENCE = 2000
"""Characters of a sentence that are read; what is longer is no prose."""


@cache
def _word() -> re.Pattern[str]:
    return re.compile(r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ][0-9A-Za-z０-９Ａ-Ｚａ-ｚ.\-]*|[一-鿿㐀-䶿〇]+|.", re.S)


@dataclass(slots=True)
class Tokens:
    """Parallel lists: half-open view offsets, words, tags; `reference[i]` is the index of the
    number, date or entity that token i is, else -1."""

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]
    tags: list[str]
    reference: list[int]
    _edges: list[int] | None = None

    @property
    def edges(self) -> list[int]:
        """The tokens that are edges of a clause, in order; asked for once the tags are final."""
        if self._edges is None:
            self._edges = [at for at, tag in enumerate(self.tags) if tag == ","]
        return self._edges

    def __len__(self) -> int:
        return len(self.tags)

    def span(self, first: int, last: int) -> str:
        """The text from token `first` up to and without token `last`."""
        return self.text[self.starts[first] : self.ends[last - 1]] if last > first else ""


Fixed = tuple[int, int, str, int]
"""A span that is one token: start, end, tag, index of its mention."""


def _pieces(
    text: str, start: int, end: int, words: Sequence[tuple[int, int]] | None
) -> Iterable[tuple[int, int]]:
    if words is None:
        cursor = start
        for word in cut_words(text[start:end]):
            yield cursor, cursor + len(word)
            cursor += len(word)
        return
    at = bisect_left(words, (start, start))
    if at and words[at - 1][1] > start:
        at -= 1
    cursor = start
    while cursor < end:
        if at < len(words) and words[at][0] < end:
            stop = min(words[at][1], end)
            if stop > cursor:
                yield cursor, stop
                cursor = stop
            at += 1
        else:
            yield cursor, end
            cursor = end


def _listed(text: str, start: int, end: int) -> dict[int, int]:
    """The length of the longest listed word (two characters or more) at each place where one begins."""
    lex = lexicon()
    lengths, tags = lex.lengths, lex.tags
    found: dict[int, int] = {}
    for at in range(start, end - 1):
        for length in lengths.get(text[at : at + 2], ()):
            if at + length <= end and text[at : at + length] in tags:
                found[at] = length
                break
    return found


def known_length(text: str, at: int, end: int) -> int:
    """Length of the longest listed word (two characters or more) that begins at `at`, else 0."""
    lex = lexicon()
    lengths = lex.lengths.get(text[at : at + 2])
    if lengths is None:
        return 0
    for length in lengths:
        if at + length <= end and text[at : at + length] in lex.tags:
            return length
    return 0


def _listed_parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A long word of jieba's as words of words.yaml that cover it (积极参与, 提供服务), else nothing."""
    parts: list[tuple[int, int]] = []
    at = start
    while at < end:
        length = known_length(text, at, end)
        if not length:
            return []
        parts.append((at, at + length))
        at += length
    return parts


def _verb_first(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A long word that begins with a verb or adverb of words.yaml, in two (通过|考核, 编写|教材)."""
    length = known_length(text, start, end)
    if 2 <= length <= end - start - 2 and lexicon().tags[text[start : start + length]] in "vd":
        return [(start, start + length), (start + length, end)]
    return []


@lru_cache(maxsize=1 << 14)
def _unfused(word: str) -> int:
    """How much of an unknown word of jieba's is an adverb before a verb, or a noun before a verb such
    as 有; 0 where it is one word."""
    if word in dictionary_tags():
        return 0
    sets = lexicon().sets
    if len(word) == 2 and word[0] in sets["fusing"] and _is_verb(word[1]):
        return 1
    if word[-1] in sets["trailing"] and word[-2:] not in sets["not_trailing"]:
        return len(word) - 1
    return 0


def _is_verb(character: str) -> bool:
    return lexicon().tags.get(character) == "v" or character in single_verbs()


def _cut(
    text: str, start: int, end: int, words: Sequence[tuple[int, int]] | None
) -> Iterable[tuple[int, int]]:
    """Words of a stretch: those of words.yaml where they are at least as long as jieba's."""
    taken = start
    listed = _listed(text, start, end)
    for left, right in _pieces(text, start, end, words):
        at = left if left > taken else taken
        while at < right:
            known = listed.get(at, 0)
            if known >= right - at:
                yield at, at + known
                at += known
                continue
            parts = _listed_parts(text, at, right) or _verb_first(text, at, right) if right - at >= 4 else []
            if parts:
                yield from parts
                at = right
                break
            apart = _unfused(text[at:right]) if 2 <= right - at <= 4 else 0
            if apart:
                yield at, at + apart
                at += apart
                continue
            stop = right
            for inside in range(at + 1, right):
                length = listed.get(inside, 0)
                # jieba's word and ours overlap: ours wins only when it is long enough to be sure
                if inside + length > right and (length > 2 or text.startswith("工会", inside)):
                    stop = inside
                    break
            yield at, stop
            at = stop
        taken = max(taken, at)


@lru_cache(maxsize=1 << 14)
def _tag(word: str) -> str:
    tag = lexicon().tags.get(word)
    if tag is not None:
        return tag
    first = word[0]
    if first == "、":
        return "L"
    if first == "等" and len(word) <= 2:
        return "q"
    if first.isalnum():
        return dictionary_tags().get(word, "n")
    return ","


def tokenize(
    text: str, start: int, end: int, fixed: Sequence[Fixed], words: Sequence[tuple[int, int]] | None
) -> Tokens:
    """The sentence `text[start:end]`; `fixed` are its numbers, dates and entities in order,
    not overlapping. Short quoted or bracketed stretches without a number are single nouns."""
    end = min(end, start + MAX_SENTENCE)
    spans: list[tuple[int, int]] = []
    known: list[tuple[str, int] | None] = []
    cursor = start
    for left, right, tag, reference in (*fixed, (end, end, "", -1)):
        if left < cursor or right > end:
            continue
        for a, b in _cut(text, cursor, left, words):
            if b - a > 1 and not text[a].isalnum():
                spans += [(at, at + 1) for at in range(a, b)]
            else:
                spans.append((a, b))
        known += [None] * (len(spans) - len(known))
        spans.append((left, right))
        known.append((tag, reference))
        cursor = right
    spans.pop()
    known.pop()
    cut = [text[a:b] for a, b in spans]
    out = Tokens(
        text,
        [a for a, _ in spans],
        [b for _, b in spans],
        cut,
        [fixture[0] if fixture else _tag(word) for word, fixture in zip(cut, known, strict=True)],
        [fixture[1] if fixture else -1 for fixture in known],
    )
    return _fold(_verbs_by_form(_join_suffixes(out)))


def _verbs_by_form(tokens: Tokens) -> Tokens:
    """Retag as verbs what only the form tells to be one: words before an aspect particle (磨坏|过),
    words unknown to the dictionary that end in one or in a complement (包了, 围坐在)."""
    tags, words = tokens.tags, tokens.words
    known, verbs = dictionary_tags(), lexicon()
    complements = verbs.sets["complements"]
    for at, (tag, word) in enumerate(zip(tags, words, strict=True)):
        single = tag in "nv" and len(word) == 1 and at and tags[at - 1] == "d" and tokens.reference[at] < 0
        if (
            single
            and at + 1 < len(tags)
            and words[at + 1] in complements
            and tags[at + 1] not in (",Ll" if tag == "v" else ",L")
        ):
            tags[at] = tags[at + 1] = "v"  # 全部装|上
            continue
        if tag == "k" and tags[at + 1 : at + 2] == ["l"] and words[at + 1] in ("了", "过"):
            tags[at] = "v"  # 当|了|班长
            continue
        if tag == "l" and word == "到了" and at and tags[at - 1] == "d":
            tags[at] = "v"
        if tag not in "nw" or len(word) > 3 or word in verbs.tags or tokens.reference[at] >= 0:
            continue
        follows = tags[at + 1] == "l" and words[at + 1] in ("了", "过", "着") if at + 1 < len(tags) else False
        unknown = len(word) > 1 and word not in known and word[-1] in complements
        durative = unknown and word[-1] in "着过"
        stem = word[:-1]
        made = unknown and (known.get(stem, verbs.tags.get(stem)) in ("v", "w") or stem in single_verbs())
        if follows or durative or made:
            tags[at] = "v"
    return tokens


def _join_suffixes(tokens: Tokens) -> Tokens:
    """Join a verb and the one-character noun ending right behind it (离职|率, 托管|班) to a noun."""
    sets = lexicon().sets
    endings, makers = sets["suffixes"], sets["makers"]
    if endings.isdisjoint(tokens.words) and "比" not in tokens.words:
        return tokens
    out = Tokens(tokens.text, [], [], [], [], [])
    for at, word in enumerate(tokens.words):
        follows = word in endings and out.tags and out.ends[-1] == tokens.starts[at]
        timed = follows and word in sets["timed"] and out.tags[-1] == "t"  # 晚间|班
        if (
            not follows
            and word == "比"
            and out.tags[-1:] in (["v"], ["w"])
            and tokens.tags[at + 1 : at + 2] == ["N"]
        ):
            follows = out.ends[-1] == tokens.starts[at]  # 录取|比|约38%
        fits = follows and out.tags[-1] in "vw" and len(out.words[-1]) == 2 and out.words[-1] not in makers
        if timed or fits:
            out.ends[-1] = tokens.ends[at]
            out.words[-1] += word
            out.tags[-1] = "n"
            continue
        out.starts.append(tokens.starts[at])
        out.ends.append(tokens.ends[at])
        out.words.append(word)
        out.tags.append(tokens.tags[at])
        out.reference.append(tokens.reference[at])
    return out


def _fold(tokens: Tokens) -> Tokens:
    """Fold each short quoted or bracketed stretch that holds no number into one token: a quotation
    is a noun, a bracket belongs to the word before it."""
    if not any(word in _OPEN for word in tokens.words):
        return tokens
    out = Tokens(tokens.text, [], [], [], [], [])
    at, count = 0, len(tokens)
    while at < count:
        close = _OPEN.get(tokens.words[at])
        last = at
        if close is not None:
            limit = tokens.starts[at] + _MAX_QUOTE
            for probe in range(at + 1, count):
                if tokens.words[probe] == close:
                    last = probe
                    break
                if tokens.ends[probe] > limit or tokens.tags[probe] == "N":
                    break
        bracket = close in (")", "）", "]", "】")
        if last > at and bracket and out.tags and out.tags[-1] not in ",LND":
            out.ends[-1] = tokens.ends[last]
            out.words[-1] = tokens.text[out.starts[-1] : out.ends[-1]]
        else:
            inner = set(tokens.tags[at + 1 : last])
            tag = tokens.tags[at] if last == at else "n"
            if (
                last > at + 1
                and tokens.words[at + 1] == "不"
                and tokens.tags[last + 1 : last + 2] in ([","], [])
            ):
                tag = "v"  # “不打烊”
            if last > at and "E" in inner:
                tag = "E"
            out.starts.append(tokens.starts[at])
            out.ends.append(tokens.ends[last])
            out.words.append(tokens.text[tokens.starts[at] : tokens.ends[last]])
            out.tags.append(tag)
            out.reference.append(tokens.reference[at] if last == at else -1)
        at = last + 1
    return out


def entity_tag(kind: str) -> str:
    """The token tag of an entity type."""
    return _ENTITY_TAGS.get(kind, "E")
