"""Administrative places (GPE), other places (LOC) and venues (FAC)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.mentions import EntityMention
from pipeline.text import led, trie_pattern

from .areas import areas, streets
from .lexicon import Tokens, dictionary, frequency, load, matches, words_of
from .phrases import STRONG_KINDS, kind_of_word, street_start, walk_left

_RIVERSIDE = re.compile("流域|沿岸|两岸|上游|中游|下游|以南|以北|中下游|经济带|三角洲|南岸|北岸")
_MAX_AREA = 14
_RESIDENTIAL = set("里苑园村庄街路营坊楼巷湾桥城")
_COMMON_TOWN = 20
# 片区, 厂区, 街区, 花市: parts of a site or of a town, not areas with an office.
_NO_AREA = set("训病部片山厂园校景社街小营战辖城牧林矿灾疫港库展货商门超花菜夜股楼专跳闹早军")
_RARE_REGION = 300
_COMMON_NOUN = 1500
_NO_NAME = frozenset("的了是在和与及一二三几每各该此这那其某我你他她")
_MUNICIPALITIES = ("11", "12", "31", "50")
_STATION = re.compile("[东西南北]?站(?![长点台务位立在])")
_WATER = re.compile("[河江湖山](?=畔|岸|边|之滨|两岸|沿岸|沿线|流域|脚下)")
_PART_OF_NAME = re.compile("[路巷]|大街|大道|绿道|半岛")
_CAPITAL = re.compile("[召举开参出会就务工考发成揭启闭落投医郊城内与管设运住租买、，。]|单位|企业|高校|央企")
_INSTITUTION = ("馆", "宫", "服务站", "酒店", "饭店", "宾馆", "书店")


@dataclass(frozen=True, slots=True)
class Gazetteer:
    official: frozenset[str]
    official_lengths: dict[str, list[int]]  # of the names that end in these two characters, longest first
    endings: re.Pattern[str]
    bare: re.Pattern[str]
    common: frozenset[str]
    deictic: frozenset[str]
    regions: frozenset[str]
    known_venues: frozenset[str]
    venues: re.Pattern[str]
    venue_generic: frozenset[str]
    loc_heads: frozenset[str]
    loc_generic: frozenset[str]
    deictic_nouns: re.Pattern[str]
    within_generic: frozenset[str]
    town_generic: frozenset[str]
    host: re.Pattern[str]
    acts: re.Pattern[str]
    cued: re.Pattern[str]
    unnamed: frozenset[str]


@cache
def gazetteer() -> Gazetteer:
    config = load("places")
    deictic = words_of(config["deictic"])
    regions = [*words_of(config["regions"]), *words_of(config["scenic"])]
    known_venues = words_of(config["known_venues"])
    bare = [
        *known_venues,
        *areas().short,
        *words_of(config["countries"]),
        *words_of(config["cities_abroad"]),
        *deictic,
        *regions,
    ]
    loc_heads = words_of(config["loc_heads"])
    official = frozenset(areas().full) | frozenset(streets())
    lengths: dict[str, set[int]] = {}
    for name in official:
        if 2 <= len(name) <= _MAX_AREA:
            lengths.setdefault(name[-2:], set()).add(len(name))
    return Gazetteer(
        official=official,
        official_lengths={end: sorted(sizes, reverse=True) for end, sizes in lengths.items()},
        endings=re.compile(led("[省市区县旗州盟镇乡村]|街道|地区|社区")),
        bare=re.compile(trie_pattern(bare)),
        common=frozenset(words_of(config["common_words"])),
        deictic=frozenset(deictic),
        regions=frozenset(regions),
        known_venues=frozenset(known_venues),
        venues=re.compile(trie_pattern([*words_of(config["facility_heads"]), *loc_heads])),
        venue_generic=frozenset(words_of(config["facility_generic"])),
        loc_heads=frozenset(loc_heads),
        loc_generic=frozenset(words_of(config["loc_generic"])),
        within_generic=frozenset(words_of(config["within_generic"])),
        town_generic=frozenset(words_of(config["town_generic"])),
        host=re.compile(f"(?:{trie_pattern(words_of(config['hosts_before']))})$"),
        acts=re.compile(trie_pattern(words_of(config["hosts_behind"]))),
        cued=re.compile(
            f"(?:{trie_pattern(words_of(config['cues']))})([一-鿿]{{2,6}}?)"
            f"({trie_pattern(words_of(config['cued_heads']))})"
        ),
        unnamed=frozenset(
            w
            for key in ("facility_generic", "loc_generic", "chain_generic", "within_generic")
            for w in words_of(config[key])
        ),
        deictic_nouns=re.compile(trie_pattern(words_of(config["deictic_nouns"]))),
    )


def _mention(text: str, start: int, end: int, kind: str, rule: str, confidence: float) -> EntityMention:
    return EntityMention(start, end, kind, text[start:end], rule="place." + rule, confidence=confidence)


def find_places(text: str, tokens: Tokens, lines: list[tuple[int, int]]) -> Iterator[EntityMention]:
    """Candidates, some of them within others."""
    yield from _official(text, lines, tokens)
    yield from _bare(text, lines, tokens)
    yield from _venues(text, lines, tokens)
    yield from _cued(text, lines, tokens)
    for match, low, _ in matches(_WATER, text, lines):
        start = _water_start(text, match.start(), low, tokens)
        if start is not None:
            yield _mention(text, start, match.end(), "LOC", "water", 0.7)
    for match in _letter().finditer(text):
        follows = (
            text[match.end() : tokens.end_after(match.end(), len(text))] if match.end() < len(text) else ""
        )
        edge, known = tokens.is_edge(match.end()), _CAPITAL.match(text, match.end())
        if (known and (edge or match.group() == "京")) or (edge and follows in dictionary().verbs):
            yield _mention(text, match.start(), match.end(), "GPE", "capital", 0.8)


@cache
def _letter() -> re.Pattern[str]:
    letters = "".join(words_of(load("places")["city_letters"]))
    return re.compile(rf"[{letters}](?:(?<=[在赴抵来离回返进].)|(?<=驻.)(?=单位|企业|高校|央企))")


def _official(text: str, lines: list[tuple[int, int]], tokens: Tokens) -> Iterator[EntityMention]:
    gaz = gazetteer()
    last = line = -1
    for match, low, _ in matches(gaz.endings, text, lines):
        if low != line:
            line, last = low, low - 1
        end = match.end()
        for length in gaz.official_lengths.get(text[end - 2 : end], ()):
            if length <= end - low and text[end - length : end] in gaz.official:
                yield _mention(text, end - length, end, "GPE", "official", 0.9)
                last = end
                break
        else:
            if match.group() in ("镇", "乡", "村", "街道", "县", "市", "区", "社区") and tokens.is_edge(end):
                for mention in _unlisted(text, match.start(), end, low, tokens, last):
                    last = end
                    yield mention


def _unlisted(text: str, head: int, end: int, low: int, tokens: Tokens, last: int) -> Iterator[EntityMention]:
    """A township, street, village or community that no table lists, by the words before its ending.

    `last` is where the area before it ends: what follows an area at once is a name of any words.
    """
    gaz, ending = gazetteer(), text[head:end]
    floor = max(low, head - 5)
    if last >= floor and head - last >= 2 and _name_like(text, last, head, tokens):
        yield _mention(text, last, end, "GPE", "within", 0.8)
        return
    if ending in ("街道", "社区"):
        start = street_start(text, head, low, tokens)
        if start is not None and (ending == "街道" or text[head - 1] in _RESIDENTIAL):
            yield _mention(text, start, end, "GPE", "street", 0.75)
        return
    begin = tokens.start_before(head)
    if begin < floor:
        return
    if begin == head - 1:
        # A name of two characters that the segmenter does not know comes as two tokens.
        before = max(floor, tokens.start_before(begin))
        begin = before if begin - before == 1 and kind_of_word(text[before:begin]) == "noun" else begin
    word = text[begin:head]
    if not 2 <= len(word) <= 5 or not all("一" <= c <= "鿿" for c in word):
        return
    if (ending in "市区县" and set(word) & _NO_AREA) or word in gaz.loc_generic or word in gaz.venue_generic:
        return
    kind = kind_of_word(word)
    if ending in "镇乡" and len(word) == 2:
        uncommon = frequency(word + ending) < _COMMON_TOWN and word not in gaz.town_generic
        good = kind in ("unknown", "proper", "noun") and uncommon
    else:
        good = kind in ("unknown", "proper") and len(word) <= 3
    if good:
        yield _mention(text, begin, end, "GPE", "unlisted", 0.7)


def _name_like(text: str, start: int, end: int, tokens: Tokens) -> bool:
    """Whether the words right behind an area and before 镇, 村, 社区 can be a name."""
    if text[end - 1] in "各个" or not all("一" <= c <= "鿿" for c in text[start:end]):
        return False
    at = end
    while at > start:
        begin = max(start, tokens.start_before(at))
        word = text[begin:at]
        if begin == start and at < end and word in "前后东西南北上下大小":
            return True
        if kind_of_word(word) in (None, "generic") and not (
            at - begin > 1 and begin == start and at == end and word not in gazetteer().within_generic
        ):
            return False
        at = begin
    return True


def _bare(text: str, lines: list[tuple[int, int]], tokens: Tokens) -> Iterator[EntityMention]:
    gaz = gazetteer()
    for match, low, _ in matches(gaz.bare, text, lines):
        name, start, end = match.group(), match.start(), match.end()
        if name in gaz.known_venues:
            yield _mention(text, start, end, "FAC", "known_venue", 0.85)
            continue
        if name in gaz.regions:
            if _PART_OF_NAME.match(text, end):
                continue
            if len(name) > 2 or (
                tokens.is_edge(start) and (tokens.is_edge(end) or _RIVERSIDE.match(text, end))
            ):
                yield _mention(text, start, end, "LOC", "region", 0.75)
            continue
        station = _station(text, start, end, low) if tokens.is_edge(start) else None
        if station is not None:
            yield _mention(text, start, station, "FAC", "station", 0.75)
            continue
        if not (tokens.is_edge(start) and (tokens.is_edge(end) or name in gaz.deictic)):
            continue
        if name == "首都" and start > low and text[start - 1] not in "，。、在对为“（；：！？的是 ":
            continue
        if name in gaz.deictic and gaz.deictic_nouns.match(text, end):
            continue
        if name in gaz.common and not _placed(text, start, end, low):
            continue
        confidence = 0.6 if name in gaz.deictic else 0.85
        yield _mention(text, start, end, "GPE", "deictic" if name in gaz.deictic else "bare", confidence)


def _placed(text: str, start: int, end: int, low: int) -> bool:
    """Whether the words beside an ambiguous short form make it a place."""
    return (
        start > low
        and text[start - 1] in "在赴到从往抵离、"
        and text[end : end + 1] in "、，。的举召开参务与和到等"
    ) or text[end : end + 1] in "籍"


def _station(text: str, start: int, end: int, low: int) -> int | None:
    """End of a railway station's name behind the short name of its town (丰台站, 合肥南站)."""
    match = _STATION.match(text, end)
    codes = areas().codes(text[start:end])
    if not match or all(c.endswith("0000") and c[:2] not in _MUNICIPALITIES for c in codes):
        return None
    behind = start > low and (
        text[start - 1] in "从在到抵往至达离、" or areas().short.get(text[start - 2 : start])
    )
    return match.end() if len(match.group()) > 1 or behind else None


def _cued(text: str, lines: list[tuple[int, int]], tokens: Tokens) -> Iterator[EntityMention]:
    """A place of any name behind a word that places stand behind (在松岚体育馆)."""
    gaz = gazetteer()
    for match, _, _ in matches(gaz.cued, text, lines):
        start, end = match.start(1), match.end()
        if not (tokens.is_edge(start) and tokens.is_edge(end)):
            continue
        kinds, at, common = [], match.end(1), False
        while at > start:
            begin = max(start, tokens.start_before(at))
            word = text[begin:at]
            kinds.append("noun" if len(word) == 1 and word not in _NO_NAME else kind_of_word(word))
            common = common or word in gaz.unnamed or (len(word) > 1 and frequency(word) > _COMMON_NOUN)
            at = begin
        if common or None in kinds or not set(kinds) & {"noun", "proper", "unknown"}:
            continue
        if "generic" not in kinds:
            yield _mention(text, start, end, "LOC" if match[2] in gaz.loc_heads else "FAC", "cued", 0.7)


def _water_start(text: str, head: int, low: int, tokens: Tokens) -> int | None:
    """Where the name of a river or hill begins, which 畔, 岸 or 边 follow; None if it has none."""
    start = head
    while start > max(low, head - 3):
        begin = max(low, tokens.start_before(start))
        word = text[begin:start]
        named = kind_of_word(word) in ("unknown", "proper", "noun") and "一" <= word[0] <= "鿿"
        if (
            head - begin > 3
            or not named
            or areas().codes(word)
            or word in gazetteer().unnamed
            or word in dictionary().verbs
        ):
            break
        start = begin
    name = text[start : head + 1]
    known = frequency(name) and name not in dictionary().places
    return start if 2 <= head - start <= 3 and not known else None


@cache
def _road() -> re.Pattern[str]:
    """A motorway by the letters of what it joins (京沪高速公路) before a site of it."""
    letters = "".join(words_of(load("units")["letters"])) + "哈昆台港澳包环唐承石太福广乌成"
    return re.compile(rf"(?:[{letters}]{{2,4}}|G\d{{1,4}})高速(?:公路)?$")


def _venues(text: str, lines: list[tuple[int, int]], tokens: Tokens) -> Iterator[EntityMention]:
    gaz = gazetteer()
    for match, low, _ in matches(gaz.venues, text, lines):
        pieces = walk_left(text, match.start(), low, tokens)
        head = match.group()
        if head == "地区":
            begin = tokens.start_before(match.start())
            word = text[begin : match.start()]
            if (
                len(word) == 2
                and begin >= low
                and 0 < frequency(word) < _RARE_REGION
                and word not in gaz.loc_generic
            ):
                yield _mention(text, begin, match.end(), "LOC", "region", 0.6)
        if not pieces:
            continue
        is_loc = head in gaz.loc_heads
        if pieces[-1].kind == "quoted" and text[pieces[-1].end - 2] == "式":
            continue
        first = next((i for i, p in enumerate(pieces) if p.kind == "area"), None)
        if first is None:
            first = next(
                (
                    i
                    for i, p in enumerate(pieces)
                    if p.kind in STRONG_KINDS
                    or p.kind == "quoted"
                    or (p.kind == "noun" and p.end - p.start > 2)
                ),
                None,
            )
        if first is None and len(pieces) == 1 and text[pieces[0].start : match.end()] in dictionary().places:
            first = 0
        if first is None:
            if head in ("活动中心",) and [text[p.start : p.end] for p in pieces][-2:] == ["工会", "会员"]:
                yield _mention(text, pieces[-2].start, match.end(), "FAC", "centre", 0.6)
            continue
        pieces = pieces[first:]
        if len(pieces) == 1 and text[pieces[0].start : pieces[0].end] in gaz.venue_generic:
            continue
        words = [text[p.start : p.end] for p in pieces]
        if words[-1] in gaz.loc_generic and len(words) > 1 and is_loc:
            continue
        if head == "地区" and len(pieces) > 1 and pieces[0].kind == "area":
            continue
        if is_loc and head == "地区" and pieces[-1].kind not in ("unknown", "proper"):
            continue
        if any(p.kind == "generic" for p in pieces[1:]):
            continue
        start, end = pieces[0].start, match.end()
        road = _road().search(text, max(low, start - 10), start) if head in ("服务区", "收费站") else None
        start = road.start() if road else start
        if (
            not is_loc
            and head.endswith(_INSTITUTION)
            and (gaz.host.search(text, max(low, start - 2), start) or gaz.acts.match(text, end))
        ):
            yield _mention(text, start, end, "ORG", "host", 0.7)
        else:
            yield _mention(
                text, start, end, "LOC" if is_loc else "FAC", "region" if is_loc else "venue", 0.75
            )
