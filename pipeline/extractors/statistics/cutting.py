"""The words of a sentence and their tags: jieba's, and those of words.yaml where they are as long."""

from __future__ import annotations

from functools import cache, lru_cache

from pipeline.extractors.statistics.lexicon import dictionary_tag, is_single_verb, lexicon
from pipeline.text import cut_words

Words = list[tuple[int, int]]
"""jieba's words of a document as half-open spans that tile it."""
_MAX_READINGS = 1 << 14
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
    if dictionary_tag(word) is not None:
        return 0
    sets = lexicon().sets
    if len(word) == 2 and word[0] in sets["fusing"] and _is_verb(word[1]):
        return 1
    if word[-1] in sets["trailing"] and word[-2:] not in sets["not_trailing"]:
        return len(word) - 1
    return 0


def _is_verb(character: str) -> bool:
    return lexicon().tags.get(character) == "v" or is_single_verb(character)


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
        return dictionary_tag(word) or "n"
    return ","


@cache
def _readings() -> dict[str, str]:
    """What `_reading` said of words; a plain dictionary, for it is asked for every word of every page."""
    return {}


def _reading(word: str) -> str:
    """The tag of a word of jieba's that stays one word, with `?` behind it if it does so only where no listed
    word begins with its last character; empty where its parts and what is behind it must be looked at."""
    lex = lexicon()
    sure = "?" if word[-1] in lex.openers else ""
    if len(word) == 1:
        return tag_of(word) + sure
    if not word[0].isalnum():
        return ""
    lengths = lex.lengths.get(word[:2])
    if lengths is not None:
        return tag_of(word) if word in lex.tags and lengths[0] <= len(word) else ""
    for at in range(1, len(word) - 1):
        if word[at : at + 2] in lex.lengths:
            return ""
    return "" if len(word) <= _READING and _unfused(word) else tag_of(word) + sure


def cut_stretch(
    text: str,
    start: int,
    end: int,
    words: Words | None,
    at: int,
    ends: list[int],
    cut: list[str],
    tags: list[str],
) -> int:
    """Append the words of the stretch that is not empty: the end, text and tag of each.

    The stretch's words are among those from index `at` of `words` on; returns where the next stretch's are.
    """
    if words is None:
        words, at = [], 0
        right = start
        for word in cut_words(text[start:end]):
            words.append((right, right + len(word)))
            right += len(word)
    count = len(words)
    while at < count and words[at][1] <= start:
        at += 1
    openings, readings = lexicon().lengths, _readings()
    left = taken = start
    while left < end:
        right = end
        if at < count and words[at][1] < end:
            right = words[at][1]
            at += 1
        if taken == left:
            word = text[left:right]
            reading = readings.get(word)
            if reading is None:
                if len(readings) >= _MAX_READINGS:
                    readings.clear()
                reading = readings[word] = _reading(word)
            if reading and (
                len(reading) == 1
                or right == end
                or text[right - 1 : right + 1] not in openings
                or not _overlaps(text, right - 1, left, end)
            ):
                ends.append(right)
                cut.append(word)
                tags.append(reading[0])
                left = taken = right
                continue
        while taken < right:
            for stop in _parts(text, taken, right, end):
                if stop - taken > 1 and not text[taken].isalnum():
                    for k in range(taken, stop):
                        ends.append(k + 1)
                        cut.append(text[k])
                        tags.append(tag_of(text[k]))
                else:
                    ends.append(stop)
                    cut.append(text[taken:stop])
                    tags.append(tag_of(text[taken:stop]))
                taken = stop
        left = right
    return at


def _overlaps(text: str, last: int, first: int, end: int) -> bool:
    """Whether a listed word that begins with the last character of jieba's word wins over it."""
    length = known_length(text, last, end)
    return length > 2 or (length > 0 and (last == first or text.startswith("工会", last)))


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
