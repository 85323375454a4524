"""Names of bodies: unions, firms, offices, schools, hospitals, teams."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipeline.mentions import EntityMention

from .areas import areas, streets
from .body_rules import grammar
from .lexicon import Endings, Tokens, dictionary, matches, occurrences
from .phrases import STRONG_KINDS, Piece, letter_start, walk_left
from .units import definite_forms, named_after_persons, units_of

_OPEN_HEADS = frozenset({"公司", "集团", "中心", "学校", "工厂", "工作室", "代表队", "代表团", "服务队"})
_BRAND_LENGTH = 5
# Classes of heads before which any words make a name behind an area.
_BRANDED = frozenset(("company", "firm", "school", "centre", "health", "union", "research"))
# Unions of many firms, and of a trade, which is no common modifier before them.
_OF_MANY = frozenset({"工会联合会", "联合工会"})
_OF_TRADES = frozenset({"行业工会", "行业工会联合会", "行业联合工会", "产业工会"})
# Classes of heads that 市, 区, 县 alone may define.
_DEFINITE = frozenset(
    ("union", "department", "body", "school", "centre", "society", "press", "health", "research", "branch")
)
# 一所特教学校: a kind of body, whatever the word before the head.
_INDEFINITE = re.compile("[一二两三几多][家所个支座间](?:的)?$")
_SHORT_AREAS = frozenset(("开发区", "经开区", "高新区", "自治区", "自治州"))
_SINGLE_DEICTIC = frozenset("市区县省")


def _spell(text: str, pieces: list[Piece]) -> list[str]:
    return [text[p.start : p.end] for p in pieces]


def _cut_to_name(text: str, pieces: list[Piece], head_class: str) -> list[Piece]:
    """Drops what stands before the name: words left of its area, common nouns left of its proper noun."""
    first_area = next((i for i, p in enumerate(pieces) if p.kind == "area"), None)
    if first_area is not None:
        before = pieces[:first_area]
        known = next((i for i, p in enumerate(before) if p.kind == "known"), None)
        if known is not None and text[before[-1].start : before[-1].end] == "附属":
            return pieces[known:]
        if known is not None:
            of_party = (
                first_area == known + 1 and text[before[known].start : before[known].end] in grammar().parties
            )
            if of_party or head_class in ("branch", "company", "union"):
                return pieces[known:]
        tail = before[-1:] if before and before[-1].kind == "unknown" else []
        if tail and head_class in ("branch", "company"):
            return pieces[first_area - 1 :]
        return _split_after_body(text, _of_one_address(text, pieces[first_area:]), head_class)
    first_strong = next(
        (i for i, p in enumerate(pieces) if p.kind in STRONG_KINDS or p.kind in ("quoted", "deictic")), None
    )
    return pieces[first_strong:] if first_strong is not None else pieces


def _split_after_body(text: str, pieces: list[Piece], head_class: str) -> list[Piece]:
    """A full area name behind a complete body begins a body of its own, but for branches."""
    if head_class in ("branch", "company"):
        return pieces
    for i in range(len(pieces) - 1, 0, -1):
        if pieces[i - 1].kind != "head":
            continue
        own_name = pieces[i].kind == "unknown" and head_class == "school"
        if pieces[i].kind == "area" or (own_name and text[pieces[i - 1].start : pieces[i].start] == "总工会"):
            return pieces[i:]
    return pieces


def _of_one_address(text: str, pieces: list[Piece]) -> list[Piece]:
    """Drops an area before the area that holds it: 海淀区 | 北京某某公司 are a place and a body."""
    if len(pieces) > 1 and pieces[1].kind == "area":
        above, below = (areas().codes(w) for w in reversed(_spell(text, pieces[:2])))
        if any(b != a and b.startswith(a.rstrip("0")) for a in above for b in below):
            return pieces[1:]
    return pieces


def _brand_start(text: str, pieces: list[Piece]) -> list[Piece] | None:
    """The pieces from the firm's own word on, where a legal form ends the name and no area begins it.

    What stands between the words of its trade and a boundary is the word it goes by, if it is short.
    """
    if any(p.kind in ("area", "known", "quoted") for p in pieces):
        return None
    trade = len(pieces)
    while trade > 1 and pieces[trade - 1].kind in ("inner", "bracket", "head"):
        trade -= 1
    first = next((i for i, p in enumerate(pieces[:trade]) if p.kind != "generic"), None)
    if first is None or pieces[trade - 1].end - pieces[first].start > _BRAND_LENGTH:
        return None
    if all(p.kind == "inner" for p in pieces[first:]) and len(pieces) - first < 2:
        return None
    return pieces[first:]


def _judge(
    text: str, pieces: list[Piece], head: str, head_class: str, after: str
) -> tuple[str, float] | None:
    """Rule and confidence of a name, `("weak", …)` where only the document can tell, or None."""
    rules = grammar()
    if not pieces:
        return None
    words = _spell(text, pieces)
    if head_class == "trade":
        return _trade_firm(pieces, words, after)
    kinds = [p.kind for p in pieces]
    middle = words[1:]
    if words[0] in rules.bare:
        return "short", 0.85
    if words[0] in _SHORT_AREAS and head_class in _DEFINITE and head not in _OPEN_HEADS:
        return "short", 0.8
    if words[0] in _SINGLE_DEICTIC or kinds[0] == "deictic":
        if head == "代表队" and middle:
            return "short", 0.8
        if any(k == "generic" for k in kinds[1:]) and not any(k in STRONG_KINDS for k in kinds):
            return None
        if head_class in _DEFINITE and (head not in _OPEN_HEADS or (middle and head == "中心")):
            return ("short", 0.85) if words[0] in _SINGLE_DEICTIC else ("weak", 0.6)
        return "weak", 0.5
    if kinds[0] == "area":
        if middle and words[0] not in areas().full and middle[0] in ("街道", "镇", "乡", "地区", "社区"):
            return "area", 0.9
        if head in ("工会", "总工会") and middle and all(w in rules.union_generic for w in middle):
            return None
        if not middle:
            if head == "工会" and (words[0] == "首都" or rules.union_nouns.match(after)):
                return None
            if (head in _OPEN_HEADS and not (head == "代表队" and words[0] in streets())) or (
                words[0] in areas().full
                and head in ("大学", "学院", "银行", "医院", "幼儿园", "小学", "中学")
            ):
                return None
            if head == "政府" and words[0] not in areas().full:
                return None
            if words[0] in ("首都", "中国") and head != "银行" and head_class != "department":
                return None
        vague = any(k == "generic" for k in kinds[1:]) and not any(k in STRONG_KINDS for k in kinds[1:])
        if head == "代表队":
            vague = False
        named_trade = any(w not in rules.union_generic for w in middle)
        if vague and head not in _OF_MANY and not (head in _OF_TRADES and named_trade):
            return None
        if words[0] in ("首都", "中国") and len(middle) < 2 and head_class in ("firm", "union"):
            return None
        return "area", 0.9
    letters = (
        len(pieces) > 1
        and all(p.end - p.start == 1 for p in pieces[:2])
        and words[0] not in "新老大小各本该两多几"
    )
    if letters and head_class in ("company", "union", "firm") and kinds[:2] != ["generic", "generic"]:
        return "letters", 0.7
    if "known" in kinds:
        last = max(i for i, k in enumerate(kinds) if k == "known")
        if any(k == "generic" for k in kinds[last + 1 :]) or (
            head_class == "union" and any(w in rules.union_generic for w in words[last + 1 :])
        ):
            return None
        return "known", 0.9
    if "quoted" in kinds:
        return ("quoted", 0.7) if head_class not in ("union", "department") else None
    if any(k in ("proper", "unknown") for k in kinds):
        return "proper", 0.8 if head_class in ("company", "school", "health", "union") else 0.7
    if "head" in kinds and head_class == "union":
        return "weak", 0.6
    if head in rules.nouns_alone and kinds[0] == "noun" and len(words[0]) > 1 and len(pieces) <= 3:
        return "noun", 0.65
    if head_class == "company" and words[0] in rules.brands and len(pieces) + (head != "公司") >= 2:
        return "brand", 0.7
    if (
        len(pieces) == 1
        and words[0] + head in dictionary().places
        and head_class not in ("union", "body", "department")
    ):
        return "dictionary", 0.7
    return "weak", 0.4


def _trade_firm(pieces: list[Piece], words: list[str], after: str) -> tuple[str, float] | None:
    """A firm that goes by one word and its trade (青岚石化)."""
    if len(pieces) != 1 or not 2 <= len(words[0]) <= 3 or grammar().trade_stops.match(after):
        return None
    named = words[0] in grammar().brands or words[0] in areas().short or pieces[0].kind in STRONG_KINDS
    return ("trade", 0.7) if named or pieces[0].kind == "noun" else None


def find_organizations(
    text: str, tokens: Tokens, declared: frozenset[str], lines: list[tuple[int, int]]
) -> Iterator[EntityMention]:
    """Candidates, in no special order, some within others. Short forms are settled with the page."""
    rules = grammar()
    extra = Endings(dict.fromkeys(declared, "known")) if declared else None
    weak: list[EntityMention] = []
    strong: list[EntityMention] = []
    for match, low, high in matches(rules.head, text, lines):
        mention = _at_head(text, match.start(), match.end(), low, tokens, extra)
        if mention is None:
            continue
        longer = None
        for at in range(match.start() + 1, match.end()):
            longer = rules.head.match(text, at, high)
            if longer is not None:
                break
        if longer is not None and match.end() < longer.end():
            wider = _at_head(text, longer.start(), longer.end(), low, tokens, extra)
            if wider and wider.rule != "org.weak":
                strong.append(wider)
        (weak if mention.rule == "org.weak" else strong).append(mention)
    strong.extend(_known(text, tokens, declared))
    for match in rules.this.finditer(text):
        strong.append(
            EntityMention(match.start(), match.end(), "ORG", match.group(), rule="org.this", confidence=0.8)
        )
    strong.extend(_confirmed(weak, {m.name for m in strong}))
    strong.extend(named_after_persons(text, tokens, lines))
    strong.extend([unit for mention in strong for unit in units_of(text, mention)])
    strong.extend(definite_forms(text, strong))
    yield from strong
    for mention in strong:
        for more in _extensions(text, mention):
            name = mention.name + more.group()
            yield EntityMention(
                mention.start, more.end(), "ORG", name, rule=mention.rule, confidence=mention.confidence
            )


def _extensions(text: str, mention: EntityMention) -> list[re.Match[str]]:
    """What makes a body of its own of a body: its union, department, workshop or committee."""
    rules = grammar()
    if mention.rule == "org.known":
        patterns = [rules.daughters, rules.extensions, rules.part]
    elif mention.name.endswith("工会"):
        patterns = [rules.union_departments, rules.committees]
    elif rules.head_class.get(mention.name[-2:]) in ("company", "firm"):
        patterns = [rules.extensions, rules.part]
    else:
        patterns = [rules.extensions, rules.committees]
    return [more for pattern in patterns if (more := pattern.match(text, mention.end))]


def _at_head(
    text: str, start: int, end: int, low: int, tokens: Tokens, extra: Endings | None
) -> EntityMention | None:
    rules = grammar()
    head = text[start:end]
    head_class = rules.head_class[head]
    if head in rules.party_heads and rules.party_posts.match(text, end):
        return None
    legal = head in rules.legal_forms
    lenient = legal or head in rules.lenient
    pieces = walk_left(text, start, low, tokens, extra, lenient, head_class in _BRANDED)
    if (
        not legal
        and any(p.kind == "soft" for p in pieces)
        and not any(p.kind in ("area", "known") for p in pieces)
    ):
        last_soft = max(i for i, p in enumerate(pieces) if p.kind == "soft")
        pieces = pieces[last_soft + 1 :]
    if not pieces:
        if head in rules.bare:
            return EntityMention(start, end, "ORG", head, rule="org.short", confidence=0.7)
        return None
    brand = _brand_start(text, pieces) if legal else None
    pieces = _cut_to_name(text, pieces, head_class) if brand is None else brand
    verdict: tuple[str, float] | None
    if brand is not None:
        doubtful = head == "集团" and all(p.kind in ("soft", "generic") for p in brand)
        verdict = ("weak", 0.5) if doubtful else ("firm", 0.8)
    else:
        verdict = _judge(text, pieces, head, head_class, text[end : end + 4])
    if verdict is None:
        return None
    begin = pieces[0].start
    if pieces[0].kind in ("unknown", "proper") and head_class in _BRANDED - {"union"}:
        letter = letter_start(text, begin, low, tokens)
        begin = begin if letter is None else letter
    name = text[begin:end]
    if rules.venue.search(name) or name in rules.block:
        return None
    if pieces[0].kind in ("generic", "noun") and rules.block_end.search(name):
        return None
    if head == "中心" and text[start - 1] in "副市镇区县":
        return None
    rule, confidence = verdict
    if rule == "proper" and len(pieces) == 1 and _INDEFINITE.search(text, max(low, begin - 3), begin):
        return None
    return EntityMention(begin, end, "ORG", name, rule="org." + rule, confidence=confidence)


def _known(text: str, tokens: Tokens, declared: frozenset[str]) -> Iterator[EntityMention]:
    rules = grammar()
    for match in rules.known.finditer(text):
        if text[match.end() : match.end() + 1] == "长" and match.group()[-1] in "部局署":
            continue
        if match.group() in rules.known_tokens and not (
            tokens.is_edge(match.start()) and tokens.is_edge(match.end())
        ):
            continue
        yield EntityMention(
            match.start(), match.end(), "ORG", match.group(), rule="org.known", confidence=0.85
        )
    if declared:
        for start, end in occurrences(text, declared):
            yield EntityMention(start, end, "ORG", text[start:end], rule="org.alias", confidence=0.9)


def _confirmed(weak: list[EntityMention], full: set[str]) -> Iterator[EntityMention]:
    """Short forms that end a full name of the same page (集团工会 beside 东岭集团工会)."""
    weak = [m for m in weak if len(m.name) >= 4 and m.name not in grammar().block]
    if not weak:
        return
    endings = {name[i:] for name in full for i in range(1, len(name) - 1)}
    times = Counter([m.name for m in weak])
    for mention in weak:
        if mention.name in endings or (times[mention.name] > 1 and mention.name.endswith("集团")):
            mention.rule = "org.suffix"
            yield mention
