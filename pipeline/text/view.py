"""A view: a clean text made of pieces of a raw text, each with its place there.

Raw text is never changed. What a reader wants to see (columns closed up, headline marks and
indents gone) is a second text, the view; every character of it either stands in the raw text
or is a line break that the view put between two paragraphs.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class View:
    """An immutable text and, for each run of its characters, the offset of that run in `raw`.

    `starts[i]` is the view offset (code points) of run i, `origins[i]` its raw offset; runs lie
    end to end. A line break that the view added belongs to the run before it.
    """

    raw: str
    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]

    @classmethod
    def identity(cls, raw: str) -> View:
        """The view that shows the raw text as it is."""
        return cls(raw, raw, (0,), (0,))

    def origin(self, offset: int) -> int:
        """Raw offset of the view's character at `offset` (0 <= offset < len(text)).

        Raises IndexError outside the text.
        """
        if not 0 <= offset < len(self.text):
            raise IndexError(f"offset {offset} is outside a view of {len(self.text)} characters")
        run = bisect_right(self.starts, offset) - 1
        return self.origins[run] + offset - self.starts[run]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open raw span from the view's first character `start` to its last, `end - 1`.

        The span must begin and end on characters that stand in the raw text, not on a line
        break that the view added. Raises IndexError outside the text or for an empty span.
        """
        if end <= start:
            raise IndexError(f"empty span {start}:{end}")
        if start < 0 or end > len(self.text):
            raise IndexError(f"{start}:{end} reaches outside a view of {len(self.text)} characters")
        # the same as `origin` twice; this is called for every row there is
        starts, origins = self.starts, self.origins
        first, last = bisect_right(starts, start) - 1, bisect_right(starts, end - 1) - 1
        return origins[first] + start - starts[first], origins[last] + end - starts[last]


@dataclass(slots=True)
class ViewBuilder:
    """Collects pieces of `raw` in order and makes the view of them."""

    raw: str
    _pieces: list[str] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _origins: list[int] = field(default_factory=list)
    _length: int = 0

    def __len__(self) -> int:
        """Characters so far; also the view offset at which the next piece will stand."""
        return self._length

    def add(self, start: int, end: int) -> None:
        """Append `raw[start:end]`; an empty span adds nothing."""
        if end <= start:
            return
        self._starts.append(self._length)
        self._origins.append(start)
        self._pieces.append(self.raw[start:end])
        self._length += end - start

    def line_break(self) -> None:
        """End a paragraph with a line break that does not stand in the raw text."""
        self._pieces.append("\n")
        self._length += 1

    def space(self) -> None:
        """Part two words with a space where the raw text has a line break."""
        self._pieces.append(" ")
        self._length += 1

    def build(self) -> View:
        return View(self.raw, "".join(self._pieces), tuple(self._starts), tuple(self._origins))
