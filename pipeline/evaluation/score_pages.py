"""What is measured of a page as a whole: publication, offsets, and the articles' outlines."""

from __future__ import annotations

import datetime as dt

from pipeline.evaluation.goldfile import GoldArticle, GoldPage
from pipeline.evaluation.matching import Spot, answers
from pipeline.evaluation.measures import PageSheet
from pipeline.evaluation.page import squeeze
from pipeline.evaluation.results import Row, placed_tables

# An interval that holds gold's day but says little is no answer: days that are always allowed,
# and how many times as wide as gold's it may be.
_DAYS_ALLOWED = 31
_TIMES_AS_WIDE = 2
# Characters by which an article's ends may be off: a mark before, closing marks behind.
_SLACK_FIRST = 1
_SLACK_LAST = 2


def as_day(value: object) -> str | None:
    """A date cell as ISO text; None where it is empty."""
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()[:10]
    return str(value)[:10] if value is not None else None


def score_publication(sheet: PageSheet, gold: GoldPage, document: Row) -> None:
    """Whether the interval meets gold's and is not much wider."""
    if gold.publication is None:
        return
    start, end = as_day(document.get("publication_start")), as_day(document.get("publication_end"))
    gold_start, gold_end = gold.publication["start"], gold.publication["end"]
    ok = start is not None and end is not None and start <= gold_end and gold_start <= end
    if ok:
        ok = _days(start, end) <= max(_DAYS_ALLOWED, _TIMES_AS_WIDE * _days(gold_start, gold_end))
    asked, found = f"{gold_start}..{gold_end}", f"{start}..{end}"
    sheet.judge("publication interval", ok, "the whole page", asked, found)


def _days(start: str | None, end: str | None) -> int:
    return (dt.date.fromisoformat(end or "") - dt.date.fromisoformat(start or "")).days


def score_offsets(sheet: PageSheet, tables: dict[str, list[Row]]) -> None:
    """Whether each row's offsets lie in the page and lead to its printed words."""
    raw = sheet.page.raw
    for table in placed_tables():
        for row in tables[table]:
            start, end, text = row["start"], row["end"], row.get("text")
            ok = start is not None and end is not None and 0 <= start < end <= len(raw)
            ok = ok and (text is None or squeeze(raw[start:end]) == squeeze(text))
            words = text or row["article_id"]
            sheet.judge("offsets true to the page", ok, words, table, f"{start}:{end}")


def place_rows(sheet: PageSheet, rows: list[Row]) -> list[Spot]:
    """The rows with their places in the squeezed page; rows without offsets are left out."""
    return [
        Spot(*sheet.page.squeezed(row["start"], row["end"]), row)
        for row in rows
        if row["start"] is not None and row["end"] is not None
    ]


def find_article(sheet: PageSheet, article: GoldArticle, found: list[Spot]) -> Spot | None:
    """The found article that shares most characters with gold's; None where all share nothing.

    Counts its ends, headline lines, title and names.
    """

    def shared(spot: Spot) -> int:
        return min(spot.hi, article.hi) - max(spot.lo, article.lo)

    best = max(found, key=shared, default=None)
    if best is None or shared(best) <= 0:
        sheet.judge("articles found", False, article.title)
        return None
    sheet.judge("articles found", True, article.title)
    first_off, last_off = best.lo - article.lo, best.hi - article.hi
    ok = abs(first_off) <= _SLACK_FIRST and abs(last_off) <= _SLACK_LAST
    sheet.sheet.tally("articles (first character to last)").right += ok
    if not ok:
        off = f"first character off by {first_off}, last by {last_off}"
        sheet.miss_words("articles (first character to last)", article.title, "", off)
    row, data = best.row, article.data
    lines, asked_lines = _bare(row["headlines"]), _bare(data["headlines"])
    sheet.judge("headline lines", lines == asked_lines, article.title, asked_lines, lines)
    title = _bare([row["title"] or ""])[0]
    sheet.judge("title", title in answers(data["title"]), article.title, data["title"], title)
    asked_names = [data.get(role) or [] for role in ("reporters", "correspondents")]
    names = [row[role] or [] for role in ("reporters", "correspondents")]
    sheet.judge("reporters and correspondents", names == asked_names, article.title, asked_names, names)
    return best


def _bare(headlines: list[str] | None) -> list[str]:
    """Headline lines without white space and Markdown marks."""
    return [squeeze(line).lstrip("#") for line in headlines or []]
