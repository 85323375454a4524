"""Prints pages on a terminal, or as plain text where there is none."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import IO

from rich.console import Console
from rich.text import Text

from pipeline.contract import mention_tables, table
from pipeline.terminal.article import MARKED, STYLES, Span, paragraphs, spans
from pipeline.terminal.listing import card, listing, shown
from pipeline.terminal.lookup import Page, Row
from pipeline.terminal.safe import safe

_ENDLESS = 100_000
"""Width of what is no terminal: a file or a pipe has lines as long as they need be."""


def terminal(file: IO[str] | None = None, color: bool | None = None) -> Console:
    """A console on `file` (stdout). It sends escape codes to a terminal only, and not if NO_COLOR is set.

    `color` True sends them anywhere (for `less -R`), False nowhere. Lines are broken only on a terminal.
    """
    file = file or sys.stdout
    if isinstance(file, TextIOWrapper):  # a legacy code page: better a ? than no page at all
        file.reconfigure(errors="replace")
    if color is None:
        color = file.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Console(
        file=file,
        force_terminal=color,
        color_system="auto" if color and file.isatty() else "truecolor" if color else None,
        width=None if file.isatty() else _ENDLESS,
        markup=False,
        highlight=False,
        emoji=False,
        soft_wrap=False,
    )


def print_pages(console: Console, pages: Sequence[Page], tables: Sequence[str] | None) -> None:
    """Print the pages: head, legend, each article with its mentions painted, its rows as tables.

    `tables`: mention tables to paint and to list; None paints all and lists the facts.
    """
    painted = tables if tables is not None else mention_tables()
    listed = tables if tables is not None else ("statistics",)
    for page in pages:
        _head(console, page.document)
        for article in page.articles:
            _article(console, page, article, painted)
            _asked_for(console, page)
            for name in listed:
                _listing(console, name, page.rows[name][article["article_id"]])
            _checks(console, page.rows["checks"][article["article_id"]])


def _head(console: Console, document: Row) -> None:
    days = [shown(document[f"publication_{edge}"]) for edge in ("start", "end")]
    when = days[0] if days[0] == days[1] else " – ".join(days)
    basis = shown(document["publication_basis"])
    published = f"published {when} ({basis})" if basis else "day of publication unknown"
    facts = [shown(document["source"]), published, shown(document["encoding"])]
    console.print(Text(shown(document["document_id"]), "bold"), Text(" · ".join(filter(None, facts)), "dim"))


def _article(console: Console, page: Page, article: Row, painted: Sequence[str]) -> None:
    number = article["article_id"]
    rows = {name: page.rows[name][number] for name in mention_tables()}
    about = [number, shown(article["event_type"])]
    if article["duplicate_of"]:
        about.append(f"nearly the same as {article['duplicate_of']}")
    console.print()
    console.print(Text(safe("── " + " · ".join(filter(None, about))), "bold"))
    console.print(_legend(rows, painted))
    names = [("记者", article["reporters"]), ("通讯员", article["correspondents"])]
    byline = "  ".join(f"{word} {safe(' '.join(given))}" for word, given in names if given)
    raw, before = page.document["raw_text"], None
    marked = _marked(page, number)
    sentences = page.rows["sentences"][number]
    for kind, text in paragraphs(article, sentences, raw, spans(rows, painted), marked):
        if kind != before and kind == "body" and byline:
            console.print(Text(byline, "dim"))
        if kind != "headline" or before is None:
            console.print()
        text.stylize_before({"headline": "bold", "caption": "italic dim"}.get(kind, ""))
        console.print(text, overflow="fold")
        before = kind
    console.print()


def _legend(rows: dict[str, list[Row]], painted: Sequence[str]) -> Text:
    parts = [
        Text.assemble((f" {table(name).zh} {name} ", STYLES[name]), f" {len(rows[name])}")
        for name in STYLES
        if name in painted
    ]
    return Text("  ").join(parts)


def _marked(page: Page, article_id: str) -> list[Span]:
    return [
        (row["start"], row["end"], MARKED)
        for name, row_id in sorted(page.marked)
        for row in page.rows[name][article_id]
        if row[str(table(name).key)] == row_id
    ]


def _asked_for(console: Console, page: Page) -> None:
    if page.asked is not None:
        name, row = page.asked
        console.print(Text(f"{table(name).zh} {name} {safe(row[str(table(name).key)])}", "bold"))
        console.print(card(name, row))
        console.print()


def _listing(console: Console, name: str, rows: Sequence[Row]) -> None:
    if not rows:
        return
    made, left_out = listing(name, rows, console.width)
    console.print(Text(f"{table(name).zh} {name}", "bold"))
    console.print(made)
    if left_out:
        words = f"No room for {', '.join(left_out)}: widen the window, or show one row by its id."
        console.print(Text(words, "dim"))
    console.print()


def _checks(console: Console, rows: Sequence[Row]) -> None:
    if not rows:
        return
    failed = [row for row in rows if not row["passed"]]
    console.print(
        Text(f"{table('checks').zh} checks: {len(rows) - len(failed)} of {len(rows)} passed", "bold")
    )
    for row in failed:
        facts = ", ".join(fact.rpartition(":")[2] for fact in row["statistic_ids"])
        words = f"{row['kind']} of {facts}: {shown(row['expected'])} expected, {shown(row['found'])} found"
        console.print(Text(safe(words), "bold red"))
