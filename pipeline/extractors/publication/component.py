"""The spaCy component `baoshu_publication`."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extractors.publication import publication_interval
from pipeline.language import RowComponent, spans_of_articles, text_of


@Language.factory("baoshu_publication", requires=["doc._.date_expressions"], assigns=["doc._.publication"])
def create_publication(nlp: Language, name: str) -> RowComponent:
    """When the document was published; reads `doc._.supplied_date` and `doc._.filename_date`."""
    return RowComponent(name, "publication", compute)


def compute(doc: Doc) -> object:
    return publication_interval(
        doc._.date_expressions,
        text_of(doc),
        supplied=doc._.supplied_date,
        from_filename=doc._.filename_date,
        articles=spans_of_articles(doc),
    )
