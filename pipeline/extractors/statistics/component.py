"""The spaCy component `baoshu_statistics`."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extractors.statistics import find_statistics, load_indicators
from pipeline.extractors.statistics.indicators import Indicators
from pipeline.language import RowComponent, attribute, layout_of, text_of, word_spans


@Language.factory(
    "baoshu_statistics",
    requires=["doc._.numbers", "doc._.dates", "doc._.entities", "doc._.events", "doc._.publication"],
    assigns=["doc._.statistics"],
    default_config={"spans_key": None, "indicators": None},
)
def create_statistics(
    nlp: Language, name: str, spans_key: str | None, indicators: str | None
) -> RowComponent:
    """Facts: what each number measures; `spans_key` as in RowComponent, `indicators` a YAML file of the
    user's whose entries add to ours."""
    known = load_indicators(Path(indicators)) if indicators else None
    return RowComponent(name, "statistics", partial(compute, known), spans_key)


def compute(indicators: Indicators | None, doc: Doc) -> object:
    numbers, dates, entities, events = (attribute(doc, n) for n in ("numbers", "dates", "entities", "events"))
    published = attribute(doc, "publication")
    return find_statistics(
        text_of(doc),
        layout_of(doc).articles,
        numbers,
        dates,
        entities,
        events,
        words=word_spans(doc),
        indicators=indicators,
        published=published.end if published else None,
    )
