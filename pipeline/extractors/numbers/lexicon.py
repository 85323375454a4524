"""The tables units.yaml, hedges.yaml and negatives.yaml, read once and indexed for the scan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

from pipeline.text import safe_yaml


@dataclass(frozen=True, slots=True)
class Unit:
    """A measure word or unit; fields as in units.yaml."""

    word: str
    unit_kind: str
    kind: str = "quantity"
    article: bool = False
    digits: str = "any"
    unless: re.Pattern[str] | None = None
    unless_word: re.Pattern[str] | None = None
    currency: str | None = None
    si: tuple[float, str] | None = None
    latin: bool = False  # ends in a Latin letter, and so only where no other stands behind it


@dataclass(frozen=True, slots=True)
class Hedge:
    """A word that bounds a number; `unless` is matched behind it, `not_after` before it."""

    word: str
    bound: str
    not_after: str = ""
    needs: str = ""
    unless_unit: str = ""
    unless: re.Pattern[str] | None = None


class Negative(NamedTuple):
    """A word that is no number; its first numeral stands at `offset`."""

    offset: int
    word: str
    unless: re.Pattern[str] | None  # what may not follow


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`units` by their first two characters (or the only one) and `after` by the first, longest first;
    `before` by whole word.

    `negatives` is keyed by the first two characters of a word that begins with a numeral;
    `negatives_within` are the other words, by the character before the first numeral and that numeral.
    `arabic_names` are the patterns of `names` that can begin with an Arabic numeral, `names` the others.
    """

    units: dict[str, tuple[Unit, ...]]
    before: dict[str, Hedge]
    before_ends: str
    longest_before: int
    after: dict[str, tuple[Hedge, ...]]
    apart_before: tuple[tuple[str, re.Pattern[str]], ...]
    apart_after: tuple[tuple[str, re.Pattern[str]], ...]
    share_before: tuple[tuple[str, re.Pattern[str]], ...]
    apart_heads: re.Pattern[str]
    apart_after_heads: str
    apart_reach: int
    strength: dict[str, int]
    negatives: dict[str, tuple[Negative, ...]]
    negatives_within: dict[str, tuple[Negative, ...]]
    names: re.Pattern[str]
    arabic_names: re.Pattern[str]
    unit_by_word: dict[str, Unit] = field(default_factory=dict)

    def unit_at(self, text: str, at: int, numeral: str) -> Unit | None:
        """The longest unit that stands at `at` behind `numeral`, or None."""
        for size in (2, 1):
            units = self.units.get(text[at : at + size])
            if units is not None and (unit := self._fitting(units, text, at, numeral)) is not None:
                return unit
        return None

    def _fitting(self, units: tuple[Unit, ...], text: str, at: int, numeral: str) -> Unit | None:
        for unit in units:
            end = at + len(unit.word)
            if text[at:end] != unit.word:
                continue
            if unit.unless is not None and unit.unless.match(text, end):
                continue
            if (
                unit.unless_word is not None
                and not numeral[0].isascii()
                and unit.unless_word.match(text, end)
            ):
                continue
            if unit.digits != "any" and not _digits_allow(unit.digits, numeral):
                continue
            if unit.latin and end < len(text) and text[end].isascii() and text[end].isalnum():
                continue
            return unit
        return None


def _digits_allow(rule: str, numeral: str) -> bool:
    if rule == "some":
        return numeral != "一"
    if numeral[:1].isascii() or rule == "ascii":
        return numeral[:1].isascii()
    return (len(numeral) > 1 and any(c in "十百千万亿几" for c in numeral)) or numeral in (
        "百",
        "千",
        "万",
        "几",
    )


@cache
def table(name: str) -> Any:
    """The YAML table of that name beside this module."""
    source = files(__package__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    return safe_yaml(source)


@cache
def lexicon() -> Lexicon:
    units: dict[str, list[Unit]] = {}
    by_word: dict[str, Unit] = {}
    for unit in _units():
        units.setdefault(unit.word[:2], []).append(unit)
        by_word.setdefault(unit.word, unit)
    hedges = table("hedges")
    apart = hedges["apart"]
    before = {word: _hedge(word, entry) for word, entry in hedges["before"].items()}
    after: dict[str, list[Hedge]] = {}
    for word, entry in hedges["after"].items():
        after.setdefault(word[0], []).append(_hedge(word, entry))
    negatives = table("negatives")
    return Lexicon(
        {key: tuple(sorted(group, key=lambda u: -len(u.word))) for key, group in units.items()},
        before,
        "".join({word[-1] for word in before}),
        max(map(len, before)),
        {c: tuple(sorted(group, key=lambda h: -len(h.word))) for c, group in after.items()},
        tuple((bound, re.compile(f"(?:{rule})\\Z")) for bound, rule in apart["before"]),
        tuple((bound, re.compile(rule)) for bound, rule in apart["after"]),
        tuple((bound, re.compile(f"(?:{rule})\\Z")) for bound, rule in apart["share_before"]),
        re.compile(f"[{apart['heads']}]"),
        apart["after_heads"],
        apart["reach"],
        hedges["strength"],
        _index(negatives["words"], True),
        _index(negatives["words"], False),
        re.compile(_names(negatives["patterns"], "chinese")),
        re.compile(f"(?={negatives['behind_arabic']})(?:{_names(negatives['patterns'], 'arabic')})"),
        by_word,
    )


def _units() -> Iterator[Unit]:
    for unit_kind, block in table("units").items():
        for entry in block["units"]:
            entry = entry if isinstance(entry, dict) else {"unit": entry}
            si = entry.get("si")
            yield Unit(
                str(entry["unit"]),
                unit_kind,
                entry.get("kind", block.get("kind", "quantity")),
                bool(block.get("article", False)),
                entry.get("digits", "any"),
                re.compile(entry["unless"]) if "unless" in entry else None,
                re.compile(entry["unless_word"]) if "unless_word" in entry else None,
                entry.get("currency"),
                (float(si[0]), str(si[1])) if si else None,
                str(entry["unit"])[-1].isascii() and str(entry["unit"])[-1].isalpha(),
            )


def _hedge(word: str, entry: str | dict[str, str]) -> Hedge:
    entry = {"bound": entry} if isinstance(entry, str) else entry
    unless = entry.get("unless")
    return Hedge(
        word,
        entry["bound"],
        entry.get("not_after", ""),
        entry.get("needs", ""),
        entry.get("unless_unit", ""),
        re.compile(unless) if unless else None,
    )


TRIGGERS: Final = "零〇一二两三四五六七八九十百千万亿廿卅半几数0123456789"


def _names(patterns: dict[str, dict[str, Any]], numeral: str) -> str:
    """The patterns of negatives.yaml that can match at a numeral of that kind, as one."""
    return "|".join(
        f"(?:{rule['pattern']})" for rule in patterns.values() if rule.get("numeral", numeral) == numeral
    )


def _index(words: dict[str, list[str]], opening: bool) -> dict[str, tuple[Negative, ...]]:
    """The words that begin with a numeral, or else the others, as in `Lexicon`."""
    index: dict[str, list[Negative]] = {}
    for group in words.values():
        for entry in group:
            word, _, unless = str(entry).partition("(?!")
            at = next(i for i, c in enumerate(word) if c in TRIGGERS)
            if opening != (at == 0):
                continue
            key = word[:2] if at == 0 else word[at - 1 : at + 1]
            pattern = re.compile(unless[:-1]) if unless else None
            index.setdefault(key, []).append(Negative(at, word, pattern))
    return {key: tuple(sorted(group, key=lambda n: -len(n.word))) for key, group in index.items()}
