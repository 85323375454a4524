"""Reads a result document by document, a shard at a time, so that a corpus of any size fits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.contract import mention_tables
from pipeline.publishing import Folder, iter_parts, ordinal_of, read_part

Row = dict[str, Any]
_OF_DOCUMENTS = ("documents", "articles", "sentences")


@dataclass(frozen=True, slots=True)
class Article:
    """An article with its sentences, its mentions by table, and the checks on it; rows of the contract."""

    row: Row
    sentences: list[Row]
    mentions: dict[str, list[Row]]
    checks: list[Row]


@dataclass(frozen=True, slots=True)
class Document:
    """A document with its articles in order."""

    row: Row
    articles: list[Article]


def documents(folder: Folder, checks: dict[str, list[Row]]) -> Iterator[Document]:
    """The documents of a published version in the order of their inputs; `checks`: rows by article_id."""
    names = (*_OF_DOCUMENTS, *mention_tables())
    parts: dict[int, dict[str, list[Folder]]] = defaultdict(lambda: defaultdict(list))
    for name in names:
        for part, path in iter_parts(folder, name):
            parts[ordinal_of(part)][name].append(path)
    for ordinal in sorted(parts):
        rows = {name: [r for p in parts[ordinal][name] for r in read_part(p).to_pylist()] for name in names}
        yield from _shard(rows, checks)


def _shard(rows: dict[str, list[Row]], checks: dict[str, list[Row]]) -> Iterator[Document]:
    articles = _grouped(rows["articles"], "document_id")
    sentences = _grouped(rows["sentences"], "article_id")
    mentions = {name: _grouped(rows[name], "article_id") for name in mention_tables()}
    for document in rows["documents"]:
        yield Document(
            document,
            [
                Article(
                    article,
                    sentences.get(article["article_id"], []),
                    {name: found.get(article["article_id"], []) for name, found in mentions.items()},
                    checks.get(article["article_id"], []),
                )
                for article in articles.get(document["document_id"], [])
            ],
        )


def _grouped(rows: list[Row], column: str) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row[column]].append(row)
    return grouped
