"""Regular expressions made of word lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

# `re` skips to the next character of a class that a pattern begins with ten times as fast as it tries the
# pattern at every place, and it tries the branches of a choice one by one. So a pattern of many words begins
# with the class of their first characters; classes of so many second characters, and classes within these,
# lead on to the right branch, which looks back at the first one (measured: half the time of other orders).
_CLASSES = (100, 25)
_MANY = 24


def trie_pattern(words: Iterable[str]) -> str:
    """A pattern that matches the longest of the words at a place, without backtracking over them."""
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    if len(root) < _MANY or "" in root:
        return _written(root)
    return _by_second(root)


def _written(node: dict[str, Any]) -> str:
    branches = [re.escape(char) + _written(child) for char, child in sorted(node.items()) if char]
    if not branches:
        return ""
    body = branches[0] if len(branches) == 1 else "(?:" + "|".join(branches) + ")"
    return f"(?:{body})?" if "" in node else body


def _by_second(root: dict[str, Any]) -> str:
    """The words of a trie as the class of their first characters and a choice by the second one."""
    rests: dict[
        str, dict[str, list[str]]
    ] = {}  # second character to what may follow, behind which first ones
    for first in sorted(root):
        for second, child in root[first].items():
            if second:
                rests.setdefault(second, {}).setdefault(_written(child), []).append(first)
    branches: dict[str, str] = {}
    for second, by_rest in sorted(rests.items()):
        choice = "|".join(
            f"(?<={_class(firsts)}{re.escape(second)}){rest}" for rest, firsts in by_rest.items()
        )
        branches[second] = f"{re.escape(second)}(?:{choice})"
    parts = [_ahead(list(branches)) + _classed(branches, list(branches), _CLASSES)] if branches else []
    alone = [first for first in sorted(root) if "" in root[first]]
    if alone:
        parts.append(f"(?<={_class(alone)})")
    return f"{_class(sorted(root))}(?:{'|'.join(parts)})"


def _classed(branches: dict[str, str], chars: Sequence[str], sizes: Sequence[int]) -> str:
    """A choice of the branches that begin with `chars`, in classes of `sizes`."""
    if not sizes or len(chars) <= sizes[0]:
        return f"(?:{'|'.join(branches[char] for char in chars)})"
    classes = [chars[at : at + sizes[0]] for at in range(0, len(chars), sizes[0])]
    parts = (_ahead(members) + _classed(branches, members, sizes[1:]) for members in classes)
    return f"(?:{'|'.join(parts)})"


def begins_with(words: Iterable[str]) -> str:
    """A look-ahead for the first character of one of the words: what a pattern wants whose beginning may be
    left out, so that the engine need not try all of it at every place."""
    return _ahead(sorted({word[0] for word in words}))


def _ahead(chars: Sequence[str]) -> str:
    return f"(?={_class(chars)})"


def _class(chars: Sequence[str]) -> str:
    return f"[{''.join(map(re.escape, chars))}]"
