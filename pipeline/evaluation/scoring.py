"""Scores a run's tables against a folder of gold files."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import BaoshuError
from pipeline.evaluation.goldfile import GoldPage, gold_paths, read, refuse
from pipeline.evaluation.goldform import Problem
from pipeline.evaluation.measures import Miss, PageSheet, Sheet
from pipeline.evaluation.page import read_page
from pipeline.evaluation.report import Evaluation
from pipeline.evaluation.results import Results, Row, placed_tables
from pipeline.evaluation.score_facts import score_events, score_statistics
from pipeline.evaluation.score_mentions import score_dates, score_entities, score_numbers
from pipeline.evaluation.score_pages import find_article, place_rows, score_offsets, score_publication


def evaluate(tables: Path, raw: Path | None, gold: Path) -> Evaluation:
    """Score the result folder `tables` against the gold files in `gold`.

    The text of a page is the column `raw_text` of `documents`, else it is read from the folder
    `raw`. What gold says of a document or an article that was not found is counted there and
    nowhere else.

    Raises BaoshuError when a table is missing, when there are no gold files, when one of them
    cannot be placed on its page, or when a page's text is in neither place.
    """
    paths = gold_paths(gold)
    results = Results(tables)
    sheet = Sheet()
    ids = {path.stem: results.document_ids(path.stem) for path in paths}
    pages = results.pages([found[0] for found in ids.values() if len(found) == 1])
    problems: list[Problem] = []
    for path in paths:
        found = ids[path.stem]
        if not sheet.share("documents found").add(len(found) == 1):
            reason = f"{len(found)} documents of this name" if found else "no document of this name"
            sheet.misses.append(Miss("documents found", path.stem, reason))
            continue
        rows = pages[found[0]]
        text = rows["documents"][0].get("raw_text")
        placed, wrong = read(path, _text_of(path.stem, text, raw))
        problems += (problem for problem in wrong if problem.fatal)
        if placed is not None and not problems:
            _score_page(PageSheet(sheet, path.stem, placed.page), placed, rows)
    refuse(problems)
    return Evaluation(len(paths), sheet.measures, sheet.misses)


def _text_of(stem: str, text: str | None, raw: Path | None) -> str:
    if text is not None:
        return text
    if raw is None:
        raise BaoshuError(
            "B009", f"The tables hold no text of the page {stem!r}.", "Give the raw pages, too."
        )
    return read_page(raw, stem)


def _score_page(sheet: PageSheet, gold: GoldPage, rows: dict[str, list[Row]]) -> None:
    score_publication(sheet, gold, rows["documents"][0])
    score_offsets(sheet, rows)
    spots = {table: place_rows(sheet, rows[table]) for table in placed_tables()}
    spots["entities"] = [spot.unquoted(sheet.page.text) for spot in spots["entities"]]
    numbers = {spot.row["number_id"]: spot for spot in spots["numbers"]}
    outlines = sheet.sheet.tally("articles (first character to last)")
    outlines.add(0, len(gold.articles), len(spots["articles"]))
    for article in gold.articles:
        if find_article(sheet, article, spots["articles"]) is None:
            continue
        inside = {table: [spot for spot in placed if article.holds(spot)] for table, placed in spots.items()}
        score_numbers(sheet, article, inside["numbers"])
        score_dates(sheet, article, inside["dates"])
        score_entities(sheet, article, inside["entities"])
        score_statistics(sheet, article, inside["statistics"], numbers, rows["checks"])
        score_events(sheet, article, inside["events"])
