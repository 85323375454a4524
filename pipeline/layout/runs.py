"""Decides what a run of short lines is: headlines of a new article, a column's stumps, sub-headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.layout import headlines
from pipeline.layout.drafts import DraftArticle, DraftParagraph
from pipeline.layout.furniture import slogan_strength
from pipeline.layout.headlines import grammar
from pipeline.layout.junctions import carries_on, finished, hangs
from pipeline.layout.units import Unit

_SCRAP: Final = 3  # characters: below an unfinished paragraph, less is its rest rather than a headline
_SUBHEADING: Final = 20  # characters; a longer line above a paragraph is the stump of it


@dataclass(frozen=True, slots=True)
class Situation:
    """What stands around a run of short lines.

    `article` is the one above, `anchor` the unit below the run; `owned` says that a byline makes
    the text below an article of its own, `signed_below` that a signature does, further down.
    """

    article: DraftArticle | None
    anchor: Unit | None
    owned: bool = False
    record: bool = False
    marked_page: bool = False
    bylined_page: bool = False
    signed_below: bool = False

    @property
    def above(self) -> DraftParagraph | None:
        return self.article.last_body if self.article is not None else None


def find_headlines(run: Sequence[Unit], around: Situation) -> tuple[int, int]:
    """Half-open range of the run's lines that are a new article's headlines; empty when none are.

    Lines before it carry on the article above, lines behind it begin the text of the new one.
    """
    if not run:
        return 0, 0
    none = len(run), len(run)
    if around.owned:
        return _above_byline(run, around)
    if around.article is None:
        return _page_start(run, around.anchor)
    anchor = around.anchor
    if anchor is None or anchor.kind != "body" or around.record or not around.article.has_body:
        return none
    first = _continuation(run, around)
    while first < len(run) and not _may_head(run[first]):
        first += 1
    for stop in _stops(run, first):
        below = run[stop].text if stop < len(run) else anchor.text
        if _enough(run[first:stop], below, around, around.article):
            return first, stop
    return none


def _stops(run: Sequence[Unit], first: int) -> list[int]:
    """Where headlines that begin at `first` may end: before a line that reads as text, or with the run."""
    if first >= len(run):
        return []
    furthest = min(len(run), first + grammar().most_lines)
    text = next((k for k in range(first + 1, furthest + 1) if k == len(run) or _reads_as_text(run, k)), None)
    stops = [] if text is None else [text]
    if len(run) == furthest and text != furthest and run[-1].text[-1] not in "：:":
        stops.append(furthest)
    return stops


def _reads_as_text(run: Sequence[Unit], k: int) -> bool:
    unit = run[k]
    if k == len(run) - 1 and unit.text[-1] in "：:":  # a salutation: a name and post would stand above
        return True
    if unit.line.level:
        return False
    return headlines.reads_as_text(unit.text) or not _may_head(unit)


def _above_byline(run: Sequence[Unit], around: Situation) -> tuple[int, int]:
    """A byline below makes the last lines headlines, at least one of them."""
    stop = len(run)
    if stop > 1 and run[-1].text[-1] in "：:":
        stop -= 1
    first = stop
    for k in range(stop - 1, max(-1, stop - 1 - grammar().most_lines), -1):
        if not _may_head(run[k]):
            break
        first = k
    above = around.above
    if above is not None and first == 0 and not above.closed:
        first = min(_continuation(run[:stop], around), stop - 1)
    if above is not None and above.text[-1:] in ("：", ":"):  # verses or a list announced there
        while first < stop - 1 and not headlines.tells_news(run[first].text):
            first += 1
    return (first, stop) if first < stop else (len(run), len(run))


def _may_head(unit: Unit) -> bool:
    text = unit.line.text
    if headlines.is_notice(text) or headlines.is_scrap(text) or hangs(text):
        return False
    return unit.line.level > 0 or not headlines.is_numbered(text)


def _continuation(run: Sequence[Unit], around: Situation) -> int:
    """How many of the run's lines carry on an unfinished paragraph above it."""
    above = around.above
    if above is None or above.closed:
        return 0
    before = above.text
    for k, unit in enumerate(run):
        if unit.line.level or (len(unit.text) > _SCRAP and not carries_on(before, unit.text)):
            return k
        if finished(unit.text):
            return k + 1
        before = unit.text
    return len(run)


def _page_start(run: Sequence[Unit], anchor: Unit | None) -> tuple[int, int]:
    """Short lines before any article: headlines, unless they are the stump of a paragraph."""
    none = len(run), len(run)
    if anchor is None:
        announced = len(run) > 1 and (run[0].line.level or headlines.opens_news(run[-1].text))
        return (0, len(run) - 1) if announced else none
    first = 0
    while first < len(run) and not _may_head(run[first]):
        first += 1
    for stop in _stops(run, first):
        last, below = run[stop - 1], run[stop].text if stop < len(run) else anchor.text
        if last.line.level or not (carries_on(last.text, below) or headlines.opens_news(last.text)):
            return first, stop
    return none


def _enough(heads: Sequence[Unit], below: str, around: Situation, article: DraftArticle) -> bool:
    """Whether the evidence makes the lines a new article's headlines."""
    lines = [unit.line for unit in heads]
    found = headlines.wordings(lines)
    levels = [line.level for line in lines if line.level]
    own = [unit.line.level for unit in article.headlines if unit.line.level]
    last = article.last_body
    facts = {
        "marked_deeper": bool(levels and own) and min(levels, default=0) > max(own, default=0),
        "unmarked": around.marked_page and not levels,
        "news_opening": headlines.opens_news(below),
        "echo": any(headlines.echoes(line.text, below) for line in lines),
        "signed_before": article.signed,
        "signed_after": around.signed_below,
        "other_bylines": around.bylined_page,
        "bare_page": not around.bylined_page,
        "open_above": last is not None and not last.closed,
    }
    facts["marked"] = bool(levels) and not facts["marked_deeper"]
    for name, holds in facts.items():
        if holds:
            found.add(name)
    enough = headlines.is_enough(found)
    if levels or headlines.is_enough({*found, "carried_on"}) == enough:
        return enough  # whether the lines run on into the text below would change nothing
    return enough != carries_on(lines[-1].text, below)


def stands_alone(unit: Unit, below: Unit | None, article: DraftArticle | None) -> bool:
    """Whether a short line of body text is whole (a sub-heading, a verse), not a column's stump."""
    if finished(unit.text):
        return True
    if article is not None and article.last_body is not None and not article.last_body.closed:
        return False
    marked = unit.line.level or headlines.is_numbered(unit.text) or headlines.is_notice(unit.text)
    if below is None or marked:
        return True
    if below.kind != "body":
        return below.kind != "short"
    if len(unit.text) > _SUBHEADING:
        return False
    return not (carries_on(unit.text, below.text) or "clause" in headlines.wordings([unit.line]))


def is_banner(run: Sequence[Unit], anchor: Unit | None, below_banner: bool) -> bool:
    """Whether the first of the lines at a page's top or foot is a slogan over the whole page."""
    first, rest = run[0].line, run[1:]
    strength = slogan_strength(first.text)
    if not strength or anchor is None:
        return strength > 0
    if not rest:  # the only line above a text is its headline, unless it is as wide as a page
        return strength > 1 and len(first.text) >= grammar().page_wide
    if below_banner and first.text[0] in grammar().kicker_verbs:  # 让骑手…, 为职工…: done for somebody
        return False
    if below_banner and len(rest) == 1 and "“" in first.text:  # a coinage speaks of one story
        return False
    beside = below_banner or slogan_strength(rest[0].line.text) > 0
    outranks = 0 < first.level < rest[0].line.level
    # A couplet over a kicker and a title, or a title and a subtitle, stands over the page.
    couplet = strength > 1 and len(rest) > 1
    return beside or outranks or couplet or len(first.text) >= grammar().banner_shortest
