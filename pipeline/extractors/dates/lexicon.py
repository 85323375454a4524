"""The words of time in `lexicon.yaml`, compiled once for a single scan."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

from pipeline.text import safe_yaml, trie_pattern

# Festivals named by their day stand in quotation marks as often as not: “五一”国际劳动节.
_QUOTABLE: Final = ("三八", "五一", "五四", "六一", "七一", "八一", "十一", "双十一", "双11", "双十二")


@dataclass(frozen=True, slots=True)
class Word:
    """One entry: how it composes (`kind`), its datum, and what may not stand around it."""

    kind: str
    datum: Any
    rule: str
    anchor: str | None = None
    not_after: frozenset[str] = frozenset()
    not_before: re.Pattern[str] | None = None
    weak: bool = False  # stands only beside another expression


@dataclass(frozen=True, slots=True)
class Lexicon:
    words: dict[str, Word]
    pattern: re.Pattern[str]
    plans: dict[str, int]
    festivals: dict[str, dict[str, Any]]


def load_yaml(name: str) -> dict[str, Any]:
    """A table that lies beside this module, as it stands."""
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    table: dict[str, Any] = safe_yaml(text)
    return table


@cache
def lexicon() -> Lexicon:
    table = load_yaml("lexicon.yaml")
    words: dict[str, Word] = {}
    for name, rule in table["festivals"].items():
        follow = re.compile(rule["not_before"]) if "not_before" in rule else None
        word = Word("festival", name, "festival", not_before=follow, weak=name in table["festivals_weak"])
        words[name] = word
        for short in _QUOTABLE:
            if name.startswith(short):
                for left, right in ("“”", '""', "‘’", "「」"):
                    words[left + short + right + name[len(short) :]] = Word(
                        "festival", name, "festival-quoted"
                    )
        if "term" in rule:
            words[name] = Word("festival", name, "solar-term", weak=word.weak)
    for number, first in table["plans"].items():
        for left, right in ("“”", '""', "‘’", "「」", ("", "")):
            words[f"{left}{number}五{right}"] = Word("plan", first, "five-year-plan", weak=not left)
    words |= _cycle_words(table)
    for group in table["groups"]:
        entries = group["words"]
        weak, never = set(group.get("weak", ())), set(group.get("never", ()))
        follow = group.get("not_before")
        for text in entries:
            datum = entries[text] if isinstance(entries, dict) else group.get("datum")
            words[text] = Word(
                "never" if text in never else group["kind"],
                datum,
                group["name"],
                group.get("anchor"),
                frozenset(group.get("not_after", "")),
                re.compile(follow) if follow else None,
                text in weak or group.get("alone") is False,
            )
    return Lexicon(words, re.compile(trie_pattern(words)), table["plans"], table["festivals"])


def _cycle_words(table: dict[str, Any]) -> dict[str, Word]:
    signs, stems, branches = table["signs"], table["stems"], table["branches"]
    words = {f"{sign}年": Word("zodiac", (i, None), "zodiac-year") for i, sign in enumerate(signs)}
    for i in range(60):
        name, word = stems[i % 10] + branches[i % 12], Word("zodiac", (i % 12, i), "cycle-year")
        words |= {
            f"{name}年": word,
            f"{name}{signs[i % 12]}年": word,
            f"农历{name}年": word,
            f"农历{name}{signs[i % 12]}年": word,
        }
    return words
