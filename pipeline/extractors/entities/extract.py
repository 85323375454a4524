"""Finds the named things of a page: candidates of every kind, then flat, outermost mentions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.mentions import EntityMention

from .chains import join_places
from .events import find_events
from .honours import find_honours, find_laws
from .lexicon import Tokens
from .organizations import find_organizations
from .persons import find_persons
from .places import find_places
from .resolve import declared_aliases
from .titles import find_titles

_BOOK = re.compile(r"《[^《》\n]{1,80}》")


def _lines(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for line in text.split("\n"):
        spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans


def find_entities(text: str, words: Sequence[tuple[int, int]] | None = None) -> list[EntityMention]:
    """Flat mentions of a page, by position. `words`: token spans of the text, made here if None."""
    tokens = Tokens(text, words)
    lines = _lines(text)
    declared = declared_aliases(text)
    bodies = _outermost(text, list(find_organizations(text, tokens, declared, lines)))
    spans = [(m.start, m.end) for m in bodies]
    fixed = [*bodies, *find_laws(text), *find_honours(text), *find_events(text, tokens, lines, spans)]
    fixed += find_places(text, tokens, lines)
    books = _inside_books(text)
    fixed = join_places(text, _outermost(text, _without_books(fixed, books)), tokens)
    spans = [(m.start, m.end) for m in fixed]
    persons = _outermost(text, [*find_persons(text, tokens, lines, spans)])
    titles = find_titles(
        text,
        [(m.start, m.end) for m in persons],
        [(m.start, m.end) for m in fixed if m.type in ("ORG", "GPE")],
        tokens,
    )
    return _outermost(text, _without_books([*fixed, *persons, *titles], books))


def _inside_books(text: str) -> set[int]:
    """The offsets within titles of books, songs and documents."""
    inside: set[int] = set()
    for match in _BOOK.finditer(text):
        inside.update(range(match.start(), match.end()))
    return inside


def _without_books(mentions: list[EntityMention], books: set[int]) -> list[EntityMention]:
    """Drops what stands within the title of a book or song; documents are mentions themselves."""
    if not books:
        return mentions
    return [m for m in mentions if m.type == "LAW" or m.start not in books]


def _outermost(text: str, candidates: list[EntityMention]) -> list[EntityMention]:
    """The longest candidates that do not overlap; of equals the surer."""
    taken = bytearray(len(text))
    ranked = [(m.start - m.end, -m.confidence, m.start, i) for i, m in enumerate(candidates)]
    ranked.sort()
    spans: list[tuple[int, int]] = []
    for size, _, start, i in ranked:
        end = start - size
        if taken[start] or taken[end - 1]:
            continue
        taken[start:end] = b"\1" * (end - start)
        spans.append((start, i))
    spans.sort()
    return [candidates[i] for _, i in spans]
