"""Cuts a text at the edges of spans that may nest, overlap or be empty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Span:
    """Code points [start, end) of a text, known by `key`."""

    start: int
    end: int
    key: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch [start, end) in which the same spans hold: `keys`, outermost first. `begins`: those that
    begin here."""

    start: int
    end: int
    keys: tuple[int, ...]
    begins: tuple[int, ...]


def segments(start: int, end: int, spans: Sequence[Span]) -> list[Segment]:
    """The stretches of [start, end) in order, without gaps; spans are clipped to it, empty ones left out."""
    clipped = [(max(s.start, start), min(s.end, end), s.key) for s in spans]
    inside = sorted((s for s in clipped if s[0] < s[1]), key=lambda s: (s[0], -s[1], s[2]))
    edges = sorted({start, end, *(s[0] for s in inside), *(s[1] for s in inside)})
    made: list[Segment] = []
    open_spans: list[tuple[int, int, int]] = []
    following = iter(inside)
    ahead = next(following, None)
    for left, right in pairwise(edges):
        open_spans = [s for s in open_spans if s[1] > left]
        begins = []
        while ahead is not None and ahead[0] == left:
            open_spans.append(ahead)
            begins.append(ahead[2])
            ahead = next(following, None)
        made.append(Segment(left, right, tuple(s[2] for s in open_spans), tuple(begins)))
    return made
