"""Names of the site's files and anchors. They follow from ids alone, so that links need no lookup."""

from __future__ import annotations

import hashlib


def page_key(identifier: str) -> str:
    """A name for a file that is the same every time and safe everywhere, whatever the id holds."""
    return hashlib.blake2b(identifier.encode("utf-8"), digest_size=8).hexdigest()


def article_file(key: str) -> str:
    """Path of an article's page below the site."""
    return f"articles/{key[:2]}/{key}.html"


def raw_file(key: str) -> str:
    """Path of a document's raw page below the site."""
    return f"pages/{key[:2]}/{key}.html"


def anchor(mention_id: str) -> str:
    """The anchor of a mention on its article's page: the id's last part (`f3`)."""
    return mention_id.rpartition(":")[2]


def words_link(mention_id: str) -> str:
    """Path and anchor of a mention's words below the site."""
    article_id, _, last = mention_id.rpartition(":")
    return f"{article_file(page_key(article_id))}#{last}"
