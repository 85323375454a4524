"""A pattern that is compiled when it is first used, so that an import costs nothing."""

from __future__ import annotations

import re
import sys


class LazyPattern:
    """Stands for `re.compile(source, flags)`; the methods are those of `re.Pattern`.

    `begins` are all characters that a match can begin with: where another stands, `match` need not try.
    """

    def __init__(self, source: str, flags: int = 0, *, begins: str = "") -> None:
        self._source, self._flags, self.begins = source, flags, begins
        self._compiled: re.Pattern[str] | None = None

    @property
    def compiled(self) -> re.Pattern[str]:
        if self._compiled is None:
            self._compiled = re.compile(self._source, self._flags)
        return self._compiled

    # The methods look at `_compiled` first: asking a property costs as much as a short match.

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        if self.begins and (start >= len(text) or text[start] not in self.begins):
            return None
        return (self._compiled or self.compiled).match(text, start)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return (self._compiled or self.compiled).search(text, start, end)

    def fullmatch(self, text: str, start: int, end: int) -> re.Match[str] | None:
        return (self._compiled or self.compiled).fullmatch(text, start, end)
