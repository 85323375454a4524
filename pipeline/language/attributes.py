"""The custom attributes of a Doc that our components read and write.

All hold plain rows (see `pipeline.mentions`) with offsets into `doc.text`, because a mention's
edges need not be token edges.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any, Protocol, TypeVar

from spacy.tokens import Doc

from pipeline.layout import Layout, plain_layout
from pipeline.mentions import spans_of_types
from pipeline.text import word_spans_of


class HasSpan(Protocol):
    """Whatever has half-open offsets into `doc.text`."""

    start: int
    end: int


R = TypeVar("R", bound=HasSpan)

ATTRIBUTES = {
    "layout": "Layout: articles, paragraphs, sentences",
    "supplied_date": "datetime.date | None: day of publication given with the input",
    "filename_date": "datetime.date | None: day of publication in the file's name",
    "numbers": "list[NumberMention]",
    "date_expressions": "list[DateExpression]: dates as found, relative ones unresolved",
    "publication": "Publication: when the document was published",
    "dates": "list[DateMention]: dates resolved",
    "entity_grammar": "list[EntityMention]: what the grammar of names finds",
    "entity_model": "list[Proposal]: what the statistical model thinks of it, and finds itself",
    "entities": "list[EntityMention]: both made one, names resolved",
    "events": "list[EventMention]",
    "statistics": "list[StatisticMention]",
}


def register_attributes() -> None:
    """Make the attributes known to spaCy; harmless when done again."""
    for name in ATTRIBUTES:
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)


def attribute(doc: Doc, name: str) -> Any:
    """The value of `doc._.<name>`; an empty list for rows that no component has written."""
    value = doc._.get(name)
    return [] if value is None else value


def layout_of(doc: Doc) -> Layout:
    """The document's layout; of a Doc made from plain text, one article without headlines."""
    if doc._.layout is None:
        doc._.layout = plain_layout(text_of(doc))
    layout: Layout = doc._.layout
    return layout


def spans_of_articles(doc: Doc) -> list[tuple[int, int]]:
    """Half-open view offsets of each article."""
    return [(a.start, a.end) for a in layout_of(doc).articles]


def outside_names(doc: Doc, rows: Iterable[R], types: frozenset[str]) -> list[R]:
    """The rows, in ascending order, that do not lie within an entity of one of the types; all of them
    where no component has looked for entities."""
    names = spans_of_types(attribute(doc, "entities"), types)
    names.append((sys.maxsize, sys.maxsize))
    kept, at = [], 0
    begin, stop = names[0]
    for row in rows:
        start = row.start
        while stop <= start:
            at += 1
            begin, stop = names[at]
        if start < begin or stop < row.end:
            kept.append(row)
    return kept


SEGMENTER = "baoshu.segmenter"
"""Key in `doc.user_data` that says that jieba cut the words."""
TEXT = "baoshu.text"
"""Key in `doc.user_data` of the text, where it is known."""
_WORDS = "baoshu.words"


def text_of(doc: Doc) -> str:
    """`doc.text`, which spaCy puts together from the tokens each time it is asked, put together once."""
    text: str | None = doc.user_data.get(TEXT)
    if text is None:
        text = doc.user_data[TEXT] = doc.text
    return text


def word_spans(doc: Doc) -> list[tuple[int, int]]:
    """jieba's words as half-open offsets that tile `doc.text`, whatever tokenizer made the Doc."""
    spans: list[tuple[int, int]] | None = doc.user_data.get(_WORDS)
    if spans is None:
        spans = doc.user_data[_WORDS] = _word_spans(doc)
    return spans


def _word_spans(doc: Doc) -> list[tuple[int, int]]:
    if SEGMENTER not in doc.user_data:
        return word_spans_of(text_of(doc))
    starts: list[int] = doc.to_array("IDX").tolist() if len(doc) else []
    return list(zip(starts, [*starts[1:], len(text_of(doc))], strict=True)) if starts else []
