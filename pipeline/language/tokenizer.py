"""A jieba tokenizer for spaCy, and Docs made from a layout.

jieba keeps its dictionary in a process-wide object that does not pickle; the tokenizer crosses
process boundaries as its settings alone and builds the dictionary again on the other side, once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from spacy import util
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.language.attributes import SEGMENTER, register_attributes
from pipeline.layout import Layout
from pipeline.text import cut_words

# Longer stretches than any sentence are cut by characters alone: jieba's route search keeps the
# whole stretch in memory, and a run of ten thousand characters without punctuation is no prose.
MAX_STRETCH = 10_000


class JiebaTokenizer:
    """Cuts text into words with jieba's dictionary and its hidden Markov model."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def words(self, text: str) -> Iterator[str]:
        """The words of the text in order; joined they are the text."""
        for start in range(0, len(text), MAX_STRETCH):
            yield from cut_words(text[start : start + MAX_STRETCH])

    def __call__(self, text: str) -> Doc:
        words = list(self.words(text))
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
    starts: list[bool | int | None] = []
    cursor = 0
    for article in layout.articles:
        for sentence in article.sentences:
            for start, end in ((cursor, sentence.start), (sentence.start, sentence.end)):
                cut = list(tokenizer.words(text[start:end]))
                words += cut
                starts += (
                    [True] + [False] * (len(cut) - 1)
                    if cut and start == sentence.start
                    else [False] * len(cut)
                )
            cursor = sentence.end
    rest = list(tokenizer.words(text[cursor:]))
    words += rest
    starts += [False] * len(rest)
    doc = Doc(
        nlp.vocab,
        words=words,
        spaces=[False] * len(words),
        sent_starts=starts,
        user_data={SEGMENTER: "jieba"},
    )
    doc._.layout = layout
    return doc
