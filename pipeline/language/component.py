"""What all our spaCy components share: they compute plain rows and keep them on the Doc."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from spacy.tokens import Doc
from spacy.util import raise_error

from pipeline.language.attributes import HasSpan, register_attributes

ErrorHandler = Callable[[str, Any, list[Doc], Exception], object]


class RowComponent:
    """A component that writes the rows `compute(doc)` to `doc._.<gives>`.

    `name` is its name in the pipeline. `spans_key`: also put the rows into `doc.spans[spans_key]` as spaCy
    spans widened to token edges, for displaCy and the like; the exact offsets are in the rows.
    """

    def __init__(
        self,
        name: str,
        gives: str,
        compute: Callable[[Doc], Any],
        spans_key: str | None = None,
        label: str | None = None,
    ) -> None:
        register_attributes()
        self.name = name
        self.gives = gives
        self.compute = compute
        self.spans_key = spans_key
        self.label = label or gives
        self._handler: ErrorHandler = raise_error

    def __call__(self, doc: Doc) -> Doc:
        rows = self.compute(doc)
        doc._.set(self.gives, rows)
        if self.spans_key is not None:
            doc.spans[self.spans_key] = _spans(doc, rows, self.label)
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int) -> Iterator[Doc]:
        """The Docs of the stream, worked on `batch_size` at a time before the next component sees the first:
        code and lexicons of one component stay in the processor's caches."""
        ahead = iter(stream)
        while docs := list(islice(ahead, batch_size)):
            made = []
            for doc in docs:
                try:
                    made.append(self(doc))
                except Exception as error:
                    self._handler(self.name, self, [doc], error)
            yield from made

    def set_error_handler(self, handler: ErrorHandler) -> None:
        """What to do with a Doc that `compute` fails on; spaCy's `Language.set_error_handler` calls this."""
        self._handler = handler

    def get_error_handler(self) -> ErrorHandler:
        """The handler; of a new component one that raises the error."""
        return self._handler


def _spans(doc: Doc, rows: Sequence[HasSpan], label: str) -> list[Any]:
    found = (
        doc.char_span(r.start, r.end, label=str(getattr(r, "type", label)), alignment_mode="expand")
        for r in rows
    )
    return [span for span in found if span is not None]
