"""Articles that were printed twice."""

from __future__ import annotations

import hashlib
import re

_NOT_WORDS = re.compile(r"[\W_]+")
MIN_CHARS = 40


class Duplicates:
    """Finds articles whose body repeats an earlier one, punctuation and white space aside.

    Bodies shorter than `MIN_CHARS` letters and digits are never called duplicates: a one-line
    notice may well recur without being the same notice.
    """

    def __init__(self) -> None:
        self._first: dict[bytes, str] = {}

    def add(self, article_id: str, body: str) -> str | None:
        """The id of the earlier article that this one repeats; articles come in document order."""
        words = _NOT_WORDS.sub("", body)
        if len(words) < MIN_CHARS:
            return None
        digest = hashlib.blake2b(words.encode("utf-8"), digest_size=16).digest()
        first = self._first.setdefault(digest, article_id)
        return None if first == article_id else first
