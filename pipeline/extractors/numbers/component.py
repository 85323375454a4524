"""The spaCy component `baoshu_numbers`."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extractors.numbers import find_numbers
from pipeline.language import RowComponent


@Language.factory("baoshu_numbers", assigns=["doc._.numbers"], default_config={"spans_key": None})
def create_numbers(nlp: Language, name: str, spans_key: str | None) -> RowComponent:
    """Numeric expressions with unit, hedge and bounds; `spans_key` as in RowComponent."""
    return RowComponent("numbers", compute, spans_key)


def compute(doc: Doc) -> object:
    return find_numbers(doc.text)
