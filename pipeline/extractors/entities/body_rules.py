"""The lexicon of organisation names (organizations.yaml) as patterns and sets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.text import trie_pattern

from .lexicon import load, words_of


@dataclass(frozen=True, slots=True)
class Grammar:
    head: re.Pattern[str]
    head_class: dict[str, str]
    departments: frozenset[str]
    known: re.Pattern[str]
    known_tokens: frozenset[str]
    this: re.Pattern[str]
    deictic: frozenset[str]
    block: frozenset[str]
    block_end: re.Pattern[str]
    union_nouns: re.Pattern[str]
    union_generic: frozenset[str]
    venue: re.Pattern[str]
    parties: frozenset[str]
    bare: frozenset[str]
    party_heads: frozenset[str]
    party_posts: re.Pattern[str]
    legal_forms: frozenset[str]
    lenient: frozenset[str]
    extensions: re.Pattern[str]
    union_departments: re.Pattern[str]
    trade_stops: re.Pattern[str]
    daughters: re.Pattern[str]
    committees: re.Pattern[str]
    part: re.Pattern[str]
    nouns_alone: frozenset[str]
    brands: frozenset[str]


@cache
def grammar() -> Grammar:
    config = load("organizations")
    head_class: dict[str, str] = {}
    for name, words in config["heads"].items():
        for word in words_of(words):
            head_class.setdefault(word, name)
    departments = {
        root + ending: "department"
        for ending, roots in config["departments"].items()
        for root in words_of(roots)
    }
    head_class.update(departments)
    return Grammar(
        head=re.compile(trie_pattern(head_class)),
        head_class=head_class,
        departments=frozenset(departments),
        known=re.compile(trie_pattern(words_of(config["known"]))),
        known_tokens=frozenset(words_of(config["known_inside_words"])),
        this=re.compile("该(?:" + trie_pattern(words_of(config["this_bodies"])) + ")"),
        deictic=frozenset(words_of(config["deictic"])),
        block=frozenset(words_of(config["blocklist"])),
        block_end=re.compile(f"(?:{trie_pattern(words_of(config['blocklist']))})$"),
        union_nouns=re.compile(trie_pattern(words_of(config["union_nouns"]))),
        union_generic=frozenset(words_of(config["union_generic"])),
        party_heads=frozenset(words_of(config["party_heads"])),
        party_posts=re.compile(trie_pattern(words_of(config["party_posts"]))),
        bare=frozenset(words_of(config["bare_heads"])),
        legal_forms=frozenset(words_of(config["legal_forms"])),
        lenient=frozenset(words_of(config["lenient_heads"])),
        extensions=re.compile(trie_pattern(words_of(config["extensions"]))),
        union_departments=re.compile(
            f"(?:{trie_pattern(words_of(config['department_roots']))}){{1,3}}(?:工作)?"
            f"(?:{trie_pattern(words_of(config['department_ends']))})(?!{trie_pattern(words_of(config['department_stops']))})"
            f"|{trie_pattern(words_of(config['union_departments']))}"
        ),
        trade_stops=re.compile(trie_pattern(words_of(config["trade_stops"]))),
        daughters=re.compile(
            f"(?:{trie_pattern(words_of(config['daughters']))})(?!{trie_pattern(words_of(config['trade_stops']))})"
            "|[一二三四五六七八九十]{1,3}[院局](?:某所|某厂)?"
        ),
        committees=re.compile("第[一二三四五六七八九十百]{1,3}届(?:执行|经费审查)?委员会"),
        part=re.compile(
            f"(?:{trie_pattern(words_of(config['part_roots']))}){{1,2}}(?:{trie_pattern(words_of(config['part_ends']))})"
            f"(?!{trie_pattern(words_of(config['department_stops']))})"
        ),
        nouns_alone=frozenset(words_of(config["nouns_alone"])),
        parties=frozenset(words_of(config["parties"])),
        brands=frozenset(words_of(config["brand_words"])),
        venue=re.compile(f"(?:{trie_pattern(words_of(config['venue_centres']))})$"),
    )
