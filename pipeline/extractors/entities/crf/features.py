"""Features of each character for the linear-chain CRF.

A feature is a short string; the model weighs those it knows. They say what the character and its
neighbours are, which word of jieba's they stand in and where, whether a word or character is in a
lexicon of ours, and what the grammar of names makes of the place.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from pipeline.extractors.entities.areas import areas
from pipeline.extractors.entities.lexicon import load, words_of

EDGE = "^"


@cache
def _surnames() -> frozenset[str]:
    persons = load("persons")
    return frozenset(words_of(persons["surnames"])) | frozenset(words_of(persons["compound_surnames"]))


def kind_of(char: str) -> str:
    """`d` digit, `a` Latin letter, `p` punctuation, `c` Chinese numeral, `h` any other character."""
    if char.isdigit():
        return "c" if char in "一二三四五六七八九十百千万亿" else "d"
    if char.isascii():
        return "a" if char.isalpha() else "p"
    if char in "一二三四五六七八九十百千万亿两":
        return "c"
    return "h" if char.isalpha() else "p"


def sequence_features(
    chars: str, words: Sequence[tuple[int, int]], grammar: Sequence[str] | None = None
) -> list[list[str]]:
    """One list of features a character.

    `words` are half-open spans that tile `chars`; `grammar` is the label that the grammar of names
    gives each character (`B-ORG`, `I-ORG`, `O` …), None where it is left out.
    """
    size = len(chars)
    c = [EDGE, EDGE, *chars, EDGE, EDGE]
    kinds = "".join(map(kind_of, chars))
    t = EDGE * 2 + kinds + EDGE * 2
    surnames, area = _surnames(), areas()
    spans = list(words)
    found: list[list[str]] = [[] for _ in range(size)]
    for index, (start, end) in enumerate(spans):
        word = chars[start:end]
        before = chars[slice(*spans[index - 1])] if index else EDGE
        after = chars[slice(*spans[index + 1])] if index + 1 < len(spans) else EDGE
        length = str(min(end - start, 4))
        shared = ["w=" + word, "w<" + before, "w>" + after, "l=" + length]
        shared.append("v<" + before[-1:] + word[:1])
        if word in surnames:
            shared.append("surname")
        if word in area.full:
            shared.append("area")
        elif word in area.short:
            shared.append("short-area")
        for at in range(start, end):
            place = "S" if end - start == 1 else "B" if at == start else "E" if at == end - 1 else "M"
            found[at] = [*shared, "k=" + place + length]
    for at in range(size):
        a, b, x, y, z = c[at], c[at + 1], c[at + 2], c[at + 3], c[at + 4]
        row = found[at]
        row += (
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
        )
        if x in surnames:
            row.append("sn")
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
