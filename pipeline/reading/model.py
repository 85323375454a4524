"""What reading gives: documents with their decoded text, and rejects."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

REASONS = {
    "undecodable": "the bytes are in no encoding we can read",
    "empty": "there is no text",
    "too_large": "over the size limit",
    "not_text": "binary data, or a file type that is not read",
    "bad_record": "a record that is not well-formed",
    "missing_field": "a record or table without a field that it must have",
    "duplicate_id": "a document of this id was read before",
    "unreadable": "the file cannot be opened or breaks off",
    "failed": "a stage failed on the document",
    "too_slow": "a stage took longer on the document than the settings allow",
}
"""Reason -> what it means; the closed vocabulary of `rejects.reason`."""


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A newspaper page or a bulk record, decoded.

    `text` is what all offsets point into: the decoded text without byte order mark, nothing else
    changed; of a record with a title: title, a blank line, text.
    """

    document_id: str
    source_path: str
    sha256: str
    encoding: str
    text: str
    title: str | None = None
    source: str | None = None
    supplied: dt.date | None = None
    from_filename: dt.date | None = None
    is_record: bool = False


@dataclass(frozen=True, slots=True)
class Reject:
    """An input that could not be read; `detail` tells a person what to mend."""

    source_path: str
    reason: str
    detail: str


def sha256(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def storable(text: str) -> bool:
    """Whether the text can be written as UTF-8, that is, holds no lone surrogates."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def printable_path(path: str) -> str:
    """The path with bytes that are not valid in a file name's encoding shown as escapes."""
    return (
        path
        if storable(path)
        else path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    )
