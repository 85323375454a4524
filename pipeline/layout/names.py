"""Cuts the names out of a byline, also where two-character names are printed with a space."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from pipeline.layout.data import load

_SEPARATORS: Final = re.compile(r"[\s、，,/／;；|｜&]+")
_CHINESE: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")


@cache
def _surnames() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    rules = load("names")
    single, frequent = ("".join(rules[key].split()) for key in ("surnames", "frequent"))
    return frozenset(single), frozenset(rules["compound"]), frozenset(frequent)


@cache
def _never() -> frozenset[str]:
    return frozenset(load("names")["never"])


def is_name(word: str) -> bool:
    """Whether a word looks like a Chinese personal name, judged by its surname and length."""
    if not word or word in _never():
        return False
    single, compound, _ = _surnames()
    if "·" in word:
        return 3 <= len(word) <= 16 and all(_CHINESE.fullmatch(part) for part in word.split("·"))
    if not _CHINESE.fullmatch(word):
        return False
    return (word[:2] in compound and 3 <= len(word) <= 4) or (word[0] in single and 2 <= len(word) <= 3)


def _could_be_name(word: str) -> bool:
    """A looser test, for words that a role announces."""
    return is_name(word) or (
        2 <= len(word) <= 4 and _CHINESE.fullmatch(word) is not None and word not in _never()
    )


def _unglue(word: str) -> list[str]:
    """Names printed without a space between, or the word as it is."""
    _, compound, frequent = _surnames()
    if (word[:2] in compound and len(word) <= 4) or not _CHINESE.fullmatch(word):
        return [word]
    for first in {4: (2,), 5: (3, 2), 6: (3,)}.get(len(word), ()):
        if word[0] in frequent and word[first] in frequent:
            return [word[:first], word[first:]]
    return [word]


def split_names(text: str, strict: bool = False) -> list[str] | None:
    """The names in a list of names, or None when some word in it is none.

    `strict` wants a known surname on each; without it any two to four characters will do.
    """
    single, compound, _ = _surnames()
    words = [w for w in _SEPARATORS.split(text.replace("•", "·").replace("・", "·")) if w]
    joined: list[str] = []
    i = 0
    while i < len(words):
        word, following = words[i], words[i + 1] if i + 1 < len(words) else ""
        lone = (len(word) == 1 and word in single) or word in compound
        if (
            lone
            and following
            and len(following) <= (1 if word in compound else 2)
            and (len(following) == 1 or not is_name(following) or len(word) == 1)
        ):
            joined.append(word + following)
            i += 2
            continue
        joined += _unglue(word)
        i += 1
    good = is_name if strict else _could_be_name
    return joined if joined and all(good(name) for name in joined) else None
