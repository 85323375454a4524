"""The rows of the facts table and of the list of articles."""

from __future__ import annotations

from typing import Any

from pipeline.report import shown
from pipeline.report.names import anchor, page_key
from pipeline.report.shards import Article, Document, Row

FACT_COLUMNS = [
    "article", "anchor", "title", "indicator", "measure", "predicate", "subject", "place", "value", "shown",
    "text", "period_start", "period_end", "period", "status", "confidence", "sentence", "corrected",
]  # fmt: skip
ARTICLE_COLUMNS = ["article", "title", "document", "raw", "published", "event_type", "facts", "mentions"]


def fact_row(article: Row, fact: Row) -> list[Any]:
    """A fact in the order of FACT_COLUMNS."""
    return [
        page_key(article["article_id"]),
        anchor(fact["statistic_id"]),
        article["title"],
        fact["indicator"],
        fact["measure"],
        fact["predicate"],
        fact["subject"],
        fact["place"],
        fact["value"],
        shown.value(fact),
        fact["text"],
        fact["period_start"],
        fact["period_end"],
        shown.period(fact["period_start"], fact["period_end"]),
        fact["status"],
        round(fact["confidence"], 3),
        fact["sentence"],
        int(fact["corrected"]),
    ]


def article_row(document: Document, article: Article) -> list[Any]:
    """An article in the order of ARTICLE_COLUMNS."""
    return [
        page_key(article.row["article_id"]),
        article.row["title"],
        document.row["document_id"],
        page_key(document.row["document_id"]),
        published(document.row),
        article.row["event_type"],
        len(article.mentions["statistics"]),
        sum(len(rows) for rows in article.mentions.values()),
    ]


def published(document: Row) -> str:
    """The day of publication, or the interval; empty if unknown."""
    return shown.period(document["publication_start"], document["publication_end"])
