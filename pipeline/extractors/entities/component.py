"""The spaCy component `baoshu_entities`."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extractors.entities import find_entities, resolve_names
from pipeline.language import RowComponent, spans_of_articles, word_spans


@Language.factory("baoshu_entities", assigns=["doc._.entities"], default_config={"spans_key": None})
def create_entities(nlp: Language, name: str, spans_key: str | None) -> RowComponent:
    """Named things with their canonical name within the document; `spans_key` as in RowComponent."""
    return RowComponent("entities", compute, spans_key)


def compute(doc: Doc) -> object:
    return resolve_names(find_entities(doc.text, word_spans(doc)), doc.text, spans_of_articles(doc))
