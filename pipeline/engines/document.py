"""Documents through all stages: from their text to the rows of the contract."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.language import attribute, layout_of, make_doc
from pipeline.layout import read_layout
from pipeline.mentions import Publication
from pipeline.reading import SourceDocument
from pipeline.resolution import check_rows, series_id
from pipeline.tables import Extraction, Rows, document_rows


def extract_documents(nlp: Language, sources: Sequence[SourceDocument]) -> list[Rows]:
    """The rows of each document by table, without those that need the whole corpus.

    Every stage works on all of them before the next one begins: a third faster than one document after the
    other, as the code and the lexicons of all stages are more than a processor's caches hold. Raises
    StageError where a component fails; nothing is told then of the other documents.
    """
    layouts = [read_layout(s.text, title=s.title, record=s.is_record) for s in sources]
    docs = [make_doc(nlp, layout) for layout in layouts]
    for doc, source in zip(docs, sources, strict=True):
        doc._.supplied_date = source.supplied
        doc._.filename_date = source.from_filename
    docs = list(nlp.pipe(docs, batch_size=max(1, len(docs))))
    return [_rows(source, doc) for source, doc in zip(sources, docs, strict=True)]


def _rows(source: SourceDocument, doc: Doc) -> Rows:
    found = Extraction(
        layout=layout_of(doc),
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
