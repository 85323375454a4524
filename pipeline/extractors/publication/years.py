"""The year that a page speaks from, by the latest year it names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from pipeline.extractors.dates.denote import Anchors, denote
from pipeline.extractors.dates.expression import DateExpression
from pipeline.extractors.dates.lazy import LazyPattern
from pipeline.mentions import Evidence

from .constraints import Constraint, between
from .evidence import LATEST, is_over

# 2025年…招生, 2024年…大赛: an edition is named by its year while it is news.
_EDITION = LazyPattern(
    "[^，。；：\n]{0,30}?(?:招生|大会|大赛|比赛|竞赛|联赛|公开赛|运动会|活动|培训班|会议|论坛|仪式|考试|大集|庙会|展|音乐会|晚会|招聘会|工作要点|集体协商|评选|春训|表彰|年会|研讨班|文化节|艺术节|读书月|宣传月|安全月)"
)


# 2026年是…开局之年, 部署2026年重点任务: the year that runs or is about to.
_NOW = LazyPattern("是(?!在)|(?:的)?(?:重点|主要)?(?:工作|任务)")
# Words that make a plan of what follows in their sentence.
_PLAN = LazyPattern("(?:计划|预计|规划|目标|力争|拟于|将(?:于|在|会|继续|通过|对))[^。；\n]*\\Z")


def latest_year(
    text: str, expressions: Sequence[DateExpression], articles: Sequence[tuple[int, int]]
) -> tuple[int, Constraint] | None:
    """The latest year named as past or present, with the soft constraint it makes: publication in
    that year, or in the next where the year is told as over, or stands beside 今年 in one article
    and names no edition of something. None where no year is named."""
    named = [(y, e) for e in expressions if (y := _named_year(text, e)) is not None]
    if not named:
        return None
    year = max(y for y, _ in named)
    mine = [e for y, e in named if y == year]
    over = _told_through(text, mine, expressions) or next(
        (
            e
            for e in mine
            if (s := denote(e.first, Anchors(None)))
            and s.end == dt.date(year, 12, 31)
            and is_over(text, e, s)
        ),
        None,
    )
    edition = any(_is_edition(text, e) for e in mine)
    beside = (
        None
        if over or edition
        else next((e for e in mine if _beside_this_year(text, e, expressions, articles)), None)
    )
    source = over or beside or mine[0]
    words = text[source.start : source.end]
    if over or beside:
        reason = f"{words} is told as over" if over else f"{words} is told beside 今年"
        return year, Constraint(
            Evidence(source.start, source.end, reason),
            LATEST,
            between(dt.date(year + 1, 1, 1), dt.date(year + 1, 12, 31)),
        )
    return year, Constraint(
        Evidence(source.start, source.end, f"{words} names the latest year"),
        LATEST,
        between(dt.date(year, 1, 1), dt.date(year, 12, 31)),
    )


def _told_through(
    text: str, mine: list[DateExpression], expressions: Sequence[DateExpression]
) -> DateExpression | None:
    """A whole year of `mine` that 全年 in its paragraph takes up: 2023年…全年完成了…."""
    for x in expressions:
        if text[x.start : x.end] == "全年" and x.tense != "ahead":
            before = [
                e
                for e in mine
                if e.end <= x.start and x.start - e.end <= 150 and "\n" not in text[e.end : x.start]
            ]
            if before and before[-1].first.year is not None:
                return before[-1]
    return None


def _named_year(text: str, e: DateExpression) -> int | None:
    if e.shape == "until_last":
        return None
    years = [p.year for p in (e.first, e.last) if p is not None and p.year is not None]
    if e.shape not in ("point", "range") or e.tense == "ahead" or not years:
        return None
    if e.tense is None and _PLAN.search(text[max(0, e.start - 60) : e.start]):
        return None
    if e.shape == "range" and e.tense != "past" and e.first.year is not None:
        years = [e.first.year]
    return max(years) if 1900 <= max(years) < 2200 else None


def _is_edition(text: str, e: DateExpression) -> bool:
    return (
        e.first.month is None
        and e.shape == "point"
        and e.tense != "ahead"
        and bool(_EDITION.match(text, e.end) or _NOW.match(text, e.end))
    )


def _beside_this_year(
    text: str, e: DateExpression, expressions: Sequence[DateExpression], articles: Sequence[tuple[int, int]]
) -> bool:
    here = next((a for a in articles if a[0] <= e.start < a[1]), None)
    if e.first.day is not None and (e.first.month or 0) < 11:
        return False  # a full date is news, not history
    in_article = (x for x in expressions if here is not None and x.start >= here[0])
    lead = next((x for x in in_article if x.first.year is not None or x.first.year_shift is not None), None)
    if lead is e and e.first.month is not None:
        return False  # so is the month that an article begins with
    return here is not None and any(
        here[0] <= x.start < here[1]
        and text.startswith(("今年", "本年"), x.start)
        and x.first.anchor == "publication"
        and x.first.portion is None
        for x in expressions
    )
