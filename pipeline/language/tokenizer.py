"""A jieba tokenizer for spaCy, and Docs made from a layout.

jieba keeps its dictionary in a process-wide object that does not pickle; the tokenizer crosses
process boundaries as its settings alone and builds the dictionary again on the other side, once.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from spacy import util
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.language.attributes import SEGMENTER, TEXT, register_attributes
from pipeline.layout import Layout
from pipeline.text import cut_words

# Longer stretches than any sentence are cut by characters alone: jieba's route search keeps the
# whole stretch in memory, and a run of ten thousand characters without punctuation is no prose.
MAX_STRETCH = 10_000


class JiebaTokenizer:
    """Cuts text into words with jieba's dictionary and its hidden Markov model."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def words(self, text: str) -> list[str]:
        """The words of the text in order; joined they are the text."""
        if len(text) <= MAX_STRETCH:
            return cut_words(text) if text else []
        stretches = (text[start : start + MAX_STRETCH] for start in range(0, len(text), MAX_STRETCH))
        return [word for stretch in stretches for word in cut_words(stretch)]

    def __call__(self, text: str) -> Doc:
        words = self.words(text)
        return Doc(self.vocab, words=words, spaces=[False] * len(words), user_data={SEGMENTER: "jieba"})

    def __reduce__(self) -> tuple[type[JiebaTokenizer], tuple[Vocab]]:
        return JiebaTokenizer, (self.vocab,)

    # spaCy saves tokenizers with the pipeline; this one has nothing to save.
    def to_bytes(self, **_: Any) -> bytes:
        return b""

    def from_bytes(self, _data: bytes, **_kwargs: Any) -> JiebaTokenizer:
        return self

    def to_disk(self, _path: str | Path, **_: Any) -> None:
        return None

    def from_disk(self, _path: str | Path, **_: Any) -> JiebaTokenizer:
        return self


@util.registry.tokenizers("baoshu.JiebaTokenizer.v1")  # type: ignore[untyped-decorator]
def create_jieba_tokenizer() -> Callable[[Language], JiebaTokenizer]:
    return lambda nlp: JiebaTokenizer(nlp.vocab)


def make_doc(nlp: Language, layout: Layout) -> Doc:
    """A Doc over the layout's view, sentence starts set, `doc._.layout` the layout.

    Words never cross the edge of a sentence.
    """
    register_attributes()
    text, tokenizer = layout.view.text, nlp.tokenizer
    if not isinstance(tokenizer, JiebaTokenizer):
        doc = nlp.make_doc(text)
        doc._.layout = layout
        return doc
    words: list[str] = []
    firsts: list[int] = []  # the first words of sentences
    cursor = 0
    for article in layout.articles:
        for sentence in article.sentences:
            words += tokenizer.words(text[cursor : sentence.start])
            found = tokenizer.words(text[sentence.start : sentence.end])
            if found:
                firsts.append(len(words))
                words += found
            cursor = sentence.end
    words += tokenizer.words(text[cursor:])
    starts: list[bool | int | None] = [False] * len(words)
    for first in firsts:
        starts[first] = True
    doc = Doc(
        nlp.vocab,
        words=words,
        spaces=[False] * len(words),
        sent_starts=starts,
        user_data={SEGMENTER: "jieba", TEXT: text},
    )
    doc._.layout = layout
    return doc
