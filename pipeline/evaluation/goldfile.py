"""Reads gold files and places them on their pages.

A gold file names a mention by its printed words (`q`) and, where those occur more than once, by
a longer stretch around them (`in`) that occurs once in the article. Reading finds the place.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import regex

from pipeline.errors import BaoshuError
from pipeline.evaluation.goldform import Problem, article_label, check_form, item_label
from pipeline.evaluation.matching import Spot
from pipeline.evaluation.page import Page, squeeze

_PROBLEMS_SHOWN = 20


@dataclass(slots=True)
class GoldArticle:
    """An article of a gold file: `lo` and `hi` in the squeezed page, its items as spots.

    `events` holds its primary event first. `wholes` gives, for each statistic that is part of
    another one, the place of that whole where it could be told.
    """

    lo: int
    hi: int
    data: dict[str, Any]
    numbers: list[Spot] = field(default_factory=list)
    dates: list[Spot] = field(default_factory=list)
    entities: list[Spot] = field(default_factory=list)
    statistics: list[Spot] = field(default_factory=list)
    ignored: list[Spot] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    wholes: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    @property
    def title(self) -> str:
        title = self.data["title"]
        return str(title[0] if isinstance(title, list) and title else title)

    def holds(self, spot: Spot) -> bool:
        return self.lo <= spot.lo < self.hi


@dataclass(slots=True)
class GoldPage:
    """A gold file placed on its page; `publication` is None where gold does not give one."""

    stem: str
    page: Page
    publication: dict[str, Any] | None
    articles: list[GoldArticle]


def gold_paths(gold: Path) -> list[Path]:
    """The gold files of a folder, by name. Raises BaoshuError when there are none."""
    paths = [gold] if gold.is_file() else sorted(gold.glob("*.json"))
    if not paths:
        hint = "Give a folder that holds one JSON file a page."
        raise BaoshuError("B009", f"{gold}: there are no gold files (*.json).", hint)
    return paths


def validate(path: Path, raw: str) -> list[Problem]:
    """Everything that is wrong with a gold file or looks forgotten in it.

    Beside the problems of `read`: numbers that overlap, statistics that are no row of `numbers`,
    parts whose whole is not told, and numerals that are neither annotated nor ignored.
    """
    placed, problems = read(path, raw)
    if placed is not None:
        for index, article in enumerate(placed.articles):
            label = article_label(index, article.data)
            problems += (p.within(path.name) for p in _oversights(label, article, placed.page))
    return problems


def refuse(problems: Iterable[Problem]) -> None:
    """Raise BaoshuError that lists the problems, if there are any."""
    lines = [str(problem) for problem in problems]
    if lines:
        more = len(lines) - _PROBLEMS_SHOWN
        shown = lines[:_PROBLEMS_SHOWN] + ([f"and {more} more"] if more > 0 else [])
        listed = "".join(f"\n  {line}" for line in shown)
        raise BaoshuError(
            "B009", f"The gold files cannot be scored as they stand:{listed}\n", "Mend these first."
        )


def read(path: Path, raw: str) -> tuple[GoldPage | None, list[Problem]]:
    """A gold file as far as it can be placed on its page's text, and its problems.

    The page is None where the file has not the form of a gold file. Fatal problems say which
    article and item cannot be placed, and what to do; see `refuse`.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        return None, [Problem("the whole file", "is not UTF-8", "save it as UTF-8", file=path.name)]
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, character {error.colno}"
        return None, [
            Problem(where, "is not JSON: " + error.msg, "mend the punctuation there", file=path.name)
        ]
    problems = [problem.within(path.name) for problem in check_form(data)]
    if any(problem.fatal for problem in problems):
        return None, problems
    if data.get("page", path.stem) != path.stem:
        hint = f"name the file {data['page']}.json: its name decides"
        problems.append(Problem("the page", f"is {data['page']!r}", hint, fatal=False, file=path.name))
    page, articles, cursor = Page(raw), [], 0
    for index, article in enumerate(data["articles"]):
        placer = _Placer(page, article_label(index, article), article, cursor)
        placed = placer.place()
        problems += (problem.within(path.name) for problem in placer.problems)
        if placed is not None:
            articles.append(placed)
            cursor = placed.hi
    return GoldPage(path.stem, page, data.get("publication"), articles), problems


class _NotPlacedError(Exception):
    """Words that stand nowhere, or in more places than one; its arguments are message and hint."""


class _Placer:
    """Finds one article of a gold file and its items on the page, from `cursor` on."""

    def __init__(self, page: Page, label: str, data: dict[str, Any], cursor: int) -> None:
        self.page = page
        self.label = label
        self.data = data
        self.cursor = cursor
        self.problems: list[Problem] = []

    def place(self) -> GoldArticle | None:
        first, last = squeeze(self.data["first"]), squeeze(self.data["last"])
        lo = self.page.text.find(first, self.cursor)
        if lo < 0:
            hint = "copy the first 8 to 15 characters of its first headline; keep the page's order"
            self.problems.append(Problem(self.label, f"its `first` is not on the page: {first}", hint))
            return None
        end = self.page.text.find(last, lo)
        if end < 0:
            hint = "copy the last 8 to 15 characters of its body"
            self.problems.append(Problem(self.label, f"its `last` is not on the page: {last}", hint))
            return None
        article = GoldArticle(lo, end + len(last), self.data)
        for key in ("numbers", "dates", "statistics", "ignored"):
            getattr(article, key).extend(self._items(article, key, self._once))
        for spot in sorted(self._items(article, "entities", self._everywhere), key=lambda s: s.lo - s.hi):
            if not any(spot.overlaps(longer) for longer in article.entities):
                article.entities.append(spot)
        article.events = [self.data["event"], *self.data.get("more_events", [])]
        self._find_wholes(article)
        return article

    def _items(
        self, article: GoldArticle, key: str, search: Callable[[GoldArticle, dict[str, Any]], list[int]]
    ) -> Iterator[Spot]:
        for index, item in enumerate(self.data.get(key, [])):
            try:
                starts = search(article, item)
            except _NotPlacedError as error:
                message, hint = error.args
                self.problems.append(Problem(item_label(self.label, key, index, item), message, hint))
                continue
            width = len(squeeze(item["q"]))
            yield from (Spot(lo, lo + width, item, bool(item.get("optional"))) for lo in starts)

    def _once(self, article: GoldArticle, item: dict[str, Any]) -> list[int]:
        q = squeeze(item["q"])
        around = squeeze(item.get("in") or q)
        within = around.find(q)
        if within < 0:
            raise _NotPlacedError(
                f"its words are not within its `in`: {around}", "let `in` hold the words of `q`"
            )
        text = self.page.text
        start = text.find(around, article.lo, article.hi)
        if start < 0:
            raise _NotPlacedError(f"is not in the article: {around}", "copy the words from the page")
        if text.find(around, start + 1, article.hi) >= 0:
            raise _NotPlacedError(
                f"occurs more than once in the article: {around}", "give a longer `in` that occurs once"
            )
        return [start + within]

    def _everywhere(self, article: GoldArticle, item: dict[str, Any]) -> list[int]:
        if item.get("in"):
            return self._once(article, item)
        q = squeeze(item["q"])
        starts, at = [], self.page.text.find(q, article.lo, article.hi)
        while at >= 0:
            starts.append(at)
            at = self.page.text.find(q, at + len(q), article.hi)
        if not starts:
            raise _NotPlacedError(f"is not in the article: {q}", "copy the words from the page")
        return starts

    def _find_wholes(self, article: GoldArticle) -> None:
        """`part_of` repeats the `in` of the whole's row, or other words that hold only that row's."""
        for spot in article.statistics:
            words = squeeze(spot.row.get("part_of") or "")
            named = [s for s in article.statistics if words == squeeze(s.row.get("in") or s.row["q"])]
            if words and not named:
                lo = self.page.text.find(words, article.lo, article.hi)
                named = [s for s in article.statistics if 0 <= lo <= s.lo and s.hi <= lo + len(words)]
            if words and len(named) == 1:
                article.wholes[spot.lo, spot.hi] = named[0].lo, named[0].hi


@cache
def _numeral() -> regex.Pattern[str]:
    return regex.compile(r"[0-9０-９]+(?:[.．][0-9０-９]+)?|[〇零一二两三四五六七八九十百千万亿数几半双]+")


def _oversights(label: str, article: GoldArticle, page: Page) -> Iterator[Problem]:
    numbers = {(spot.lo, spot.hi) for spot in article.numbers}
    for spot in article.statistics:
        if (spot.lo, spot.hi) not in numbers:
            where = f"{label}, statistics “{spot.row['q']}”"
            yield Problem(where, "is no row of numbers", "add it to numbers, with its value", fatal=False)
        if spot.row.get("part_of") and (spot.lo, spot.hi) not in article.wholes:
            where = f"{label}, statistics “{spot.row['q']}”"
            yield Problem(where, "its whole is not told by part_of", "repeat the whole's `in`", fatal=False)
    for one, two in pairwise(sorted(article.numbers, key=lambda spot: (spot.lo, spot.hi))):
        if one.overlaps(two):
            where = f"{label}, numbers “{one.row['q']}” and “{two.row['q']}”"
            yield Problem(where, "stand on the same characters", "keep the one that covers both", fatal=False)
    covered = sorted((s.lo, s.hi) for s in (*article.numbers, *article.dates, *article.ignored))
    for numeral in _numeral().finditer(page.text, article.lo, article.hi):
        lo, hi = numeral.span()
        if not any(a <= lo and hi <= b for a, b in covered):
            where = f"{label}, numeral “{numeral.group()}” in …{page.around(lo, hi)}…"
            hint = "list it under numbers, dates or ignored"
            yield Problem(where, "is neither annotated nor ignored", hint, fatal=False)
