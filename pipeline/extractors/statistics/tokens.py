"""A sentence as tagged tokens: words, numbers, dates and entities, each with one letter.

n noun · w verbal noun · v verb · d adverb · k preposition · c conjunction · a adjective ·
r determiner or pronoun · u 的 · l aspect · q 等 · f locality · t time word · N number ·
D date · O organisation · G area · P person · E event, award or document · F place ·
L list mark 、 · , edge of a clause (punctuation, blank, opening or closing mark)
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from pipeline.extractors.statistics.cutting import WordEnds, cut_stretch
from pipeline.extractors.statistics.lexicon import dictionary_tags, lexicon, single_verbs
from pipeline.layout.model import Sentence

NOMINAL = frozenset("nwaEFGO")
_ENTITY_TAGS = {"ORG": "O", "GPE": "G", "PERSON": "P", "LOC": "F", "FAC": "F", "TITLE": "n"}
_MAX_QUOTE = 26
_OPEN = {"“": "”", "‘": "’", "《": "》", "(": ")", "（": "）", "「": "」", "[": "]", "【": "】"}
MAX_SENTENCE = 2000
"""Characters of a sentence that are read; what is longer is no prose."""
# Bounds looking about, so that a page of nothing but numbers costs no more than prose.
_MAX_CLAUSE = 80


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
    _clauses: dict[int, tuple[int, int]] = field(default_factory=dict)

    def clause(self, at: int) -> tuple[int, int]:
        """Half-open token indices of the clause around token `at`, at most `_MAX_CLAUSE` to each side; asked
        for once the tags are final."""
        known = self._clauses.get(at)
        if known is None:
            edges = self._edges
            if edges is None:
                edges = self._edges = [at for at, tag in enumerate(self.tags) if tag == ","]
            before, behind = bisect_left(edges, at), bisect_right(edges, at)
            left = edges[before - 1] + 1 if before else 0
            right = edges[behind] if behind < len(edges) else len(self.tags)
            known = max(left, at - _MAX_CLAUSE), max(min(right, at + _MAX_CLAUSE), at + 1)
            self._clauses[at] = known
        return known

    def __len__(self) -> int:
        return len(self.tags)

    def span(self, first: int, last: int) -> str:
        """The text from token `first` up to and without token `last`."""
        return self.text[self.starts[first] : self.ends[last - 1]] if last > first else ""


Fixed = tuple[int, int, str, int]
"""A span that is one token: start, end, tag, index of its mention."""


def tokenize(text: str, start: int, end: int, fixed: Sequence[Fixed], words: WordEnds | None) -> Tokens:
    """The sentence `text[start:end]`; `fixed` are its numbers, dates and entities in order,
    not overlapping; `words` are the ends of the document's words, cut here where they are left out.
    Short quoted or bracketed stretches without a number are single nouns."""
    end = min(end, start + MAX_SENTENCE)
    out = Tokens(text, [], [], [], [], [])
    starts, ends, cut, tags, reference = out.starts, out.ends, out.words, out.tags, out.reference
    cursor = start
    for left, right, tag, mention in fixed:
        if left < cursor or right > end:
            continue
        if cursor < left:
            cut_stretch(text, cursor, left, words, ends, cut, tags)
        ends.append(right)
        cut.append(text[left:right])
        tags.append(tag)
        reference += [-1] * (len(ends) - len(reference) - 1)
        reference.append(mention)
        cursor = right
    if cursor < end:
        cut_stretch(text, cursor, end, words, ends, cut, tags)
    reference += [-1] * (len(ends) - len(reference))
    if ends:
        starts.append(start)  # tokens lie end to end
        starts += ends[:-1]
    return _fold(_verbs_by_form(_join_suffixes(out)))


class Reading:
    """A sentence that is cut into tokens when they are asked for: few sentences need theirs."""

    def __init__(
        self,
        text: str,
        sentence: Sentence,
        fixed: Callable[[Sentence], Sequence[Fixed]],
        words: WordEnds | None,
    ) -> None:
        self._text, self._sentence, self._fixed, self._words = text, sentence, fixed, words
        self._mentions: Sequence[Fixed] | None = None
        self._tokens: Tokens | None = None

    @property
    def mentions(self) -> Sequence[Fixed]:
        """Its numbers, dates and entities as single tokens."""
        if self._mentions is None:
            self._mentions = self._fixed(self._sentence)
        return self._mentions

    @property
    def has_number(self) -> bool:
        """Whether one of its numbers may be a fact."""
        return any(mention[2] == "N" for mention in self.mentions)

    @property
    def tokens(self) -> Tokens:
        """Its tokens."""
        if self._tokens is None:
            sentence = self._sentence
            self._tokens = tokenize(self._text, sentence.start, sentence.end, self.mentions, self._words)
        return self._tokens


def _verbs_by_form(tokens: Tokens) -> Tokens:
    """Retag as verbs what only the form tells to be one: words before an aspect particle (磨坏|过),
    words unknown to the dictionary that end in one or in a complement (包了, 围坐在)."""
    tags, words = tokens.tags, tokens.words
    listed, complements = lexicon().tags, lexicon().sets["complements"]
    for at, (tag, word) in enumerate(zip(tags, words, strict=True)):
        if tag not in "nvwkl":
            continue
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
        if tag not in "nw" or len(word) > 3 or word in listed or tokens.reference[at] >= 0:
            continue
        follows = at + 1 < len(tags) and tags[at + 1] == "l" and words[at + 1] in ("了", "过", "着")
        if follows or (word[-1] in complements and _formed(word)):
            tags[at] = "v"
    return tokens


@lru_cache(maxsize=1 << 14)
def _formed(word: str) -> bool:
    """Whether a word that ends in a particle or complement is a verb with it, unknown as one word."""
    known, lex = dictionary_tags(), lexicon()
    if len(word) < 2 or word in known:
        return False
    stem = word[:-1]
    made = known.get(stem, lex.tags.get(stem)) in ("v", "w") or stem in single_verbs()
    return made or word[-1] in "着过"


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
    if _OPEN.keys().isdisjoint(tokens.words):
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
