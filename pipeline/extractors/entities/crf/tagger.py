"""Runs the CRF over a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import pycrfsuite

from pipeline.extractors.entities.crf.features import sequence_features
from pipeline.mentions import EntityMention

MODEL = "model.crfsuite"
# A sequence is a paragraph; longer ones are cut, at the end of a sentence where there is one.
LONGEST = 600
_SENTENCE_END = re.compile(r"[。！？；!?;][”’」』）)]*")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A span that the model or the grammar proposes, with the model's probability of it (0 to 1)."""

    start: int
    end: int
    type: str
    probability: float
    tagged: bool  # part of the model's best labelling


@cache
def tagger() -> pycrfsuite.Tagger:
    """The model that ships with the package, opened at first use."""
    with as_file(files("pipeline.extractors.entities.crf").joinpath(MODEL)) as path:
        return open_model(path)


def open_model(path: Path) -> pycrfsuite.Tagger:
    opened = pycrfsuite.Tagger()
    opened.open(str(path))
    return opened


def labels(size: int, mentions: Sequence[tuple[int, int, str]]) -> list[str]:
    """IOB2 labels of `size` characters for non-overlapping spans."""
    row = ["O"] * size
    for start, end, kind in mentions:
        row[start] = "B-" + kind
        row[start + 1 : end] = ["I-" + kind] * (end - start - 1)
    return row


def spans(row: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """The spans that IOB2 labels say; an I- without its B- begins one."""
    start, kind = -1, ""
    for at, label in enumerate([*row, "O"]):
        if start >= 0 and (label == "O" or label[0] == "B" or label[2:] != kind):
            yield start, at, kind
            start = -1
        if label != "O" and start < 0:
            start, kind = at, label[2:]


def sequences(text: str) -> Iterator[tuple[int, int]]:
    """Half-open spans of the stretches that are labelled one by one; they depend on their line alone."""
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        at = start
        while end - at > LONGEST:
            cuts = [m.end() for m in _SENTENCE_END.finditer(text, at, at + LONGEST)]
            cut = cuts[-1] if cuts else at + LONGEST
            yield at, cut
            at = cut
        if at < end:
            yield at, end
        start = end + 1


def propose(
    text: str,
    words: Sequence[tuple[int, int]],
    grammar: Sequence[EntityMention],
    model: pycrfsuite.Tagger | None = None,
) -> list[Proposal]:
    """What the model tags, and its opinion of what the grammar found; offsets into `text`.

    `words` are half-open spans that tile the text, in order. `grammar` holds no overlaps.
    """
    model = model or tagger()
    chars = text.encode("utf-8", "replace").decode("utf-8")  # of a lone surrogate CRFsuite makes nothing
    known = frozenset(model.labels())
    row = labels(len(text), [(m.start, m.end, m.type) for m in grammar])
    found: list[Proposal] = []
    word = mention = 0
    for start, end in sequences(text):
        while word < len(words) and words[word][1] <= start:
            word += 1
        inside = []
        while word < len(words) and words[word][0] < end:
            inside.append((max(words[word][0], start) - start, min(words[word][1], end) - start))
            if words[word][1] > end:
                break
            word += 1
        best = model.tag(sequence_features(chars[start:end], inside, row[start:end]))
        tagged = set(spans(best))
        asked = set(tagged)
        while mention < len(grammar) and grammar[mention].start < end:
            m = grammar[mention]
            if start <= m.start and m.end <= end:
                asked.add((m.start - start, m.end - start, m.type))
            mention += 1
        for a, b, kind in sorted(asked):
            probability = _probability(model, known, a, b, kind, end - start)
            found.append(Proposal(a + start, b + start, kind, probability, (a, b, kind) in tagged))
    return found


def _probability(
    model: pycrfsuite.Tagger, known: frozenset[str], start: int, end: int, kind: str, size: int
) -> float:
    """The least of the marginal probabilities that the span's labels have; it must also end there."""
    begin, inner = "B-" + kind, "I-" + kind
    if begin not in known:
        return 0.0
    least: float = model.marginal(begin, start)
    if inner in known:
        for at in range(start + 1, end):
            least = min(least, model.marginal(inner, at))
        if end < size:
            least = min(least, 1.0 - model.marginal(inner, end))
    elif end - start > 1:
        return 0.0
    return least
