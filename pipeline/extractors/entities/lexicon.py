"""Word lists of the entity grammar: YAML lexicons, jieba's dictionary, and tokens of a text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from operator import itemgetter
from typing import Any

import yaml

from pipeline.text import segmenter, trie_pattern, word_spans_of, words_tagged

# Tags of jieba's dictionary whose words do not stand inside names: verbs, adverbs, prepositions,
# conjunctions, pronouns, particles, numerals, times, phrases.
_OUTSIDE_TAGS = {"v", "vd", "vi", "vg", "vq", "d", "dg", "p", "c", "r", "rr", "u", "ul", "uv", "ud",
                 "uj", "uz", "ug", "m", "mq", "t", "l", "i", "y", "e", "o", "a", "ad", "z", "f", "s"}  # fmt: skip


@cache
def load(name: str) -> dict[str, Any]:
    """The lexicon `<name>.yaml` beside this file."""
    text = files(__package__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return data


def words_of(value: str | list[str]) -> list[str]:
    """The words of a YAML entry: a list, or a text of words between white space."""
    return value.split() if isinstance(value, str) else [w for item in value for w in item.split()]


class Endings:
    """A dictionary that is asked which of its words ends at a place of a text."""

    def __init__(self, kinds: dict[str, str]) -> None:
        self._kinds = kinds
        lengths: dict[str, set[int]] = {}  # of the words that end in these two characters
        for word in kinds:
            lengths.setdefault(word[-2:], set()).add(len(word))
        self._lengths = {end: sorted(sizes, reverse=True) for end, sizes in lengths.items()}

    def at(self, text: str, end: int, floor: int) -> tuple[int, str] | None:
        """Length and kind of the longest word that ends at `end` and begins at `floor` or later."""
        lengths = self._lengths.get(text[end - 2 : end])
        if lengths is not None:
            for length in lengths:
                if length <= end - floor:
                    kind = self._kinds.get(text[end - length : end])
                    if kind is not None:
                        return length, kind
        if end <= floor:
            return None
        kind = self._kinds.get(text[end - 1 : end])
        return None if kind is None else (1, kind)

    def start(self, text: str, end: int, floor: int) -> int:
        """Where the row of words begins that ends at `end`; `end` itself if there is none."""
        while end > floor:
            found = self.at(text, end, floor)
            if found is None:
                break
            end -= found[0]
        return end


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Sets of words of jieba's dictionary, by their tag."""

    outside: frozenset[str]  # do not stand inside names
    verbs: frozenset[str]  # those among them that are verbs
    places: frozenset[str]  # places and organisations
    persons: frozenset[str]  # two or three characters, tagged as a person's name


@cache
def dictionary() -> Dictionary:
    """Made once of the tags in jieba's dictionary."""
    return Dictionary(
        outside=frozenset(words_tagged(_OUTSIDE_TAGS)),
        verbs=frozenset(words_tagged([tag for tag in _OUTSIDE_TAGS if tag[0] == "v"])),
        places=frozenset(word for word in words_tagged(("ns", "nt")) if len(word) > 1),
        persons=frozenset(word for word in words_tagged(("nr", "nrfg", "nrt")) if 2 <= len(word) <= 3),
    )


def outside_words() -> frozenset[str]:
    """Dictionary words that do not stand inside names, by their tag."""
    return dictionary().outside


def frequency(word: str) -> int:
    """How often jieba's dictionary counted the word; 0 if it does not have it."""
    return _frequencies().get(word, 0)


@cache
def _frequencies() -> dict[str, int]:
    found: dict[str, int] = segmenter().FREQ
    return found


def matches(
    pattern: re.Pattern[str], text: str, lines: Sequence[tuple[int, int]]
) -> Iterator[tuple[re.Match[str], int, int]]:
    """The matches of a pattern that crosses no line break, with the line each lies in. One pass over the
    text: a page has a thousand lines, and few of them hold what most patterns look for."""
    at = 0
    for match in pattern.finditer(text):
        start = match.start()
        while lines[at][1] < start:
            at += 1
        low, high = lines[at]
        yield match, low, high


_MANY_NAMES = 24  # from which one pattern of all costs less than a search for each


def occurrences(text: str, names: Collection[str]) -> list[tuple[int, int]]:
    """Where the names stand, in order and without overlap, the longest at each place.

    A page's names are few and its own: to compile a pattern of them takes longer than to search for each.
    """
    if len(names) > _MANY_NAMES:
        return [match.span() for match in re.finditer(trie_pattern(names), text)]
    found: list[tuple[int, int]] = []
    for name in names:
        at = text.find(name)
        while at >= 0:
            found.append((at, -len(name)))
            at = text.find(name, at + 1)
    found.sort()
    spans: list[tuple[int, int]] = []
    behind = 0
    for start, size in found:
        if start >= behind:
            behind = start - size
            spans.append((start, behind))
    return spans


_FIRST = itemgetter(0)
# Segmenters make one token of a long row of unknown characters; no word is longer than this.
_LONGEST = 30


class Tokens:
    """Token spans of a text, in order and end to end; `edges` are the offsets at which one begins or the
    text ends."""

    def __init__(self, text: str, words: Sequence[tuple[int, int]] | None) -> None:
        if words is None:
            words = word_spans_of(text)
        self.starts = list(map(_FIRST, words))
        self.edges = set(self.starts)
        self.edges.add(len(text))

    def start_before(self, offset: int) -> int:
        """Start of the token that holds the character before `offset`, as far as words reach."""
        at = bisect_left(self.starts, offset) - 1
        return max(self.starts[at] if at >= 0 else 0, offset - _LONGEST)

    def end_after(self, offset: int, default: int) -> int:
        """End of the token that holds the character at `offset`, as far as words reach."""
        at = bisect_left(self.starts, offset + 1)
        return min(self.starts[at] if at < len(self.starts) else default, offset + _LONGEST)

    def is_edge(self, offset: int) -> bool:
        """Whether a token begins or the text ends at `offset`."""
        return offset in self.edges
