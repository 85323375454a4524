"""What all our spaCy components share: they compute plain rows and keep them on the Doc."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from spacy.tokens import Doc

from pipeline.language.attributes import HasSpan, register_attributes


class RowComponent:
    """A component that writes the rows `compute(doc)` to `doc._.<gives>`.

    `spans_key`: also put the rows into `doc.spans[spans_key]` as spaCy spans widened to token
    edges, for displaCy and the like; the exact offsets are in the rows.
    """

    def __init__(
        self,
        gives: str,
        compute: Callable[[Doc], Any],
        spans_key: str | None = None,
        label: str | None = None,
    ) -> None:
        register_attributes()
        self.gives = gives
        self.compute = compute
        self.spans_key = spans_key
        self.label = label or gives

    def __call__(self, doc: Doc) -> Doc:
        rows = self.compute(doc)
        doc._.set(self.gives, rows)
        if self.spans_key is not None:
            doc.spans[self.spans_key] = _spans(doc, rows, self.label)
        return doc


def _spans(doc: Doc, rows: Sequence[HasSpan], label: str) -> list[Any]:
    found = (
        doc.char_span(r.start, r.end, label=str(getattr(r, "type", label)), alignment_mode="expand")
        for r in rows
    )
    return [span for span in found if span is not None]
