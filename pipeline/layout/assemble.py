"""Makes the layout of a text: the view, and the articles with their places in it."""

from __future__ import annotations

from pipeline.layout.drafts import DraftArticle, DraftParagraph
from pipeline.layout.headlines import choose_title
from pipeline.layout.lines import split_lines
from pipeline.layout.model import Article, Furniture, Layout, Paragraph, Sentence
from pipeline.layout.segment import Segmenter
from pipeline.layout.sentences import split_sentences
from pipeline.layout.units import Unit, classify
from pipeline.text import View, ViewBuilder


def read_layout(raw: str, *, title: str | None = None, record: bool = False) -> Layout:
    """The layout of a newspaper page, or with `record` of a bulk record, whatever the text.

    A record with a `title` has a raw text that begins with it: its lines are the article's first
    headline lines, and `title` its title. Offsets are code points; nothing of `raw` that is printed
    is lost: it is in the view or in `furniture`.
    """
    units = classify(split_lines(raw))
    titled = _titled(raw, title, units)
    segmenter = Segmenter(units, record=record or title is not None, titled=titled)
    segmenter.run()
    if not segmenter.articles and any(unit.kind != "mark" for unit in units):
        return plain_layout(raw)  # a text is an article, even one that reads like a folio line
    stretches = list(segmenter.stretches)
    for unit in units:
        line = unit.line
        if line.outer_start < line.start:
            stretches.append(("mark", line.outer_start, line.start))
        if line.end < line.outer_end:
            stretches.append(("mark", line.end, line.outer_end))
    layout = _assemble(raw, segmenter.articles)
    layout.furniture = sorted(
        (Furniture(kind, *span) for kind, a, b in stretches if (span := _trim(raw, a, b))),
        key=lambda f: f.raw_start,
    )
    if titled and title is not None and layout.articles:
        layout.articles[0].title = " ".join(title.split())
    return layout


def plain_layout(text: str) -> Layout:
    """The layout of clean text: a view that is the text itself, one article, no headlines.

    Each non-blank line is a body paragraph. A blank text has no article.
    """
    paragraphs = [Paragraph("body", line.outer_start, line.outer_end) for line in split_lines(text)]
    if not paragraphs:
        return Layout(View.identity(text), [])
    article = Article(0, paragraphs[0].start, paragraphs[-1].end, paragraphs=paragraphs)
    article.sentences = _sentences(text, paragraphs, [])
    return Layout(View.identity(text), [article])


def _titled(raw: str, title: str | None, units: list[Unit]) -> int:
    """How many units make up the title that a record's text begins with."""
    if not title or not title.strip() or not raw.startswith(title):
        return 0
    lines = [unit for unit in units if unit.line.start < len(title)]
    if not all(unit.line.text for unit in lines):
        return 0
    for unit in lines:
        # Whatever a title's words look like, they are the title.
        unit.kind, unit.byline, unit.tail = "short", None, None
        unit.start, unit.end, unit.text = unit.line.start, unit.line.end, unit.line.text
    return len(lines)


def _trim(raw: str, start: int, end: int) -> tuple[int, int] | None:
    piece = raw[start:end]
    if not piece or piece.isspace():
        return None
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def _assemble(raw: str, drafts: list[DraftArticle]) -> Layout:
    builder = ViewBuilder(raw)
    breaks: list[int] = []
    articles: list[Article] = []
    for draft in drafts:
        paragraphs = [_place(raw, builder, paragraph, breaks) for paragraph in draft.paragraphs]
        start, end = _extent(draft)
        article = Article(len(articles), start, end, paragraphs=paragraphs)
        if draft.headlines:
            article.headlines = [unit.line.text for unit in draft.headlines]
            article.title = article.headlines[choose_title([unit.line for unit in draft.headlines])]
        article.reporters = list(draft.byline.reporters)
        article.correspondents = list(draft.byline.correspondents)
        articles.append(article)
    view = builder.build()
    at = 0
    for article in articles:
        stop = at
        while stop < len(breaks) and breaks[stop] < article.end:
            stop += 1
        article.sentences = _sentences(view.text, article.paragraphs, breaks[at:stop])
        at = stop
    return Layout(view, articles, breaks=breaks)


def _place(raw: str, builder: ViewBuilder, draft: DraftParagraph, breaks: list[int]) -> Paragraph:
    if len(builder):
        builder.line_break()
    start, before = len(builder), -1
    for low, high in draft.pieces:
        if before >= 0:
            if (
                raw[before - 1].isascii()
                and raw[before - 1].isalpha()
                and raw[low].isascii()
                and raw[low].isalpha()
            ):
                builder.space()
            if raw[before:low].strip():
                breaks.append(len(builder))
        builder.add(low, high)
        before = high
    return Paragraph(draft.kind, start, len(builder))


def _extent(draft: DraftArticle) -> tuple[int, int]:
    """Raw span from the first headline character to the last of the body."""
    text = [p for p in draft.paragraphs if p.kind != "caption"] or draft.paragraphs
    return text[0].pieces[0][0], text[-1].pieces[-1][1]


def _sentences(text: str, paragraphs: list[Paragraph], breaks: list[int]) -> list[Sentence]:
    found: list[Sentence] = []
    at = 0
    for index, paragraph in enumerate(paragraphs):
        stop = at
        while stop < len(breaks) and breaks[stop] < paragraph.end:
            stop += 1
        spans = split_sentences(text, paragraph.start, paragraph.end, breaks[at:stop])
        found += [Sentence(low, high, index) for low, high in spans]
        at = stop
    return found
