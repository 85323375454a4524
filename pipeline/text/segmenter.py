"""The word segmenter of this process: jieba with its own dictionary."""

from __future__ import annotations

import logging
from functools import cache
from itertools import accumulate

import jieba


@cache
def segmenter() -> jieba.Tokenizer:
    """jieba's tokenizer, its dictionary read at first use (about half a second, once a process).

    It is ours alone: words that other code teaches jieba's global tokenizer do not change our cuts.
    """
    jieba.setLogLevel(logging.WARNING)
    made = jieba.Tokenizer()
    made.initialize()
    return made


def word_spans_of(text: str) -> list[tuple[int, int]]:
    """jieba's words as half-open code-point spans that tile the text."""
    ends = list(accumulate(len(word) for word in segmenter().cut(text)))
    return list(zip([0, *ends], ends, strict=False))
