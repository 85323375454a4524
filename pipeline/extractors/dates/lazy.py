"""A pattern that is compiled when it is first used, so that an import costs nothing."""

from __future__ import annotations

import re
from functools import cached_property


class LazyPattern:
    """Stands for `re.compile(source, flags)`; the methods are those of `re.Pattern`."""

    def __init__(self, source: str, flags: int = 0) -> None:
        self._source, self._flags = source, flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(self._source, self._flags)

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        return self.compiled.match(text, start)

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        return self.compiled.search(text, start)

    def fullmatch(self, text: str, start: int, end: int) -> re.Match[str] | None:
        return self.compiled.fullmatch(text, start, end)
