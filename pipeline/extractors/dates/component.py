"""The spaCy components `baoshu_date_expressions` and `baoshu_dates`.

Between the two stands `baoshu_publication`: it needs the expressions to work out the day of
publication, and relative dates need that day.
"""

from __future__ import annotations

from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extractors.dates import find_dates, resolve_dates
from pipeline.extractors.dates.expression import DateExpression
from pipeline.language import RowComponent, outside_names, spans_of_articles, text_of
from pipeline.mentions import DateMention, Publication


@Language.factory("baoshu_date_expressions", assigns=["doc._.date_expressions"])
def create_date_expressions(nlp: Language, name: str) -> RowComponent:
    """Temporal expressions as found, relative ones unresolved."""
    return RowComponent(name, "date_expressions", find)


@Language.factory(
    "baoshu_dates",
    requires=["doc._.date_expressions"],
    assigns=["doc._.dates"],
    default_config={"spans_key": None},
)
def create_dates(nlp: Language, name: str, spans_key: str | None) -> RowComponent:
    """TIMEX3 rows, resolved against `doc._.publication` where it is known."""
    return RowComponent(name, "dates", resolve, spans_key)


# 荀立春 is nobody's day; a plan's years (《…规划（2024—2027年）》) are evidence of the day of publication, but
# no dates of their own.
PERSONS: Final = frozenset({"PERSON"})
NAMES: Final = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "AWARD", "LAW"})


def find(doc: Doc) -> list[DateExpression]:
    return outside_names(doc, find_dates(text_of(doc)), PERSONS)


def resolve(doc: Doc) -> list[DateMention]:
    publication = doc._.publication or Publication()
    found = resolve_dates(doc._.date_expressions, publication, spans_of_articles(doc))
    return outside_names(doc, found, NAMES)
