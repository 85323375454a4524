"""Judges the joint between two printed lines: finished paragraph, or cut by a column's end."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from pipeline.layout.data import alternation, load
from pipeline.text import segmenter

_WINDOW: Final = 6  # characters on each side of a joint that decide whether a word spans it
_PAIRS: Final = {
    "“": "”",
    "‘": "’",
    "「": "」",
    "『": "』",
    "《": "》",
    "（": "）",
    "(": ")",
    "【": "】",
    "〈": "〉",
}


class _Grammar:
    """The marks and words of `junctions.yaml`."""

    def __init__(self) -> None:
        rules = load("junctions")
        self.closers = frozenset(rules["closers"])
        self.quotes: str = rules["quotes"]
        self.continuing = frozenset(rules["continuing"])
        self.trailing = frozenset(rules["trailing"])
        self.wanting = tuple(rules["wanting"])
        self.hanging = re.compile(f"(?!{alternation(rules['hanging_not'])}){alternation(rules['hanging'])}")


@cache
def _grammar() -> _Grammar:
    return _Grammar()


def finished(text: str) -> bool:
    """Whether a line ends as paragraphs end: in a full stop or its like, quotes and brackets after it."""
    g = _grammar()
    last = text[-1:]
    if last in g.closers:
        return True
    if last and last in g.quotes:
        return text.rstrip(g.quotes)[-1:] in g.closers
    return last == "." and not text[-2:-1].isdigit()


def left_open(text: str) -> bool:
    """Whether a line cannot be a whole: a bracket or quotation is open, or its last word wants another."""
    g = _grammar()
    if text[-1:] in g.continuing or text.endswith(g.wanting):
        return True
    tail = text[-200:]
    for opening, closing in _PAIRS.items():
        at = tail.rfind(opening)
        if at >= 0 and at > tail.rfind(closing):
            return True
    return False


def hangs(text: str) -> bool:
    """Whether a line begins with what cannot begin a paragraph."""
    g = _grammar()
    first, second = text[:1], text[1:2]
    stump = second in g.trailing and not first.isdigit() and second not in ("：", ":")
    return first in g.trailing or stump or g.hanging.match(text) is not None


def spans_word(first: str, second: str) -> bool:
    """Whether a dictionary word runs over the joint (`服务职` + `工`)."""
    left, right = first[-_WINDOW:], second[:_WINDOW]
    if not left or not right or not ("\u3400" <= left[-1] <= "\u9fff" and "\u3400" <= right[0] <= "\u9fff"):
        return False
    if not _known_across(left, right):
        return False
    at = 0
    for word in segmenter().cut(left + right, HMM=False):
        at += len(word)
        if at >= len(left):
            return at > len(left)
    return False


def _known_across(left: str, right: str) -> bool:
    """Whether the dictionary has any word made of the end of `left` and the beginning of `right`."""
    known: dict[str, int] = segmenter().FREQ  # with 0 for what only begins a word
    for at in range(len(left)):
        word = left[at:]
        for char in right:
            word += char
            if word not in known:
                break
            if known[word]:
                return True
    return False


def cut_number(first: str, second: str) -> bool:
    """Whether a number is cut off from its digits or its measure word (`312` + `名`, `18.` + `61万`)."""
    return first[-1:].isdigit() and (
        second[:1].isdigit() or second[:1] in "个名人件场次项年月日万亿元家余多.％%"
    )


def carries_on(first: str, second: str) -> bool:
    """Whether `second` is the rest of what `first` began, by the words at the joint."""
    if finished(first):
        return first[-1:] in ":：" and second[:1] in "“‘「"
    return left_open(first) or hangs(second) or cut_number(first, second) or spans_word(first, second)
