"""Text with an origin: views of a raw text that remember where each character stood; words."""

from pipeline.text.guarded import GuardedPattern, SlowPatternError, TextPattern
from pipeline.text.lazy import LazyPattern
from pipeline.text.leading import led
from pipeline.text.nodes import compose, read_nodes, safe_yaml
from pipeline.text.patterns import begins_with, trie_pattern
from pipeline.text.segmentation import cut_words, segmenter, word_spans_of
from pipeline.text.tags import tag_names, word_tags, words_tagged
from pipeline.text.view import View, ViewBuilder

__all__ = [
    "GuardedPattern",
    "LazyPattern",
    "SlowPatternError",
    "TextPattern",
    "View",
    "ViewBuilder",
    "begins_with",
    "compose",
    "cut_words",
    "led",
    "read_nodes",
    "safe_yaml",
    "segmenter",
    "tag_names",
    "trie_pattern",
    "word_spans_of",
    "word_tags",
    "words_tagged",
]
