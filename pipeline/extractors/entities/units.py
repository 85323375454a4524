"""Bodies by what they belong to: units of a body, their short forms, and what bears a person's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.mentions import EntityMention
from pipeline.text import led, trie_pattern

from .areas import areas
from .lexicon import Tokens, load, matches, words_of
from .name_shape import name_before

# A short form further behind than this is of another article.
_MEMORY = 1200
_LINKS = 3


@dataclass(frozen=True, slots=True)
class Grammar:
    unit: re.Pattern[str]
    thin: re.Pattern[str]
    hosts: tuple[str, ...]
    definite: re.Pattern[str]
    definite_ends: tuple[str, ...]
    before: frozenset[str]
    behind: re.Pattern[str]
    named: re.Pattern[str]


@cache
def grammar() -> Grammar:
    config = load("units")
    words = {key: trie_pattern(words_of(config[key])) for key in config if not key.endswith("examples")}
    area = trie_pattern([*areas().short, *areas().full])
    return Grammar(
        unit=re.compile(
            f"(?:(?:{area})?(?:{words['roots']}){{0,6}}(?:{words['ends']})"
            f"|[^\\W\\d_的了和与及各每在将把等]{{2,3}}(?:{words['area_ends']}))(?!{words['stops']})"
        ),
        thin=re.compile(f"(?:{words['roots']})?(?:{words['thin']})"),
        hosts=tuple(words_of(config["hosts"])),
        definite=re.compile(words["definite"]),
        definite_ends=tuple(words_of(config["definite"])),
        before=frozenset(words_of(config["definite_before"])),
        behind=re.compile(words["definite_behind"]),
        named=re.compile(led(f"(?:{words['named_roots']}){{0,4}}(?:{words['named_heads']})")),
    )


def units_of(text: str, body: EntityMention) -> list[EntityMention]:
    """The units whose names go on behind `body`, each a longer body."""
    rules, end = grammar(), body.end
    found: list[EntityMention] = []
    while len(found) < _LINKS and text.endswith(rules.hosts, body.start, end):
        match = rules.unit.match(text, end)
        if not match or rules.thin.fullmatch(match.group()):
            break
        end = match.end()
        found.append(_mention(text, body.start, end, "unit", body.confidence))
    return found


def definite_forms(text: str, bodies: Iterable[EntityMention]) -> Iterator[EntityMention]:
    """Ends of names (调解中心) that mean the unit named before them, where a clause speaks of it."""
    rules = grammar()
    last: dict[str, int] = {}
    ends: list[tuple[int, str]] = []
    for body in bodies:
        if body.name.endswith(rules.definite_ends):
            ends += [(body.end, body.name[-n:]) for n in range(3, 7) if len(body.name) > n + 1]
    ends.sort()
    at = 0
    for match in rules.definite.finditer(text) if ends else ():
        while at < len(ends) and ends[at][0] <= match.start():
            last[ends[at][1]] = ends[at][0]
            at += 1
        named = last.get(match.group())
        if named is None or match.start() - named > _MEMORY:
            continue
        before = text[match.start() - 1]
        if (not before.isalnum() or before in rules.before) and rules.behind.match(text, match.end()):
            yield _mention(text, *match.span(), "definite", 0.75)


def named_after_persons(text: str, tokens: Tokens, lines: list[tuple[int, int]]) -> Iterator[EntityMention]:
    """Studios, stations and shifts that bear a person's name (陈志强创新工作室)."""
    for match, low, _ in matches(grammar().named, text, lines):
        start = name_before(text, match.start(), low, tokens)
        if start is not None:
            yield _mention(text, start, match.end(), "person", 0.85)


def _mention(text: str, start: int, end: int, rule: str, confidence: float) -> EntityMention:
    return EntityMention(start, end, "ORG", text[start:end], rule="org." + rule, confidence=confidence)
