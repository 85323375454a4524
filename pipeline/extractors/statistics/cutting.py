"""The words of a sentence and their tags: jieba's, and those of words.yaml where they are as long."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import accumulate

from pipeline.extractors.statistics.lexicon import dictionary_tags, lexicon, single_verbs
from pipeline.text import cut_words

WordEnds = list[int]
"""The end of each of jieba's words of a document, ascending."""
_READING = 4  # characters from which a word may be several of words.yaml


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


def _listed_parts(text: str, start: int, end: int) -> list[int]:
    """The ends of the words of words.yaml that cover a long word of jieba's (积极参与, 提供服务), else nothing."""
    parts: list[int] = []
    at = start
    while at < end:
        length = known_length(text, at, end)
        if not length:
            return []
        at += length
        parts.append(at)
    return parts


def _verb_first(text: str, start: int, end: int) -> list[int]:
    """The ends of the two parts of a long word that begins with a verb or adverb of words.yaml (通过|考核,
    编写|教材)."""
    length = known_length(text, start, end)
    if 2 <= length <= end - start - 2 and lexicon().tags[text[start : start + length]] in "vd":
        return [start + length, end]
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


@lru_cache(maxsize=1 << 14)
def tag_of(word: str) -> str:
    """The tag of a word that is no mention."""
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


@lru_cache(maxsize=1 << 14)
def _reading(word: str) -> tuple[str, bool] | None:
    """The tag of a word of jieba's that stays one word, and whether it does so even where a listed word
    begins with its last character; None where its parts and what is behind it must be looked at."""
    lex = lexicon()
    if len(word) == 1:
        return tag_of(word), False
    if not word[0].isalnum():
        return None
    lengths = lex.lengths.get(word[:2])
    if lengths is not None:
        return (tag_of(word), True) if word in lex.tags and lengths[0] <= len(word) else None
    if any(word[at : at + 2] in lex.lengths for at in range(1, len(word) - 1)):
        return None
    return None if len(word) <= _READING and _unfused(word) else (tag_of(word), False)


def cut_stretch(
    text: str, start: int, end: int, words: WordEnds | None, ends: list[int], cut: list[str], tags: list[str]
) -> None:
    """Append the words of the stretch that is not empty: the end, text and tag of each."""
    if words is None:
        pieces = list(accumulate(map(len, cut_words(text[start:end])), initial=start))[1:]
    else:
        first = bisect_right(words, start)
        pieces = words[first : bisect_left(words, end, first)]
        pieces.append(end)
    openings = lexicon().lengths
    left = taken = start
    for right in pieces:
        if taken == left:
            word = text[left:right]
            reading = _reading(word)
            if reading is not None and (
                reading[1] or right == end or text[right - 1 : right + 1] not in openings
            ):
                ends.append(right)
                cut.append(word)
                tags.append(reading[0])
                left = taken = right
                continue
        at = taken
        while at < right:
            for stop in _parts(text, at, right, end):
                if stop - at > 1 and not text[at].isalnum():
                    ends += range(at + 1, stop + 1)
                    cut += text[at:stop]
                    tags += map(tag_of, text[at:stop])
                else:
                    ends.append(stop)
                    cut.append(text[at:stop])
                    tags.append(tag_of(text[at:stop]))
                at = stop
        taken = at
        left = right


def _parts(text: str, at: int, right: int, end: int) -> list[int]:
    """The ends of the words that the next part of jieba's word `text[at:right]` is read as, within a stretch
    that ends at `end`; the last may lie behind it."""
    known = known_length(text, at, end)
    if known >= right - at:
        return [at + known]
    if right - at >= _READING:
        parts = _listed_parts(text, at, right) or _verb_first(text, at, right)
        if parts:
            return parts
    if 2 <= right - at <= _READING:
        apart = _unfused(text[at:right])
        if apart:
            return [at + apart]
    for inside in range(at + 1, right):
        length = known_length(text, inside, end)
        # jieba's word and ours overlap: ours wins only when it is long enough to be sure
        if inside + length > right and (length > 2 or text.startswith("工会", inside)):
            return [inside]
    return [right]
