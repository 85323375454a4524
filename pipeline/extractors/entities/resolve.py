"""Canonical names within a page, and codes of areas."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache

from pipeline.mentions import EntityMention
from pipeline.text import trie_pattern

from .areas import area_code_of, areas, streets
from .chains import code_of_chain
from .lexicon import load, words_of

_DECLARED = re.compile(
    r"[（(](?:以下|下)?(?:统一)?(?:简称|称)(?:为)?[:：]?[“\"「《]?([^“”\"「」（）()《》\n]{2,16})[”\"」》]?[）)]"
)
_MIN_STEM = 2


@cache
def _kinds_of_bodies() -> dict[str, tuple[str, ...]]:
    """What a body's full name may end in, by the word that 该 stands before."""
    kinds = {word: tuple(words_of(ends)) for word, ends in load("organizations")["kinds_of_bodies"].items()}
    unions = {word + "工会": tuple(end + "工会" for end in ends) for word, ends in kinds.items()}
    return unions | kinds


@cache
def _this() -> re.Pattern[str]:
    return re.compile("该(" + trie_pattern(words_of(load("organizations")["this_bodies"])) + ")$")


def declared_aliases(text: str) -> frozenset[str]:
    """Short forms that the text declares (以下简称“…”)."""
    return frozenset(m.group(1) for m in _DECLARED.finditer(text) if "《" not in m.group())


def resolve_names(
    mentions: list[EntityMention], text: str, articles: list[tuple[int, int]]
) -> list[EntityMention]:
    """The mentions, in their order, with `name` canonical within the page, `adcode` and
    `org_adcode` set.

    `articles` are the half-open spans of the page's articles: a short form (区总工会, 该校) means the
    body in focus of its own article first. A form that nothing on the page explains stays as printed.
    """
    declared = _declared(mentions, text)
    home = _home(mentions)
    page = _Page(m.name for m in mentions if m.type == "ORG")
    placed = sorted(mentions, key=lambda m: m.start)
    starts = [m.start for m in placed]
    for low, high in articles or [(0, len(text))]:
        _article(placed[bisect_left(starts, low) : bisect_left(starts, high)], page, declared, home)
    for mention in mentions:
        if mention.type == "GPE":
            mention.adcode = _code(mention.name, home)
        elif mention.type == "ORG":
            mention.org_adcode = area_code_of(mention.name, home)
    return mentions


class _Page:
    """The names of bodies on a page, those that were printed most often first."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = [name for name, _ in Counter(names).most_common()]
        self._backwards = sorted(name[::-1] for name in self.names)
        self.firms = [name for name in self.names if name.endswith(_FIRM_ENDS)]
        self._areas: dict[str, str | None] = {}

    def area(self, kind: str) -> str | None:
        """The area of that kind (区, 县) that a body of the page is named after; of several the first."""
        if kind not in self._areas:
            self._areas[kind] = next((area for name in self.names if (area := _area_of(name, kind))), None)
        return self._areas[kind]

    def longer(self, end: str) -> str | None:
        """The one name that ends so and is longer; None where there are none or several."""
        backwards, key = self._backwards, end[::-1]
        at = bisect_right(backwards, key)
        found = backwards[at : at + 2]
        if not found or not found[0].startswith(key) or (len(found) > 1 and found[1].startswith(key)):
            return None
        return found[0][::-1]


_FIRM_ENDS = ("公司", "集团", "银行")


def _declared(mentions: list[EntityMention], text: str) -> dict[str, str]:
    """Alias to the name it stands behind."""
    ends = {m.end: m for m in mentions}
    found: dict[str, str] = {}
    for match in _DECLARED.finditer(text):
        owner = ends.get(match.start())
        if owner is not None:
            found[match.group(1)] = owner.name
    return found


def _home(mentions: Iterable[EntityMention]) -> str:
    """Two-digit code of the province that the page is about; empty if it names none."""
    votes: Counter[str] = Counter()
    for mention in mentions:
        if mention.type in ("GPE", "ORG", "FAC", "AWARD", "EVENT", "LOC"):
            for province, weight in _votes(mention.name):
                votes[province] += weight
    first, second = [*votes.most_common(2), ("", 0), ("", 0)][:2]
    return first[0] if first[1] > second[1] else ""


@lru_cache(maxsize=1 << 13)
def _votes(name: str) -> tuple[tuple[str, int], ...]:
    """The provinces for which a name speaks, by the area it begins with, and how much."""
    votes: list[tuple[str, int]] = []
    for size in range(min(8, len(name)), 1, -1):
        codes = areas().codes(name[:size])
        if codes:
            votes += [(province, 12 // len(codes)) for province in {code[:2] for code in codes}]
            break
    if name[:2] == "首都" or any(name[:n] in streets() for n in range(3, 8)):
        votes.append(("11", 12))
    return tuple(votes)


def _code(name: str, home: str) -> str | None:
    table = areas()
    if name == "首都" or name == "京":
        return "110000"
    if name in ("本市", "全市", "我市"):
        return home + "0000" if home in ("11", "12", "31", "50") else None
    codes = table.codes(name)
    if not codes:
        return code_of_chain(name)
    if len(codes) == 1:
        return codes[0]
    here = [code for code in codes if code[:2] == home]
    return here[0] if len(here) == 1 else None


def _article(mentions: list[EntityMention], page: _Page, declared: dict[str, str], home: str) -> None:
    focus: list[str] = []  # full names of bodies, in the order they were last met
    for mention in mentions:
        if mention.type != "ORG":
            continue
        surface = mention.name
        name = declared.get(surface) or _by_declared_prefix(surface, declared)
        name = name or _this_body(surface, focus) or _short(surface, focus, page, home)
        mention.name = name or surface
        if mention.name in focus:
            focus.remove(mention.name)
        focus.append(mention.name)


def _by_declared_prefix(surface: str, declared: dict[str, str]) -> str | None:
    """A body of a declared body: 远山集团工会 where 远山集团 is declared stays as printed."""
    if declared and any(surface[:n] in declared for n in range(1, len(surface) + 1)):
        return surface
    return None


def _this_body(surface: str, focus: list[str]) -> str | None:
    """该校, 该集团工会: the last body of that kind."""
    match = _this().match(surface) if surface[:1] == "该" else None
    if match is None:
        return None
    kind = match.group(1)
    endings = _kinds_of_bodies()
    for name in reversed(focus):
        if name.endswith(endings.get(kind, (kind,))) and name != kind:
            return name
    stem = kind.removesuffix("工会")
    if stem and stem != kind:
        for name in reversed(focus):
            if name.endswith(endings.get(stem, (stem,))):
                return name + "工会"
    return None


def _short(surface: str, focus: list[str], page: _Page, home: str) -> str | None:
    """The fuller name whose end the short form is, or whose letters it keeps in order."""
    for name in reversed(focus):
        if len(name) > len(surface) and name.endswith(surface):
            return name
    longer = page.longer(surface)
    if longer is not None:
        return longer
    first, rest = surface[:1], surface[1:]
    if first in "区县" and rest:
        owner = _area_in_focus(focus, page, first)
        if owner:
            return owner + rest
    if first == "市" and len(rest) > 1 and home in ("11", "12", "31", "50"):
        return areas().names[home + "0000"] + rest
    return _abbreviated(surface, page)


def _area_in_focus(focus: list[str], page: _Page, kind: str) -> str | None:
    """The 区 or 县 of the bodies in focus, else of the page's bodies."""
    return next((area for name in reversed(focus) if (area := _area_of(name, kind))), None) or page.area(kind)


@lru_cache(maxsize=1 << 13)
def _area_of(name: str, kind: str) -> str | None:
    match = re.match(f"(?:[^省市区县]{{2,8}}[省市])?([^省市区县]{{1,6}}{kind})", name)
    return match.group(1) if match and areas().codes(match.group(1)) else None


def _abbreviated(surface: str, page: _Page) -> str | None:
    """A firm's short form: its letters stand in order in one fuller firm's name, its ending too."""
    if not surface.endswith(_FIRM_ENDS) or len(surface) - 2 < _MIN_STEM:
        return None
    fitting = [n for n in page.firms if len(n) >= len(surface) + 3 and _in_order(surface, n)]
    return fitting[0] if len(fitting) == 1 else None


def _in_order(short: str, name: str) -> bool:
    rest = iter(name)
    return all(char in rest for char in short)
