"""Text with an origin: views of a raw text that remember where each character stood; words."""

from pipeline.text.patterns import trie_pattern
from pipeline.text.segmenter import cut_words, segmenter, word_spans_of, word_tags
from pipeline.text.view import View, ViewBuilder

__all__ = ["View", "ViewBuilder", "cut_words", "segmenter", "trie_pattern", "word_spans_of", "word_tags"]
