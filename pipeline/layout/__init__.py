"""Layout: from a page's raw text to its articles, paragraphs and sentences."""

from pipeline.layout.assemble import plain_layout, read_layout
from pipeline.layout.model import Article, Furniture, Layout, Paragraph, Sentence

__all__ = [
    "Article",
    "Furniture",
    "Layout",
    "Paragraph",
    "Sentence",
    "plain_layout",
    "read_layout",
]
