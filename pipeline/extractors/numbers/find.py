"""Numbers in text: the scan that joins numerals, units, ranges and hedges to mentions."""

from __future__ import annotations

import math
from decimal import Decimal
from functools import cache
from typing import Final

from pipeline.mentions import NumberMention
from pipeline.text import LazyPattern

from .calendar import calendar_end
from .context import bare_number, glued_end, in_short_quotes, negative_end, title_spans
from .hedges import after_hedges, apart_hedge, before_hedges, bounded
from .lexicon import Lexicon, lexicon
from .normal import normalise
from .numerals import LONGEST, NUMERAL_PATTERN, Numeral
from .part import Part, exact
from .parts import counted, read_part
from .prefixes import take_prefix
from .ranges import read_range

CONFIDENCE: Final = {"bare": 0.7, "levels": 0.6, "kinds": 0.8}


def find_numbers(text: str) -> list[NumberMention]:
    """Numeric expressions of any text, in order, without overlap.

    Offsets are code points into `text`. Lines are paragraphs: what stands in one does not
    depend on the others. Never raises on a string.
    """
    normal = normalise(text)
    found = _scan(normal.text)
    if len(normal.starts) > 1:
        for mention in found:
            mention.start, mention.end = normal.span(mention.start, mention.end)
    return found


NUMERAL: Final = "零〇一二两三四五六七八九十百千万亿兆廿卅半"


# One class of characters and nothing beside it, which `re` seeks fastest; 对 is looked at where it is found.
_TRIGGER: Final = LazyPattern("[0-9零〇一二两三四五六七八九十百千万亿廿卅半几数对]")


@cache
def _openers() -> frozenset[str]:
    """What may follow a single Chinese numeral of a number."""
    marks = "%‰成折分打多余来几又点之计到至-—–－~～、个/.不而那这和或的，。；：！？”’,;:!?)） \t\n"
    return frozenset(key[0] for key in lexicon().units) | frozenset(marks + NUMERAL) | {""}


def _scan(text: str) -> list[NumberMention]:
    lex = lexicon()
    search, openers = _TRIGGER.compiled.search, _openers()
    negatives = lex.negatives
    titles = title_spans(text)
    found: list[NumberMention] = []
    at = floor = next_title = 0
    while (m := search(text, at)) is not None:
        start = m.start()
        char, after = text[start], text[start + 1 : start + 2]
        if char == "对" and (after != "折" or text[start - 1 : start] != "打"):
            at = start + 1
            continue
        while next_title < len(titles) and titles[next_title][1] <= start:
            next_title += 1
        if next_title < len(titles) and titles[next_title][0] <= start:
            at = titles[next_title][1]
            continue
        if (
            not char.isascii()
            and after not in openers
            and (start + 2 >= len(text) or text[start + 2] not in NUMERAL)
            and text[start : start + 2] not in negatives
        ):
            at = start + 1
            continue
        at, mention = _read(text, start, floor, lex)
        if mention is not None:
            found.append(mention)
            floor = mention.end
    return found


def _read(text: str, start: int, floor: int, lex: Lexicon) -> tuple[int, NumberMention | None]:
    """Read the numeral at `start`: where the scan goes on, and the mention if it is one."""
    char = text[start]
    if char.isascii():
        skip = glued_end(text, start)
        if skip > start:
            return skip, None
    elif char == "对":
        half = Part(start, start + 2, "对折", exact(Decimal(50)), None, "%", "percent", "percent")
        half.rule = "discount"
        return half.end, _mention(text, half, floor, lex)
    elif char == "数" and counted(text, start):
        return start + 1, None
    skip = negative_end(text, start, lex)
    if skip > start:
        return skip, None
    part = read_part(text, start, lex)
    end = part.start + len(part.printed) if part is not None else start + 1
    skip = calendar_end(text, start, end)
    if skip > start and not _outlasts(part, skip):
        return skip, None
    if part is None:
        return max(end, _run_end(text, start)), None
    part = read_range(text, part, lex)
    mention = _mention(text, part, floor, lex)
    return max(part.end, start + 1), mention


# Units that a calendar expression may end in: 2024年, 5日, 8点, 2022级.
_CALENDAR_UNITS: Final = frozenset("年日分点届级版款晚")


def _outlasts(part: Part | None, calendar: int) -> bool:
    """Whether a number reaches at least as far as the calendar expression that begins with it."""
    if part is None or part.unit is None or part.unit.word in _CALENDAR_UNITS:
        return False
    return part.end >= calendar


_RUN: Final = LazyPattern("[零〇一二两三四五六七八九十百千万亿兆廿卅]+|[0-9]+")


def _run_end(text: str, start: int) -> int:
    """End of what was no numeral; a run too long for one is passed over whole, to stay linear."""
    m = NUMERAL_PATTERN.match(text, start)
    if m is not None and m.end() - start > LONGEST:
        return m.end()
    m = _RUN.match(text, start)
    return start + 1 if m is None else m.end()


def _mention(text: str, part: Part, floor: int, lex: Lexicon) -> NumberMention | None:
    """The mention that a part makes with the hedges around it; None where it is no number."""
    ordinal = part.start > floor and text[part.start - 1] == "第"
    if ordinal and part.kind in ("percent", "money"):
        return None
    if not ordinal and not take_prefix(text, part, floor):
        return None
    start, end, numeral = part.start - ordinal, part.end, part.numeral
    ahead = [] if ordinal else before_hedges(text, start, floor, part, lex)
    behind = after_hedges(text, end, part, lex)
    by_the = text[end : end + 1] == "计" and text[start - 2 : start] == "数以" and numeral.value is not None
    hedged = by_the or bool(ahead or behind) or numeral.bound != "exact"
    if part.rule == "bare" and not bare_number(text, start, end, part, ordinal, hedged):
        return None
    if in_short_quotes(text, start, end, part):
        return None
    if by_the and numeral.value is not None:  # 数以万计
        start, end = start - 2, end + 1
        numeral = Numeral(None, numeral.value, numeral.value * 10 - 1, "vague", numeral.value, Decimal(1))
    hedges: list[str] = []
    for hedge in ahead:
        start -= len(hedge.word)
        hedges.append(hedge.bound)
    for hedge in behind:
        end += len(hedge.word)
        hedges.append(hedge.bound)
    if (
        not hedges
        and not ordinal
        and numeral.bound == "exact"
        and (apart := apart_hedge(text, start, end, part, lex))
    ):
        hedges.append(apart)
    bound, value, low, high = bounded(numeral, hedges, lex)
    for x in (value, low, high):
        if x is not None and not math.isfinite(x):
            return None
    article = part.printed == "一" and part.unit is not None and part.unit.article
    kind, rule = ("ordinal", "ordinal") if ordinal else (part.kind, part.rule)
    return NumberMention(
        start,
        end,
        kind,
        value,
        low,
        high,
        bound,
        part.word,
        part.unit_kind,
        article and kind == "quantity" and bound == "exact",
        part.currency,
        rule,
        CONFIDENCE.get(rule, 0.8 if part.printed == "一" else 0.95),
    )
