"""One document through all stages: from its text to the rows of the contract."""

from __future__ import annotations

from spacy.language import Language

from pipeline.language import attribute, make_doc
from pipeline.layout import read_layout
from pipeline.mentions import Publication
from pipeline.reading import SourceDocument
from pipeline.resolution import check_rows, series_id
from pipeline.tables import Extraction, Rows, document_rows


def extract_document(nlp: Language, source: SourceDocument) -> Rows:
    """The rows of one document by table, without those that need the whole corpus.

    Raises StageError where a stage fails.
    """
    layout = read_layout(source.text, title=source.title, record=source.is_record)
    doc = make_doc(nlp, layout)
    doc._.supplied_date = source.supplied
    doc._.filename_date = source.from_filename
    doc = nlp(doc)
    found = Extraction(
        layout=layout,
        publication=doc._.publication or Publication(),
        numbers=attribute(doc, "numbers"),
        dates=attribute(doc, "dates"),
        entities=attribute(doc, "entities"),
        events=attribute(doc, "events"),
        statistics=attribute(doc, "statistics"),
    )
    rows = document_rows(source, found)
    for fact in rows["statistics"]:
        fact["series_id"] = series_id(fact)
    rows["checks"] = check_rows(rows["statistics"])
    return rows
