"""A sentence as tagged tokens: words, numbers, dates and entities, each with one letter.

n noun · w verbal noun · v verb · d adverb · k preposition · c conjunction · a adjective ·
r determiner or pronoun · u 的 · l aspect · q 等 · f locality · t time word · N number ·
D date · O organisation · G area · P person · E event, award or document · F place ·
L list mark 、 · , edge of a clause (punctuation, blank, opening or closing mark)
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from functools import lru_cache

from pipeline.extractors.statistics.cutting import Words, cut_stretch
from pipeline.extractors.statistics.lexicon import dictionary_tag, is_single_verb, lexicon
from pipeline.layout.model import Sentence

NOMINAL = frozenset("nwaEFGO")
_ENTITY_TAGS = {"ORG": "O", "GPE": "G", "PERSON": "P", "LOC": "F", "FAC": "F", "TITLE": "n"}
_MAX_QUOTE = 26
_OPEN = {"“": "”", "‘": "’", "《": "》", "(": ")", "（": "）", "「": "」", "[": "]", "【": "】"}
_BRACKETS = (")", "）", "]", "】")
MAX_SENTENCE = 2000
"""Characters of a sentence that are read; what is longer is no prose."""
# Bounds looking about, so that a page of nothing but numbers costs no more than prose.
_MAX_CLAUSE = 80


class Tokens:
    """Parallel lists: half-open view offsets, words, tags; `reference[i]` is the index of the
    number, date or entity that token i is, else -1. Tokens lie end to end. `told` keeps what the clause that
    ends before a token tells of the status of figures behind it, which each of them asks."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.words: list[str] = []
        self.tags: list[str] = []
        self.reference: list[int] = []
        self._edges: list[int] | None = None
        self.told: dict[int, str] = {}
        self._left = self._right = 0

    def clause(self, at: int) -> tuple[int, int]:
        """Half-open token indices of the clause around token `at`, at most `_MAX_CLAUSE` to each side; asked
        for once the tags are final."""
        if (
            not self._left <= at < self._right
        ):  # it is the clause of a number that is asked for again and again
            edges = self._edges
            if edges is None:
                edges = self._edges = [at for at, tag in enumerate(self.tags) if tag == ","]
            before, behind = bisect_left(edges, at), bisect_right(edges, at)
            left = edges[before - 1] + 1 if before else 0
            right = edges[behind] if behind < len(edges) else len(self.tags)
            if before < behind:  # the edge itself, which stands in no clause
                return max(left, at - _MAX_CLAUSE), max(min(right, at + _MAX_CLAUSE), at + 1)
            self._left, self._right = left, right
        if self._right - self._left <= _MAX_CLAUSE:
            return self._left, self._right
        return max(self._left, at - _MAX_CLAUSE), max(min(self._right, at + _MAX_CLAUSE), at + 1)

    def merge(self, first: int, last: int, tag: str) -> None:
        """Make one token of tokens `first` to `last`, the mention that the first was."""
        self.ends[first] = self.ends[last]
        self.words[first] = self.text[self.starts[first] : self.ends[last]]
        self.tags[first] = tag
        del self.starts[first + 1 : last + 1]
        del self.ends[first + 1 : last + 1]
        del self.words[first + 1 : last + 1]
        del self.tags[first + 1 : last + 1]
        del self.reference[first + 1 : last + 1]

    def __len__(self) -> int:
        return len(self.tags)

    def span(self, first: int, last: int) -> str:
        """The text from token `first` up to and without token `last`."""
        return self.text[self.starts[first] : self.ends[last - 1]] if last > first else ""


Fixed = tuple[int, int, str, int]
"""A span that is one token: start, end, tag, index of its mention."""


def tokenize(text: str, start: int, end: int, fixed: list[Fixed], words: Words | None) -> Tokens:
    """The sentence `text[start:end]`; `fixed` are its numbers, dates and entities in order,
    not overlapping; `words` are the document's words, cut here where they are left out.
    Short quoted or bracketed stretches without a number are single nouns."""
    end = min(end, start + MAX_SENTENCE)
    out = Tokens(text)
    ends, cut, tags, reference = out.ends, out.words, out.tags, out.reference
    cursor, at = start, max(0, bisect_right(words, (start, end)) - 1) if words is not None else 0
    for left, right, tag, mention in fixed:
        if left < cursor or right > end:
            continue
        if cursor < left:
            at = cut_stretch(text, cursor, left, words, at, ends, cut, tags)
        ends.append(right)
        cut.append(text[left:right])
        tags.append(tag)
        reference += [-1] * (len(ends) - len(reference) - 1)
        reference.append(mention)
        cursor = right
    if cursor < end:
        cut_stretch(text, cursor, end, words, at, ends, cut, tags)
    reference += [-1] * (len(ends) - len(reference))
    if ends:
        out.starts.append(start)
        out.starts += ends
        out.starts.pop()
    _join_suffixes(out)
    _verbs_by_form(out)
    _fold(out)
    return out


class Reading:
    """A sentence that is cut into tokens when they are asked for: few sentences need theirs."""

    def __init__(
        self,
        text: str,
        sentence: Sentence,
        fixed: Callable[[Sentence], list[Fixed]],
        words: Words | None,
    ) -> None:
        self._text, self._sentence, self._fixed, self._words = text, sentence, fixed, words
        self._mentions: list[Fixed] | None = None
        self._tokens: Tokens | None = None

    @property
    def mentions(self) -> list[Fixed]:
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


def _verbs_by_form(tokens: Tokens) -> None:
    """Retag as verbs what only the form tells to be one: words before an aspect particle (磨坏|过),
    words unknown to the dictionary that end in one or in a complement (包了, 围坐在)."""
    tags, words, reference = tokens.tags, tokens.words, tokens.reference
    listed, complements = lexicon().tags, lexicon().sets["complements"]
    count = len(tags)
    for at in range(count):
        tag = tags[at]
        if tag not in "nvwkl":
            continue
        word = words[at]
        following = tags[at + 1] if at + 1 < count else ""
        if tag == "k":
            if following == "l" and words[at + 1] in ("了", "过"):
                tags[at] = "v"  # 当|了|班长
            continue
        if tag == "l":
            if word == "到了" and at and tags[at - 1] == "d":
                tags[at] = "v"
            continue
        if reference[at] >= 0:
            continue
        size = len(word)
        if (
            size == 1
            and tag != "w"
            and at
            and tags[at - 1] == "d"
            and following
            and following not in (",Ll" if tag == "v" else ",L")
            and words[at + 1] in complements
        ):
            tags[at] = tags[at + 1] = "v"  # 全部装|上
            continue
        if tag == "v" or size > 3:
            continue
        follows = following == "l" and words[at + 1] in ("了", "过", "着")
        if (follows or (word[-1] in complements and _formed(word))) and word not in listed:
            tags[at] = "v"


@lru_cache(maxsize=1 << 14)
def _formed(word: str) -> bool:
    """Whether a word that ends in a particle or complement is a verb with it, unknown as one word."""
    if len(word) < 2 or dictionary_tag(word) is not None:
        return False
    stem = word[:-1]
    made = (dictionary_tag(stem) or lexicon().tags.get(stem)) in ("v", "w") or is_single_verb(stem)
    return made or word[-1] in "着过"


def _join_suffixes(tokens: Tokens) -> None:
    """Join a verb and the one-character noun ending right behind it (离职|率, 托管|班) to a noun."""
    sets = lexicon().sets
    endings, makers = sets["suffixes"], sets["makers"]
    words, tags = tokens.words, tokens.tags
    if endings.isdisjoint(words) and "比" not in words:
        return
    at = 1
    while at < len(words):
        word, before = words[at], tags[at - 1]
        if word in endings:
            follows = True
        else:  # 录取|比|约38%
            follows = word == "比" and at + 1 < len(tags) and tags[at + 1] == "N" and before in "vw"
        if follows:
            timed = before == "t" and word in endings and word in sets["timed"]  # 晚间|班
            if timed or (before in "vw" and len(words[at - 1]) == 2 and words[at - 1] not in makers):
                tokens.merge(at - 1, at, "n")
                continue
        at += 1


def _fold(tokens: Tokens) -> None:
    """Fold each short quoted or bracketed stretch that holds no number into one token: a quotation
    is a noun, a bracket belongs to the word before it."""
    words, tags = tokens.words, tokens.tags
    if _OPEN.keys().isdisjoint(words):
        return
    at = -1
    while at + 1 < len(words):
        at += 1
        close = _OPEN.get(words[at])
        if close is None:
            continue
        limit = tokens.starts[at] + _MAX_QUOTE
        last = at
        for probe in range(at + 1, len(words)):
            if words[probe] == close:
                last = probe
                break
            if tokens.ends[probe] > limit or tags[probe] == "N":
                break
        if last == at:
            continue
        if close in _BRACKETS and at and tags[at - 1] not in ",LND":
            at -= 1
            tokens.merge(at, last, tags[at])
            continue
        tag = "n"
        if last > at + 1 and words[at + 1] == "不" and (last + 1 >= len(tags) or tags[last + 1] == ","):
            tag = "v"  # “不打烊”
        if "E" in tags[at + 1 : last]:
            tag = "E"
        tokens.merge(at, last, tag)
        tokens.reference[at] = -1


def entity_tag(kind: str) -> str:
    """The token tag of an entity type."""
    return _ENTITY_TAGS.get(kind, "E")
