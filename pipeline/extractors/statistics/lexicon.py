"""Word classes for the facts extractor: words.yaml over the parts of speech of jieba's dictionary."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml

from pipeline.errors import BaoshuError
from pipeline.text import tag_names, word_tags

# Tag of each class of words.yaml; see tokens.py for the meaning of the letters.
_CLASS_TAGS = {
    "nouns": "n",
    "verbal_nouns": "w",
    "verbs": "v",
    "adverbs": "d",
    "determiners": "r",
    "prepositions": "k",
    "conjunctions": "c",
    "particles": "u",
    "aspect": "l",
    "localities": "f",
}
_JIEBA_TAGS = {
    "v": "v",
    "d": "d",
    "p": "k",
    "c": "c",
    "a": "a",
    "b": "a",
    "z": "a",
    "r": "r",
    "f": "f",
    "t": "t",
}
_MAX_ENDING = 5
_TO = "为至到"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`tags` maps a word of words.yaml to its tag, `lengths` two first characters to the lengths of
    the words (two characters or more) that begin with it, longest first, `openers` holds the first of the
    two; `heads` and `units` map an ending or a unit to its class; `sets` holds the plain lists by name."""

    tags: dict[str, str]
    lengths: dict[str, tuple[int, ...]]
    openers: frozenset[str]
    heads: dict[str, str]
    units: dict[str, frozenset[str]]
    sets: dict[str, frozenset[str]]


def load_yaml(name: str) -> Any:
    """A YAML file beside this module; raises BaoshuError B010 naming the file and the line."""
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    try:
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{name}, line {mark.line + 1}" if mark else name
        raise BaoshuError("B010", f"{where}: not valid YAML: {error}.") from error


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once a process."""
    data = load_yaml("words.yaml")
    tags: dict[str, str] = {}
    for name, tag in _CLASS_TAGS.items():
        for word in str(data[name]).split():
            tags.setdefault(word, tag)
    grown = [verb + to for verb in str(data["changes"]).split() for to in _TO]
    for word in grown:
        tags.setdefault(word, "v")
    lengths: dict[str, set[int]] = {}
    for word in tags:
        if len(word) > 1:
            lengths.setdefault(word[:2], set()).add(len(word))
    heads = {ending: name for name, words in data["heads"].items() for ending in words.split()}
    units: dict[str, set[str]] = {}
    for name, words in data["units"].items():
        for unit in words.split():
            units.setdefault(unit, set()).add(name)
    sets = {name: frozenset(value.split()) for name, value in data.items() if isinstance(value, str)}
    sets["growth_verbs"] |= frozenset(grown)
    return Lexicon(
        tags,
        {opening: tuple(sorted(found, reverse=True)) for opening, found in lengths.items()},
        frozenset(opening[0] for opening in lengths),
        heads,
        {unit: frozenset(found) for unit, found in units.items()},
        sets,
    )


@cache
def _classes() -> dict[str, str]:
    """Tag of jieba's dictionary -> our tag, of those that are no nouns."""
    found = {}
    for flag in tag_names():
        if flag[0] in _JIEBA_TAGS and flag != "an":
            found[flag] = "w" if flag in ("vn", "vd") else _JIEBA_TAGS[flag[0]]
    return found


def dictionary_tag(word: str) -> str | None:
    """Our tag of a word of two characters or more in jieba's dictionary; None for its nouns and for words that it
    does not have.

    Source: the dictionary that comes with jieba (https://github.com/fxsjy/jieba, MIT), read from
    the installed package.
    """
    return _classes().get(word_tags().get(word, "")) if len(word) > 1 else None


def is_single_verb(character: str) -> bool:
    """Whether jieba's dictionary has the character as a verb; such verbs take a complement (递|到, 写|满)."""
    return len(character) == 1 and word_tags().get(character) == "v"


def ends_in(said: str, words: frozenset[str], least: int = 1) -> bool:
    """Whether `said` ends in one of the words, of `least` characters or more."""
    return any(said[-length:] in words for length in range(least, min(len(said), _MAX_ENDING) + 1))


@lru_cache(maxsize=1 << 14)
def head_class(phrase: str) -> str | None:
    """The class of a noun phrase by its longest known ending, e.g. `person` for 快递员."""
    heads = lexicon().heads
    for length in range(min(5, len(phrase)), 0, -1):
        found = heads.get(phrase[-length:])
        if found is not None:
            return found
    return None


@lru_cache(maxsize=1 << 10)
def unit_classes(unit: str | None) -> frozenset[str]:
    """What a unit may count; empty where it may count anything (个, 项, 种)."""
    return lexicon().units.get(unit or "", frozenset())
