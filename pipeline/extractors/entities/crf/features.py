"""Features of each character for the linear-chain CRF.

A feature is a short string; the model weighs those it knows. They say what the character and its
neighbours are, which word of jieba's they stand in, its tag and where, whether a word or character is in
a lexicon of ours, and what the grammar of names makes of the place.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from pipeline.extractors.entities.areas import areas
from pipeline.extractors.entities.lexicon import load, words_of
from pipeline.text import word_tags

EDGE = "^"
GRAMMAR_FEATURES = 4
"""Features of a character that say what the grammar found; they stand last."""
_WORDS_REMEMBERED = 1 << 13


@cache
def _surnames() -> frozenset[str]:
    persons = load("persons")
    return frozenset(words_of(persons["surnames"])) | frozenset(words_of(persons["compound_surnames"]))


@cache
def _roles() -> dict[str, str]:
    """What a character can be in a name: a letter for each mix of surname, given name, syllable of
    transliteration; other characters are left out."""
    persons = load("persons")
    surnames = set("".join(words_of(persons["surnames"])))
    given = set("".join(words_of(persons["given"])))
    syllables = set("".join(words_of(persons["translit"])))
    return {
        char: "-abcdefg"[(char in surnames) + 2 * (char in given) + 4 * (char in syllables)]
        for char in surnames | given | syllables
    }


def kind_of(char: str) -> str:
    """`d` digit, `a` Latin letter, `p` punctuation, `c` Chinese numeral, `h` any other character."""
    if char.isdigit():
        return "c" if char in "一二三四五六七八九十百千万亿" else "d"
    if char.isascii():
        return "a" if char.isalpha() else "p"
    if char in "一二三四五六七八九十百千万亿两":
        return "c"
    return "h" if char.isalpha() else "p"


@lru_cache(_WORDS_REMEMBERED)
def _of_word(word: str) -> tuple[str, tuple[str, ...]]:
    """The tag of a word and the features that it has anywhere."""
    tag = word_tags().get(word) or "?" + str(min(len(word), 4))
    features = ["w=" + word, "l=" + str(min(len(word), 4)), "p=" + tag]
    if word in _surnames():
        features.append("surname")
    if word in areas().full:
        features.append("area")
    elif word in areas().short:
        features.append("short-area")
    return tag, tuple(features)


def sequence_features(
    chars: str, words: Sequence[tuple[int, int]], grammar: Sequence[str] | None = None
) -> list[list[str]]:
    """One list of features a character.

    `words` are half-open spans that tile `chars`; `grammar` is the label that the grammar of names
    gives each character (`B-ORG`, `I-ORG`, `O` …), None where it is left out.
    """
    size = len(chars)
    c = [EDGE, EDGE, *chars, EDGE, EDGE]
    t = EDGE * 2 + "".join(map(kind_of, chars)) + EDGE * 2
    role = _roles().get
    r = EDGE * 2 + "".join([role(char, "-") for char in chars]) + EDGE * 2
    found: list[list[str]] = []
    forms = [EDGE, EDGE, *(chars[start:end] for start, end in words), EDGE, EDGE]
    known = [_of_word(word) for word in forms]
    for index, (start, end) in enumerate(words, 2):
        word, before, after = forms[index], forms[index - 1], forms[index + 1]
        tag, features = known[index]
        last, following = known[index - 1][0], known[index + 1][0]
        shared = [
            *features,
            "w<" + before,
            "w>" + after,
            "v<" + before[-1:] + word[:1],
            "p<" + last,
            "p>" + following,
            "q<" + last + "/" + tag,
            "q>" + tag + "/" + following,
            "Q" + last + "/" + tag + "/" + following,
            "w<<" + forms[index - 2],
            "w>>" + forms[index + 2],
        ]
        length = str(min(end - start, 4))
        for at in range(start, end):
            place = "S" if end - start == 1 else "B" if at == start else "E" if at == end - 1 else "M"
            found.append([*shared, "k=" + place + length, "K=" + place + tag])
    for at in range(size):
        a, b, x, y, z = c[at], c[at + 1], c[at + 2], c[at + 3], c[at + 4]
        found[at] += (
            "0" + x,
            "-1" + b,
            "+1" + y,
            "-2" + a,
            "+2" + z,
            "-10" + b + x,
            "0+1" + x + y,
            "-2-1" + a + b,
            "+1+2" + y + z,
            "-1+1" + b + y,
            "t" + t[at + 1 : at + 4],
            "T" + t[at : at + 5],
            "r" + r[at + 1 : at + 4],
            "R" + r[at : at + 5],
        )
    if grammar is not None:
        g = [EDGE, *grammar, EDGE]
        for at in range(size):
            found[at] += (
                "g=" + g[at + 1],
                "g<" + g[at],
                "g>" + g[at + 2],
                "gg" + g[at] + g[at + 1] + g[at + 2],
            )
    return found
