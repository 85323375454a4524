"""The word segmenter of this process: jieba with its own dictionary, compiled where that is installed."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
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
        while lines := file.readlines(_DICT_BLOCK):  # a block at a time: line by line takes twice as long
            columns = b"".join(lines).decode("utf-8").split()
            tags.update(zip(columns[::3], map(intern, columns[2::3]), strict=True))
    return {word: tag for word, tag in tags.items() if tag is not None}


_DICT_BLOCK = 1 << 18  # bytes
# jieba's own blocks: only within them it looks for words.
_BLOCK = re.compile(r"([\u4E00-\u9FD5a-zA-Z0-9+#&._%\-]+)")
_BETWEEN = re.compile(r"\r\n|.", re.DOTALL)
# Blocks that the compiled jieba was found to cut like jieba's own code (see tests/text); it differs on
# blocks with - or _ and on dots between letters.
_ALIKE = re.compile(r"(?:[\u4E00-\u9FD5a-zA-Z0-9]|(?<=[0-9])\.(?=[0-9])|(?<=[0-9])%)+")


@cache
def _compiled() -> Callable[[str], list[str]] | None:
    """The cut of `rjieba` (the extra `fast`), jieba in Rust with the same dictionary; None without it."""
    try:
        import rjieba
    except ImportError:
        return None
    cut: Callable[[str], list[str]] = rjieba.cut
    return cut


def cut_words(text: str) -> list[str]:
    """jieba's words of the text; joined they are the text. The same with and without `rjieba`."""
    compiled = _compiled()
    if compiled is None:
        return list(segmenter().cut(text))
    words: list[str] = []
    for number, piece in enumerate(_BLOCK.split(text)):
        if number % 2 == 0:
            words += _BETWEEN.findall(piece)
        elif _ALIKE.fullmatch(piece):
            words += compiled(piece)
        else:
            words += segmenter().cut(piece)
    return words


def word_spans_of(text: str) -> list[tuple[int, int]]:
    """jieba's words as half-open code-point spans that tile the text."""
    ends = list(accumulate(map(len, cut_words(text))))
    return list(zip([0, *ends], ends, strict=False))
