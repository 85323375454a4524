"""Patterns that a user wrote: none of them may stop a run."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Protocol

import regex

SECONDS = 1.0
"""Processor time that one search may take."""
TRIAL_SECONDS = 0.25
_TRIAL_CHARS = 1000
"""A pattern that takes quadratic time needs some 10 ms for so much; cubic and worse are over the limit."""
_TRIAL_WORDS = 20
_FILLERS = ("一", "9", "a", " ", "，")


class TextPattern(Protocol):
    """What rules ask of a pattern, ours (`re`) or a user's."""

    def search(self, string: str, /, pos: int = 0, endpos: int = sys.maxsize) -> object | None: ...

    def match(self, string: str, /, pos: int = 0, endpos: int = sys.maxsize) -> object | None: ...


class SlowPatternError(Exception):
    """A user's pattern took too long on a text; the message names the file, the line and the pattern."""


class GuardedPattern:
    """A pattern of a user's, searched for with a time limit.

    `where` names the pattern in messages. Raises re.error for what is no pattern, and SlowPatternError
    where it takes too long on texts made to lead it astray. That trial cannot find every such pattern:
    `search` and `match` raise the same later, on the text that shows it.
    """

    def __init__(self, source: str, where: str) -> None:
        re.compile(source)  # what Python's own `re` would not take is not taken here either
        try:
            self._pattern = regex.compile(source)
        except regex.error as error:
            raise re.error(str(error)) from error
        self._where = f"{where}: the pattern {source!r}"
        for text in _trials(source):
            self._try(text)

    def search(self, string: str, /, pos: int = 0, endpos: int = sys.maxsize) -> object | None:
        """As `re.Pattern.search`."""
        try:
            return self._pattern.search(string, pos, endpos, timeout=SECONDS)
        except TimeoutError:
            raise self._slow(SECONDS) from None

    def match(self, string: str, /, pos: int = 0, endpos: int = sys.maxsize) -> object | None:
        """As `re.Pattern.match`."""
        try:
            return self._pattern.match(string, pos, endpos, timeout=SECONDS)
        except TimeoutError:
            raise self._slow(SECONDS) from None

    def _try(self, text: str) -> None:
        try:
            self._pattern.search(text, timeout=TRIAL_SECONDS)
        except TimeoutError:
            raise self._slow(TRIAL_SECONDS) from None

    def _slow(self, seconds: float) -> SlowPatternError:
        return SlowPatternError(f"{self._where} takes longer than {seconds:g} s on a text")


def _trials(source: str) -> Iterator[str]:
    """Texts of which a pattern matches all but the end, as far as its own words tell."""
    words = list(dict.fromkeys(re.findall(r"[^\W_]+", re.sub(r"\\.", " ", source))))[:_TRIAL_WORDS]
    chars = list(dict.fromkeys("".join(words)))[:_TRIAL_WORDS]
    # a pattern gives up at once where a word that it needs is nowhere: hence the words behind the break
    ends = dict.fromkeys(("!", "!" + "".join(reversed(chars)), "!" + "".join(words)))
    for filler in dict.fromkeys((*_FILLERS, *chars, *words)):
        run = (filler * _TRIAL_CHARS)[:_TRIAL_CHARS]
        for end in ends:
            yield "".join(words) + run + end
