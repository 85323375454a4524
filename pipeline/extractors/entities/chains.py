"""Places that are one name of several: an address (area and area), an area and its building, a body and
its site. Names are flat and outermost, so the chain is the mention and its links are none."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.mentions import EntityMention
from pipeline.text import trie_pattern

from .areas import areas, streets
from .lexicon import Endings, Tokens, load, outside_words, words_of
from .phrases import kind_of_word

_LONGEST_LINK = 6
_ROUND = "0000"  # ends the code of a province
_MUNICIPALITIES = ("11", "12", "31", "50")
_UNSURE = frozenset({"place.bare", "place.unlisted"})
_NUMERAL = re.compile(r"[一二三四五六七八九十\d]{1,3}号?")
# An area with an office of its own, by its last character.
_OFFICE = ("省", "市", "区", "县", "旗", "州", "盟", "镇", "乡", "村", "街道", "地区", "社区")


@dataclass(frozen=True, slots=True)
class Grammar:
    behind_place: re.Pattern[str]
    quoted_site: re.Pattern[str]
    behind_body: re.Pattern[str]
    at_once: re.Pattern[str]
    loc_heads: tuple[str, ...]
    generic: frozenset[str]
    scenic: frozenset[str]
    not_links: frozenset[str]  # areas that no chain begins with
    counties: dict[str, tuple[str, ...]]


@cache
def grammar() -> Grammar:
    config = load("places")
    loc_heads = words_of(config["loc_heads"])
    place_heads = trie_pattern(
        [*words_of(config["chain_heads"]), *words_of(config["facility_heads"]), *loc_heads]
    )
    body_heads = trie_pattern(words_of(config["body_heads"]))
    word = f"[一-鿿]{{1,{_LONGEST_LINK}}}?"
    return Grammar(
        behind_place=re.compile(f"({word})({place_heads})"),
        quoted_site=re.compile(f"“[^“”\n]{{1,8}}(?:{trie_pattern(words_of(config['quoted_sites']))})”"),
        behind_body=re.compile(f"((?:{word})??)({body_heads})"),
        at_once=re.compile(f"()({trie_pattern(words_of(config['chain_bare']))})"),
        loc_heads=(*loc_heads, "经开区", "经济区", "合作区", "保税区", "度假区", "风景区", "园"),
        generic=frozenset(
            w
            for key in ("chain_generic", "facility_generic", "loc_generic", "within_generic")
            for w in words_of(config[key])
        ),
        scenic=frozenset(words_of(config["scenic"])),
        not_links=frozenset(
            w for key in ("deictic", "countries", "cities_abroad") for w in words_of(config[key])
        ),
        counties=_counties(),
    )


def _counties() -> dict[str, tuple[str, ...]]:
    """Counties by their name without the ending (涞水), which is a name only behind their province."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, codes in areas().full.items():
        stem = name[:-1]
        if name[-1] in "县区市" and len(stem) > 1 and stem not in outside_words():
            found[stem] += [code for code in codes if not code.endswith("00")]
    return {stem: tuple(codes) for stem, codes in found.items() if codes}


def join_places(text: str, mentions: Sequence[EntityMention], tokens: Tokens) -> list[EntityMention]:
    """The mentions, ascending and without overlap, with chains of places in the place of their links."""
    starts = {m.start: m for m in mentions}
    found: list[EntityMention] = []
    at = 0
    for mention in mentions:
        if mention.start < at:
            continue
        link = mention
        while longer := _longer(text, link, starts, tokens):
            link = longer
        found.append(link)
        at = link.end
    return found


def _longer(
    text: str, link: EntityMention, starts: dict[int, EntityMention], tokens: Tokens
) -> EntityMention | None:
    """The chain with one link more than `link`, if one follows."""
    if link.type == "ORG":
        return _tail(text, link, starts, tokens, grammar().behind_body)
    if link.type not in ("GPE", "LOC", "FAC") or link.name in grammar().not_links:
        return None
    site = grammar().quoted_site.match(text, link.end)
    if site and link.name[-1] not in "省市":
        return _joined(text, link, site.end(), "FAC")
    following = starts.get(link.end)
    if following is not None and link.type != "FAC" and _belongs(link, following):
        return _joined(text, link, following.end, following.type)
    if following is None and link.type == "GPE":
        end = _county(text, link, tokens)
        if end:
            return _joined(text, link, end, "GPE")
    return _tail(text, link, starts, tokens, grammar().at_once) or _tail(
        text, link, starts, tokens, grammar().behind_place
    )


def _belongs(link: EntityMention, following: EntityMention) -> bool:
    """Whether the place that follows at once lies within `link`, as far as their names tell."""
    if following.type == "FAC":
        return following.rule != "place.known_venue" or link.type == "GPE"
    if following.type == "LOC":
        if following.name in grammar().scenic:
            return link.type == "GPE"
        return following.rule != "place.water" and following.name.endswith(grammar().loc_heads)
    if following.type != "GPE" or following.name in grammar().not_links:
        return False
    below = areas().codes(following.name)
    above = areas().codes(_last_area(link.name))
    if below and above:
        return any(b != a and b.startswith(_prefix(a)) for a in above for b in below)
    if following.name in streets():
        return True
    return not below and link.name.endswith(_OFFICE)


@cache
def _area_names() -> Endings:
    return Endings(dict.fromkeys([*areas().full, *areas().short], "area"))


def _last_area(name: str) -> str:
    found = _area_names().at(name, len(name), 0)
    return name[-found[0] :] if found else name


def code_of_chain(name: str) -> str | None:
    """Code of the area that ends an address (河北省保定市, 河北涞水), if its links leave but one."""
    for size in range(min(14, len(name) - 2), 1, -1):
        codes = areas().codes(name[-size:]) or grammar().counties.get(name[-size:], ())
        above = areas().codes(_last_area(name[:-size]))
        within = [c for c in codes if any(c != a and c.startswith(_prefix(a)) for a in above)]
        if len(set(within)) == 1:
            return within[0]
    return None


def _prefix(code: str) -> str:
    """What the codes of the areas within an area begin with."""
    if code.endswith(_ROUND):
        return code[:2]
    return code[:4] if code.endswith("00") else code


def _county(text: str, link: EntityMention, tokens: Tokens) -> int | None:
    """End of a county's short name behind its province or prefecture (河北涞水)."""
    above = [_prefix(c) for c in areas().codes(_last_area(link.name)) if c.endswith("00")]
    if not above:
        return None
    for size in (3, 2):
        end = link.end + size
        codes = grammar().counties.get(text[link.end : end], ())
        if tokens.is_edge(end) and any(c.startswith(tuple(above)) for c in codes):
            return end
    return None


def _tail(
    text: str,
    link: EntityMention,
    starts: dict[int, EntityMention],
    tokens: Tokens,
    pattern: re.Pattern[str],
) -> EntityMention | None:
    """`link` with the words and the head of a place that follow it at once (…镇柏岭山庄)."""
    match = pattern.match(text, link.end)
    if not match or not tokens.is_edge(match.end()):
        return None
    if link.type == "ORG" and not tokens.is_edge(link.end):
        return None
    if match[2] == "地区" and link.type != "LOC":
        return None
    if any(at in starts and starts[at].rule not in _UNSURE for at in range(match.start(), match.end())):
        return None
    if match[1] and not _nominal(text, match.start(), match.end(1), tokens, link.type == "ORG"):
        return None
    kind = "LOC" if match[2] in grammar().loc_heads else "FAC"
    return _joined(text, link, match.end(), kind)


def _nominal(text: str, start: int, end: int, tokens: Tokens, of_body: bool) -> bool:
    """Whether no verb, particle or common modifier stands in text[start:end]."""
    if text[start:end] in grammar().generic:
        return of_body and text[start:end] in ("职工", "工会")
    at = end
    while at > start:
        begin = max(start, tokens.start_before(at))
        word = text[begin:at]
        kind = kind_of_word(word)
        if _NUMERAL.fullmatch(word):
            at = begin
            continue
        if word in grammar().generic or (kind is None and not (word.isdecimal() or len(word) == 1)):
            return False
        if kind is None and (word in outside_words() or word in "的了和与在是及等有也都就将把被为对从向到"):
            return False
        at = begin
    return True


def _joined(text: str, link: EntityMention, end: int, kind: str) -> EntityMention:
    return EntityMention(
        link.start,
        end,
        kind,
        text[link.start : end],
        rule="place.chain",
        confidence=min(link.confidence, 0.8),
    )
