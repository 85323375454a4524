"""Articles in the making: raw spans and units, before a view is made of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.layout.bylines import Byline
from pipeline.layout.units import Unit


@dataclass(slots=True)
class DraftParagraph:
    """A paragraph as raw spans, one for each column piece."""

    kind: str
    pieces: list[tuple[int, int]]
    text: str  # of the last piece
    closed: bool = False


@dataclass(slots=True)
class DraftArticle:
    headlines: list[Unit] = field(default_factory=list)
    paragraphs: list[DraftParagraph] = field(default_factory=list)
    byline: Byline = field(default_factory=Byline)
    bylined: bool = False
    signed: bool = False
    last_body: DraftParagraph | None = None

    @property
    def has_body(self) -> bool:
        return self.last_body is not None
