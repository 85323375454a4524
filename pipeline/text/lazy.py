"""A pattern that is compiled when it is first used, so that an import costs nothing."""

from __future__ import annotations

import re
import sys


class LazyPattern:
    """Stands for `re.compile(source, flags)`; the methods are those of `re.Pattern`."""

    def __init__(self, source: str, flags: int = 0) -> None:
        self._source, self._flags = source, flags
        self._compiled: re.Pattern[str] | None = None

    @property
    def compiled(self) -> re.Pattern[str]:
        if self._compiled is None:
            self._compiled = re.compile(self._source, self._flags)
        return self._compiled

    # The methods look at `_compiled` first: asking a property costs as much as a short match.

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        return (self._compiled or self.compiled).match(text, start)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return (self._compiled or self.compiled).search(text, start, end)

    def fullmatch(self, text: str, start: int, end: int) -> re.Match[str] | None:
        return (self._compiled or self.compiled).fullmatch(text, start, end)
