"""Splits paragraphs into sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise


@cache
def _pattern() -> re.Pattern[str]:
    # Alternatives begin with disjoint characters, so matching never backtracks over a run.
    return re.compile(r"[^\n。！？!?；;]*(?:[。！？!?；;]+[”’」』）)】》〉\"']*|(?=\n)|$)")


def split_sentences(text: str, start: int, end: int, breaks: Sequence[int] = ()) -> Iterator[tuple[int, int]]:
    """Half-open spans of the sentences in `text[start:end]`, without white space at their ends.

    A sentence ends in 。！？； or their half-width forms, closing quotes and brackets included, at
    the end of the paragraph, and at each offset of `breaks` inside it.
    """
    bounds = [start, *(b for b in breaks if start < b < end), end]
    pattern = _pattern()
    for low, high in pairwise(bounds):
        for match in pattern.finditer(text, low, high):
            first, piece = match.start(), match.group()
            stripped = piece.strip()
            if stripped:
                first += len(piece) - len(piece.lstrip())
                yield first, first + len(stripped)
