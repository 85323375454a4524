"""The spaCy components `baoshu_date_expressions` and `baoshu_dates`.

Between the two stands `baoshu_publication`: it needs the expressions to work out the day of
publication, and relative dates need that day.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extractors.dates import find_dates, resolve_dates
from pipeline.language import RowComponent, spans_of_articles, text_of
from pipeline.mentions import Publication


@Language.factory("baoshu_date_expressions", assigns=["doc._.date_expressions"])
def create_date_expressions(nlp: Language, name: str) -> RowComponent:
    """Temporal expressions as found, relative ones unresolved."""
    return RowComponent("date_expressions", find)


@Language.factory(
    "baoshu_dates",
    requires=["doc._.date_expressions"],
    assigns=["doc._.dates"],
    default_config={"spans_key": None},
)
def create_dates(nlp: Language, name: str, spans_key: str | None) -> RowComponent:
    """TIMEX3 rows, resolved against `doc._.publication` where it is known."""
    return RowComponent("dates", resolve, spans_key)


def find(doc: Doc) -> object:
    return find_dates(text_of(doc))


def resolve(doc: Doc) -> object:
    return resolve_dates(doc._.date_expressions, doc._.publication or Publication(), spans_of_articles(doc))
