"""Widens a corpus: the same articles with other names, drawn from tables of facts.

Within an article a name is replaced by one new name throughout. Persons get names from the tables
of surnames and given-name characters, transliterated names from the syllables of transliteration,
areas others of the same kind, bodies another area in front or another proper stem. Deterministic
for a given seed.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import cache

from pipeline.extractors.entities.areas import areas
from pipeline.extractors.entities.lexicon import load, words_of
from pipeline.training.corpus import Article, Line, Mark

_HAN_NAME = re.compile(r"[\u3400-\u9fff]{2,4}")
_FOREIGN = re.compile(r"[\u3400-\u9fff·]{3,}")
_AREA_END = re.compile(r"(?:自治区|自治州|自治县|[省市区县旗盟])$")
_STEM = re.compile(
    r"^(?P<stem>[\u3400-\u9fff]{2,3})(?P<rest>(?:科技|重工|机械|纺织|化工|物流|电子|建工|建筑|建设|食品|热力|制药|汽车|环保|物业|能源|矿业|钢铁|港务|医药|服饰|半导体|信息|网络|文化|餐饮|快递|电器|新材料|生物)?.{0,12}(?:公司|集团|厂|酒店|超市|医院|学校|中学|小学|学院))"
)
_STEM_CHARS = "安百博昌辰诚驰春达德鼎东恩方飞丰福港冠光广国海翰航浩和恒弘宏鸿华汇慧吉佳嘉建江捷金锦京景聚凯康科坤蓝乐力联龙隆绿美明铭鹏奇启千庆全仁荣瑞润三森山尚晟盛世首顺泰腾天通同旺维伟文翔祥新鑫信兴星旭雅亚阳业一亿益银永友宇玉源远悦云泽长振正志智中众卓"
PERSON_KEEPS = 0.1
"""Share of names left as they are, so that real names stay in the mix."""


@cache
def _persons() -> tuple[str, list[str], str, str]:
    table = load("persons")
    singles = "".join(words_of(table["common_surnames"])) * 6 + "".join(words_of(table["surnames"]))
    return (
        singles,
        list(words_of(table["compound_surnames"])),
        "".join(words_of(table["given"])),
        "".join(words_of(table["translit"])),
    )


@cache
def _areas_by_end() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in areas().full:
        if m := _AREA_END.search(name):
            found.setdefault(m.group(), []).append(name)
    return found


@dataclass(slots=True)
class Widener:
    """Makes variants of articles; `seed` decides all."""

    seed: int

    def variant(self, article: Article, number: int) -> Article:
        """Variant `number` (from 1) of the article, with an id of its own."""
        dice = random.Random(f"{self.seed}:{article.id}:{number}")
        names: dict[tuple[str, str], str] = {}
        made = Article(f"{article.id}+{number}")
        for line in article.lines:
            made.lines.append(_renamed(line, names, dice))
        return made


def _renamed(line: Line, names: dict[tuple[str, str], str], dice: random.Random) -> Line:
    parts: list[str] = []
    marks: list[Mark] = []
    at = length = 0
    for mark in line.marks:
        old = line.text[mark.start : mark.end]
        new = names.setdefault((old, mark.type), _new_name(old, mark.type, dice))
        before = line.text[at : mark.start]
        parts += [before, new]
        length += len(before)
        marks.append(Mark(length, length + len(new), mark.type))
        length += len(new)
        at = mark.end
    parts.append(line.text[at:])
    return Line("".join(parts), marks)


def _new_name(old: str, kind: str, dice: random.Random) -> str:
    if kind == "PERSON":
        return _person(old, dice)
    if kind == "GPE":
        return _area(old, dice)
    if kind in ("ORG", "FAC", "LAW", "EVENT", "AWARD"):
        return _body(old, kind, dice)
    return old


def _person(old: str, dice: random.Random) -> str:
    if dice.random() < PERSON_KEEPS or old[0] in "老小阿":
        return old
    singles, compounds, given, syllables = _persons()
    if "·" in old or (len(old) > 4 and _FOREIGN.fullmatch(old)):
        return "·".join("".join(dice.choices(syllables, k=max(2, min(5, len(p))))) for p in old.split("·"))
    if not _HAN_NAME.fullmatch(old):
        return old
    surname = dice.choice(compounds) if dice.random() < 0.03 else dice.choice(singles)
    return surname + "".join(dice.choices(given, k=1 if dice.random() < 0.25 else 2))


def _area(old: str, dice: random.Random) -> str:
    table = _areas_by_end()
    m = _AREA_END.search(old)
    if m is None or old not in areas().full or dice.random() < 0.3:
        return old
    return dice.choice(table[m.group()])


def _body(old: str, kind: str, dice: random.Random) -> str:
    for size in range(min(8, len(old) - 2), 1, -1):
        if old[:size] in areas().full:
            return _area(old[:size], dice) + old[size:]
    if kind == "ORG" and (m := _STEM.match(old)) and m["stem"] not in areas().short and dice.random() < 0.7:
        stem = "".join(dice.sample(_STEM_CHARS, 3 if dice.random() < 0.2 else 2))
        return stem + old[m.end("stem") :]
    return old
