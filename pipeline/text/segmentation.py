"""The word segmenter of this process: jieba with its own dictionary, compiled where that is installed."""

from __future__ import annotations

import logging
import marshal
import re
import tempfile
from collections.abc import Callable
from functools import cache
from itertools import accumulate
from pathlib import Path

import jieba


@cache
def segmenter() -> jieba.Tokenizer:
    """jieba's tokenizer, its dictionary read at first use (a fifth of a second, once a process).

    It is ours alone: words that other code teaches jieba's global tokenizer do not change our cuts.
    """
    jieba.setLogLevel(logging.WARNING)
    made = jieba.Tokenizer()
    known = _cached()
    if known is None:
        made.initialize()
    else:
        made.FREQ, made.total = known
        made.initialized = True
    return made


def _cached() -> tuple[dict[str, int], int] | None:
    """The dictionary as jieba left it in its cache. jieba itself reads that from the file object by object,
    which takes three times as long."""
    try:
        words, total = marshal.loads(Path(tempfile.gettempdir(), "jieba.cache").read_bytes())
    except (OSError, ValueError, EOFError, TypeError):
        return None
    return (words, total) if isinstance(words, dict) and isinstance(total, int) else None


# jieba's own blocks: only within them it looks for words.
_BLOCK = re.compile(r"([\u4E00-\u9FD5a-zA-Z0-9+#&._%\-]+)")
_BETWEEN = re.compile(r"\r\n|.", re.DOTALL)
# Blocks that the compiled jieba was found to cut like jieba's own code (see tests/text); it differs on
# blocks with - or _, on dots between letters, and on decimals that letters follow.
_ALIKE_CHARS = r"[\u4E00-\u9FD5a-zA-Z0-9]|(?<=[0-9])\.(?=[0-9]+(?![0-9a-zA-Z.]))|(?<=[0-9])%"
_ALIKE = re.compile(f"(?:{_ALIKE_CHARS})+")
# Texts whose blocks are all of that kind can be given to it whole, unless a rare Chinese character stands between
# them (jieba takes it for no block, the compiled one does) or a lone surrogate (it takes none).
_ALL_ALIKE = re.compile(
    f"(?:[\u4e00-\u9fd5a-zA-Z0-9]++|{_ALIKE_CHARS}"
    r"|[^\u3400-\u4DBF\u4E00-\u9FFF\uD800-\uDFFF\uF900-\uFAFF\U00020000-\U0003FFFFa-zA-Z0-9+#&._%\-])*+"
)


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
    if _ALL_ALIKE.fullmatch(text):
        return compiled(text)
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
