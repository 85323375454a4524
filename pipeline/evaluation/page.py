"""The text of a page as gold compares it: without its white space, with the way back.

Column breaks cut words and numbers, so two spans are compared by the printed characters they
hold; `squeezed` offsets (called lo and hi throughout this package) count only those.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from pipeline.errors import BaoshuError
from pipeline.reading.decode import Decoded, decode


def squeeze(text: str) -> str:
    """The text without any white space."""
    return "".join(text.split())


class Page:
    """A raw page and its squeezed text."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.text = squeeze(raw)

    @cached_property
    def _origins(self) -> list[int]:
        return [i for i, char in enumerate(self.raw) if not char.isspace()]

    @cached_property
    def _printed_before(self) -> list[int]:
        counts = [0]
        for char in self.raw:
            counts.append(counts[-1] + (not char.isspace()))
        return counts

    def squeezed(self, start: int, end: int) -> tuple[int, int]:
        """The squeezed span of a raw span; offsets beyond the page are moved to its ends."""
        last = len(self.raw)
        return self._printed_before[min(max(start, 0), last)], self._printed_before[min(max(end, 0), last)]

    def raw_span(self, lo: int, hi: int) -> tuple[int, int]:
        """The raw span, in code points, of a squeezed span that is not empty."""
        return self._origins[lo], self._origins[hi - 1] + 1

    def around(self, lo: int, hi: int, width: int = 8) -> str:
        """The printed words of a squeezed span with up to `width` characters on either side."""
        return self.text[max(0, lo - width) : hi + width]


def find_page(folder: Path, stem: str) -> Path | None:
    """The page file in or below `folder` whose name without suffix is `stem`; None if there is none."""
    files = (p for p in folder.rglob("*") if p.stem == stem and p.suffix != ".json" and p.is_file())
    return min(files, default=None)


def read_page(folder: Path, stem: str) -> str:
    """The decoded text of a page. Raises BaoshuError when it is not there or cannot be decoded."""
    path = find_page(folder, stem)
    if path is None:
        hint = "Give the folder of the raw pages that the gold files belong to."
        raise BaoshuError("B009", f"{folder}: there is no page named {stem!r}.", hint)
    decoded = decode(path.read_bytes())
    if isinstance(decoded, Decoded):
        return decoded.text
    raise BaoshuError("B009", f"{path}: {decoded.detail}", "Save the page as UTF-8.")
