"""Named campaigns, programmes, contests, congresses (EVENT)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.mentions import EntityMention
from pipeline.text import led, trie_pattern

from .areas import areas, streets
from .lexicon import Endings, Tokens, load, matches, occurrences, words_of
from .phrases import STRONG_KINDS, Piece, walk_left

_QUOTED_MIN_REPEAT = 5
_REACH = 20
# “点单式”培训, “学习型”活动: a manner, not a name.
_MANNER = ("式", "型")
_ORDINAL = re.compile(r"(?:第[一二三四五六七八九十百\d]{1,4}[届季期]|首届)$")


@dataclass(frozen=True, slots=True)
class Grammar:
    quoted: re.Pattern[str]
    theme: re.Pattern[str]
    inner: re.Pattern[str]
    heads: re.Pattern[str]
    strong: frozenset[str]
    campaign: re.Pattern[str]
    known: re.Pattern[str]
    congress: re.Pattern[str]
    convener: Endings
    series: re.Pattern[str]
    round: re.Pattern[str]
    counted: re.Pattern[str]
    owners: Endings
    hosts: Endings
    tail: re.Pattern[str]
    brand: re.Pattern[str]
    free: re.Pattern[str]
    free_edge: re.Pattern[str]
    free_plain: Endings
    free_least: dict[str, int]
    places: frozenset[str]
    laws: frozenset[str]


@cache
def grammar() -> Grammar:
    config = load("events")
    places, laws = words_of(config["quoted_places"]), words_of(config["quoted_laws"])
    heads = trie_pattern([*words_of(config["quoted_heads"]), *places, *laws])
    bridge = trie_pattern(words_of(config["bridge"]))
    inner = trie_pattern(words_of(config["inner_heads"]))
    campaign_heads = trie_pattern(words_of(config["campaign_heads"]))
    campaigns = trie_pattern(words_of(config["campaigns"]))
    least = {head: int(n) for n, words in config["free_heads"].items() for head in words_of(words)}
    numeral = "[一二三四五六七八九十]"
    series, rounds, counted = (
        trie_pattern(words_of(config[key])) for key in ("series_heads", "rounds", "counted")
    )
    rulers = trie_pattern(words_of(config["free_bridge_stops"]))
    free = rf"(?:(?!{rulers})[\u4e00-\u9fff]){{1,8}}?"
    return Grammar(
        quoted=re.compile(rf"“([^“”\n]{{2,40}})”((?:{bridge}){{0,6}}|{free})((?:{heads})+)"),
        theme=re.compile(
            r"“(?:(?<=以“)|(?<=[题名]为“)|(?<=主题是“))([^“”\n]{3,40})”(?:为主题|为题|的主题|，|的)"
        ),
        inner=re.compile(rf"“([^“”\n]{{2,36}}(?:{inner}))”"),
        heads=re.compile(trie_pattern(words_of(config["named_heads"]))),
        strong=frozenset(words_of(config["strong_heads"])),
        campaign=re.compile(led(rf"(?:{campaigns})+(?:{bridge}){{0,3}}(?:{campaign_heads})")),
        known=re.compile(trie_pattern(words_of(config["known"]))),
        congress=re.compile(
            led(
                rf"{numeral}{{1,3}}大(?![专学一家师队型小多道厅楼桥街队事])|第{numeral}{{1,3}}次(?:全国)?代表大会"
                rf"|{numeral}{{1,3}}届{numeral}{{1,2}}中全会|(?:{numeral}{{1,3}}届)?(?:{numeral}{{1,2}})次(?:全体)?会议"
            )
        ),
        series=re.compile(
            rf"(?:第[一二三四五六七八九十百\d]{{1,4}}届|首届)(?:(?!{rulers})[\u4e00-\u9fff]){{1,16}}?(?:{series})+(?:第{numeral}{{1,2}}次(?:全体)?会议)?"
        ),
        round=re.compile(rf"(?:(?!{rulers})[\u4e00-\u9fff]){{2,10}}?(?:{rounds})"),
        counted=re.compile(
            led(
                rf"(?:第?{numeral}{{1,3}}届)?(?:委员会)?第?{numeral}{{1,2}}次(?:全体|会员|职工|全国)?(?:{counted})"
            )
        ),
        owners=Endings(
            dict.fromkeys(
                [
                    *words_of(config["meeting_owners"]),
                    *words_of(config["conveners"]),
                    *areas().full,
                    *areas().short,
                    *streets(),
                ],
                "owner",
            )
        ),
        hosts=Endings(dict.fromkeys([*areas().short, *words_of(load("places")["cities_abroad"])], "host")),
        convener=Endings(dict.fromkeys(words_of(config["conveners"]), "convener")),
        brand=re.compile(rf"首都(?:{trie_pattern(words_of(config['brand_fields']))}){{1,4}}“[^“”\n]{{2,8}}”"),
        free=re.compile(f"({trie_pattern(least)})(?!{trie_pattern(words_of(config['free_tails']))})"),
        free_edge=re.compile(
            rf".*(?:(?P<verb>{trie_pattern(words_of(config['free_verbs']))}|(?<=[展动施办出起署行响开布与])了)"
            rf"|(?P<year>(?<=[\d一二三四〇○零五六七八九])年)"
            rf"|(?P<stop>[^\u4e00-\u9fffA-Za-z“”]|{trie_pattern(words_of(config['free_stops']))}))"
        ),
        free_plain=Endings(dict.fromkeys(words_of(config["free_plain"]), "plain")),
        free_least=least,
        tail=re.compile(heads),
        places=frozenset(places),
        laws=frozenset(laws),
    )


def find_events(
    text: str, tokens: Tokens, lines: list[tuple[int, int]], bodies: list[tuple[int, int]]
) -> Iterator[EntityMention]:
    """Candidates. `bodies`: spans of organisations, ascending; a name does not reach into one."""
    rules = grammar()
    named: set[str] = set()
    for match in rules.quoted.finditer(text):
        head = match.group(3)
        if match.group(1)[-1] in "。！？，…；" or match.group(1).endswith(_MANNER):
            continue
        kind = "EVENT"
        if head in rules.places:
            kind = "FAC"
        elif head in rules.laws:
            kind = "LAW"
        if kind == "EVENT" and len(match.group(1)) >= _QUOTED_MIN_REPEAT:
            named.add(match.group(1))
        ordinal = _ORDINAL.search(text, max(0, match.start() - 6), match.start())
        start = ordinal.start() if ordinal else match.start()
        yield _mention(text, start, match.end(), "quoted", 0.85, kind)
    for pattern, rule in ((rules.theme, "theme"), (rules.inner, "inner")):
        for match in pattern.finditer(text):
            yield _mention(text, *match.span(1), rule, 0.75)
    for match in rules.campaign.finditer(text):
        yield _mention(text, *match.span(), "campaign", 0.8)
    for match in rules.known.finditer(text):
        start = rules.hosts.start(text, match.start(), max(0, match.start() - _REACH))
        yield _mention(text, start, match.end(), "known", 0.85)
    for match in rules.congress.finditer(text):
        start = rules.convener.start(text, match.start(), max(0, match.start() - _REACH))
        if start < match.start():
            yield _mention(text, start, match.end(), "congress", 0.85)
    owned = {end: start for start, end in bodies}
    for pattern, rule in ((rules.series, "series"), (rules.counted, "counted")):
        for match in pattern.finditer(text):
            start = _owner_start(text, match.start(), owned)
            if start < match.start() or rule == "series":
                yield _mention(text, start, match.end(), rule, 0.8)
    yield from _free(text, lines, bodies)
    yield from _brands(text)
    yield from _repeated(text, named)
    ends = [end for _, end in bodies]
    position = 0
    strong: list[EntityMention] = []
    weak: list[EntityMention] = []
    for match, low, _ in matches(rules.heads, text, lines):
        while position < len(ends) and ends[position] <= match.start():
            position += 1
        floor = max(low, ends[position - 1]) if position else low
        mention = _unquoted(text, match.start(), match.end(), floor, tokens)
        if mention:
            (weak if mention.rule == "event.weak" else strong).append(mention)
    for mention in strong:
        yield mention
        more = rules.round.match(text, mention.end) if mention.name.endswith(("赛", "比武")) else None
        if more and not any(more.start() <= end <= more.end() for end in ends):
            yield _mention(text, mention.start, more.end(), "round", 0.75)
    yield from _short_forms(weak, strong)


def _owner_start(text: str, start: int, owned: dict[int, int]) -> int:
    """Where the body or the area with its trade begins whose meeting or series is counted at `start`."""
    if start in owned:
        return owned[start]
    floor = max(0, start - _REACH)
    begin = grammar().owners.start(text, start, floor)
    at = next((at for at in range(begin, start) if at in owned), None)
    if at is not None:
        return owned[at]
    # 职工, 行业 and the like alone own nothing.
    return begin if any(text.startswith(name, begin) for name in _areas_at(text, begin)) else start


def _areas_at(text: str, begin: int) -> Iterator[str]:
    table = areas()
    for size in range(2, 9):
        name = text[begin : begin + size]
        if name in table.full or name in table.short or name in streets() or name in ("工会", "中国工会"):
            yield name


def _mention(
    text: str, start: int, end: int, rule: str, confidence: float, kind: str = "EVENT"
) -> EntityMention:
    return EntityMention(start, end, kind, text[start:end], rule="event." + rule, confidence=confidence)


def _free(text: str, lines: list[tuple[int, int]], bodies: list[tuple[int, int]]) -> Iterator[EntityMention]:
    """Campaigns and courses of any words between a verb, a year or a body and their head, and each
    other place where the page has such a name."""
    rules = grammar()
    names: set[str] = set()
    ends = [end for _, end in bodies]
    for match, low, _ in matches(rules.free, text, lines):
        floor = max(low, match.start() - _REACH - 4)
        edge = rules.free_edge.match(text, floor, match.start())
        start = edge.end() if edge else floor
        at = bisect_right(ends, match.start())
        behind_body = at > 0 and ends[at - 1] >= start
        if behind_body:
            start = ends[at - 1]
        if not behind_body and not (edge and edge.lastgroup in ("verb", "year")):
            continue
        if match.start() - start < rules.free_least[match.group()]:
            continue
        if "“" in text[start : match.start()] or "”" in text[start : match.start()]:
            continue
        if rules.free_plain.start(text, match.start(), start) > start:
            names.add(text[start : match.end()])
    if names:
        for start, end in occurrences(text, names):
            yield _mention(text, start, end, "free", 0.75)


def _brands(text: str) -> Iterator[EntityMention]:
    """A quoted name behind its area and field (某市职工“流动书屋”) that the page has more than once."""
    found = list(grammar().brand.finditer(text))
    times = Counter(m.group() for m in found)
    for match in found:
        if times[match.group()] > 1 and not grammar().tail.match(text, match.end()):
            yield _mention(text, match.start(), match.end() - 1, "brand", 0.7)


def _repeated(text: str, named: set[str]) -> Iterator[EntityMention]:
    """A name that the page quotes with its head is a name without the marks too."""
    if not named:
        return
    for start, end in occurrences(text, named):
        head = grammar().tail.match(text, end)
        yield _mention(text, start, head.end() if head else end, "repeated", 0.8)


def _unquoted(text: str, start: int, end: int, floor: int, tokens: Tokens) -> EntityMention | None:
    head = text[start:end]
    strong_head = head in grammar().strong
    pieces = walk_left(text, start, floor, tokens, lenient=strong_head)
    if not pieces:
        return None
    cut = _first(pieces, {"area"})
    if cut is None and strong_head:
        cut = next(
            (i for i, p in enumerate(pieces[:-1]) if text[p.start : p.end] in ("全国", "全市", "首都")), None
        )
    if cut is None:
        cut = _first(pieces, STRONG_KINDS | {"quoted"})
    if cut is not None and (strong_head or pieces[cut].kind != "unknown"):
        pieces = pieces[cut:]
    elif strong_head and len(pieces) >= 1:
        return _mention(text, pieces[0].start, end, "weak", 0.6)
    else:
        return None
    if not strong_head and (len(pieces) < 2 or pieces[0].kind == "unknown"):
        return None
    if any(p.kind == "bracket" for p in pieces):
        return None
    ordinal = _ORDINAL.search(text, max(floor, pieces[0].start - 6), pieces[0].start)
    begin = ordinal.start() if ordinal else pieces[0].start
    return _mention(text, begin, end, "named", 0.75 if strong_head else 0.6)


def _short_forms(weak: list[EntityMention], strong: list[EntityMention]) -> Iterator[EntityMention]:
    """Names without an area that end a fuller name of the same page."""
    endings = {m.name[i:] for m in strong for i in range(1, len(m.name) - 1)}
    for mention in weak:
        if mention.name in endings:
            mention.rule = "event.suffix"
            yield mention


def _first(pieces: list[Piece], kinds: set[str] | frozenset[str]) -> int | None:
    return next((i for i, p in enumerate(pieces) if p.kind in kinds), None)
