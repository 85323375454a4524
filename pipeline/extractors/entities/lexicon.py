"""Word lists of the entity grammar: YAML lexicons, jieba's dictionary, and tokens of a text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from pipeline.text import segmenter, word_spans_of, words_tagged

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
        by_end: dict[str, list[tuple[str, int, str]]] = {}
        for word, kind in kinds.items():
            by_end.setdefault(word[-2:], []).append((word, len(word), kind))
        self._by_end = {end: tuple(sorted(entries, key=lambda e: -e[1])) for end, entries in by_end.items()}

    def at(self, text: str, end: int, floor: int) -> tuple[int, str] | None:
        """Length and kind of the longest word that ends at `end` and begins at `floor` or later."""
        for key in (text[end - 2 : end], text[end - 1 : end]):
            for word, length, kind in self._by_end.get(key, ()):
                if length <= end - floor and text.startswith(word, end - length):
                    return length, kind
        return None

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
    return int(segmenter().FREQ.get(word) or 0)


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


# Segmenters make one token of a long row of unknown characters; no word is longer than this.
_LONGEST = 30


class Tokens:
    """Token spans of a text, in order and end to end; `edges` are the offsets at which one begins or the
    text ends."""

    def __init__(self, text: str, words: Sequence[tuple[int, int]] | None) -> None:
        if words is None:
            words = word_spans_of(text)
        self.starts = [start for start, _ in words]
        self.edges = {*self.starts, len(text)}

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
