"""Language: spaCy documents over a layout's view, cut into words by jieba."""

from pipeline.language.attributes import (
    attribute,
    layout_of,
    outside_names,
    register_attributes,
    spans_of_articles,
    text_of,
    word_spans,
)
from pipeline.language.component import RowComponent
from pipeline.language.tokenizer import JiebaTokenizer, make_doc

__all__ = [
    "JiebaTokenizer",
    "RowComponent",
    "attribute",
    "layout_of",
    "make_doc",
    "outside_names",
    "register_attributes",
    "spans_of_articles",
    "text_of",
    "word_spans",
]
