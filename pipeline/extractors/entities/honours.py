"""Honours (AWARD) and documents (LAW)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.mentions import EntityMention
from pipeline.text import led, trie_pattern

from .areas import areas
from .lexicon import Endings, load, words_of

_SCOPE_REACH = 12
_STATE = "中华人民共和国"
_MARKS = re.compile(r"《([^《》\n]{2,80})》")


@dataclass(frozen=True, slots=True)
class Grammar:
    awards: re.Pattern[str]
    plain: frozenset[str]
    scope: Endings
    quoted: tuple[re.Pattern[str], ...]  # each with one group, the name
    law_heads: frozenset[str]
    law_names: re.Pattern[str]
    not_awards: tuple[str, ...]


@cache
def grammar() -> Grammar:
    config = load("honours")
    plain = words_of(config["plain_awards"])
    endings = trie_pattern(words_of(config["award_endings"]))
    return Grammar(
        awards=re.compile(trie_pattern([*words_of(config["award_names"]), *plain])),
        plain=frozenset(plain),
        not_awards=tuple(words_of(config["not_awards"])),
        scope=Endings(dict.fromkeys([*words_of(config["scope"]), *areas().full, *areas().short], "scope")),
        quoted=(
            re.compile(
                led(
                    f"(?:{trie_pattern(words_of(config['quoted_cues']))})"
                    "[^“”。；，\n]{0,16}?“([^“”\n]{3,24})”"
                )
            ),
            re.compile(f"“([^“”\n]{{2,20}}(?:{endings}))”"),
        ),
        law_heads=frozenset(words_of(config["law_heads"])),
        law_names=re.compile(f"(?:{trie_pattern(words_of(config['law_names']))})(?!律)"),
    )


def find_honours(text: str) -> Iterator[EntityMention]:
    """Candidates of type AWARD, with what the text says of their scope."""
    rules = grammar()
    for match in rules.awards.finditer(text):
        name, end = match.group(), match.end()
        start = rules.scope.start(text, match.start(), max(0, match.start() - _SCOPE_REACH))
        if text.startswith("日", end):
            continue
        if start < match.start() or name not in rules.plain:
            yield EntityMention(start, end, "AWARD", text[start:end], rule="award.named", confidence=0.85)
        elif _listed(text, start, end, name):
            yield EntityMention(start, end, "AWARD", name, rule="award.listed", confidence=0.6)
    for pattern in rules.quoted if "“" in text else ():
        for match in pattern.finditer(text):
            name = match[1]
            if not name.endswith(rules.not_awards):
                yield EntityMention(*match.span(1), "AWARD", name, rule="award.quoted", confidence=0.8)


def _listed(text: str, start: int, end: int, name: str) -> bool:
    """Whether a common noun of honour stands in a list, as honours do."""
    after = text[end : end + 1]
    if name in ("劳动模范", "先进工作者"):
        return after != "" and after in "、和与及，。称“"
    return after != "" and after in "、和与及“" and text[start - 1 : start] in tuple("、和与及，。：”\n")


def find_laws(text: str) -> Iterator[EntityMention]:
    """Candidates of type LAW: regulations and documents, not books or papers in the same marks."""
    rules = grammar()
    for match in _MARKS.finditer(text):
        title = re.sub(r"[（(][^（）()]*[）)]$", "", match.group(1))
        if any(title.endswith(head) for head in _suffixes(title) & rules.law_heads):
            yield EntityMention(*match.span(), "LAW", match.group(1), rule="law.marks", confidence=0.9)
    for match in rules.law_names.finditer(text):
        start = match.start() - len(_STATE) if text.endswith(_STATE, 0, match.start()) else match.start()
        yield EntityMention(
            start, match.end(), "LAW", text[start : match.end()], rule="law.named", confidence=0.8
        )


def _suffixes(title: str) -> set[str]:
    return {title[-n:] for n in range(1, 7)}
