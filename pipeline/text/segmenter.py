"""The word segmenter of this process: jieba with its own dictionary."""

from __future__ import annotations

import logging
from functools import cache
from itertools import accumulate
from sys import intern

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


@cache
def word_tags() -> dict[str, str]:
    """The part-of-speech tag that jieba's dictionary gives each of its words (`nr` person, `ns` place,
    `nt` body, `v` verb …; ICTCLAS tags). Read at first use, about a quarter of a second."""
    made = segmenter()
    # the keys are the tokenizer's own strings: a second copy of them would take 30 MB
    tags: dict[str, str | None] = dict.fromkeys(made.FREQ)
    with made.get_dict_file() as file:
        for line in file:
            word, _, tag = line.decode("utf-8").split()
            tags[word] = intern(tag)
    return {word: tag for word, tag in tags.items() if tag is not None}


def word_spans_of(text: str) -> list[tuple[int, int]]:
    """jieba's words as half-open code-point spans that tile the text."""
    ends = list(accumulate(len(word) for word in segmenter().cut(text)))
    return list(zip([0, *ends], ends, strict=False))
