"""The layout of a document: which lines are headlines, which belong to which article.

All `start`/`end` are half-open code-point offsets into the view (`Layout.view.text`), except
where a name says `raw_`. Plain data: it crosses process boundaries.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.text import View


@dataclass(frozen=True, slots=True)
class Sentence:
    start: int
    end: int
    paragraph: int  # index into Article.paragraphs


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A printed headline line, a body paragraph with its columns closed up, or a caption."""

    kind: str  # headline | body | caption
    start: int
    end: int


@dataclass(slots=True)
class Article:
    """One article of a page; `raw_start`/`raw_end` run from its first headline character to its
    last body character in the raw text."""

    position: int
    raw_start: int
    raw_end: int
    headlines: list[str] = field(default_factory=list)
    title: str | None = None
    reporters: list[str] = field(default_factory=list)
    correspondents: list[str] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)

    @property
    def start(self) -> int:
        """View offset of the article's first character."""
        return self.paragraphs[0].start

    @property
    def end(self) -> int:
        """View offset behind the article's last character."""
        return self.paragraphs[-1].end


@dataclass(frozen=True, slots=True)
class Furniture:
    """A stretch of raw text that belongs to no article: a banner, a folio line, a byline."""

    kind: str  # banner | folio | byline | mark | orphan
    raw_start: int
    raw_end: int


@dataclass(slots=True)
class Layout:
    """A document's view and its articles in reading order.

    `breaks` are view offsets inside a paragraph at which other printed matter (a caption, a folio
    line) stands between two halves in the raw text: a span across one is not contiguous there.
    """

    view: View
    articles: list[Article]
    furniture: list[Furniture] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
