"""Splits paragraphs into sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache


@cache
def _pattern() -> re.Pattern[str]:
    # Alternatives begin with disjoint characters, so matching never backtracks over a run.
    return re.compile(r"[^\n。！？!?；;]*(?:[。！？!?；;]+[”’」』）)】》〉\"']*|(?=\n)|$)")


def split_sentences(text: str, start: int, end: int, breaks: Sequence[int] = ()) -> list[tuple[int, int]]:
    """Half-open spans of the sentences in `text[start:end]`, without white space at their ends.

    A sentence ends in 。！？； or their half-width forms, closing quotes and brackets included, at
    the end of the paragraph, and at each offset of `breaks` inside it.
    """
    found: list[tuple[int, int]] = []
    pattern, low = _pattern(), start
    for high in [*[b for b in breaks if start < b < end], end]:
        for match in pattern.finditer(text, low, high):
            first, last = match.span()
            while first < last and text[first].isspace():
                first += 1
            while first < last and text[last - 1].isspace():
                last -= 1
            if first < last:
                found.append((first, last))
        low = high
    return found
