"""The spaCy component `baoshu_numbers`."""

from __future__ import annotations

from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extractors.numbers import find_numbers
from pipeline.language import RowComponent, outside_names, text_of
from pipeline.mentions import NumberMention

NAMES: Final = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC"})
"""Entity types whose names swallow a numeral (第一中级人民法院). An EVENT keeps it (第二届代表大会)."""


@Language.factory("baoshu_numbers", assigns=["doc._.numbers"], default_config={"spans_key": None})
def create_numbers(nlp: Language, name: str, spans_key: str | None) -> RowComponent:
    """Numeric expressions with unit, hedge and bounds; `spans_key` as in RowComponent.

    Where `doc._.entities` is there already, numerals inside names are left out.
    """
    return RowComponent(name, "numbers", compute, spans_key)


def compute(doc: Doc) -> list[NumberMention]:
    return outside_names(doc, find_numbers(text_of(doc)), NAMES)
