"""The spaCy component `baoshu_events`."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extractors.events import find_events
from pipeline.language import RowComponent, attribute, layout_of


@Language.factory(
    "baoshu_events",
    requires=["doc._.numbers", "doc._.dates", "doc._.entities"],
    assigns=["doc._.events"],
    default_config={"spans_key": None},
)
def create_events(nlp: Language, name: str, spans_key: str | None) -> RowComponent:
    """Events, exactly one of them primary in each article; `spans_key` as in RowComponent."""
    return RowComponent("events", compute, spans_key)


def compute(doc: Doc) -> object:
    numbers, dates, entities = (attribute(doc, n) for n in ("numbers", "dates", "entities"))
    return find_events(doc.text, layout_of(doc).articles, numbers, dates, entities)
