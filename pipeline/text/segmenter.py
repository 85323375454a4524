"""The word segmenter of this process: jieba with its own dictionary."""

from __future__ import annotations

import logging
from functools import cache

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
