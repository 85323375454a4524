"""Writes the whole site, one document at a time."""

from __future__ import annotations

import shutil
from collections import defaultdict
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from jinja2 import Environment

from pipeline.contract import CONTRACT_VERSION, contract, table_names
from pipeline.publishing import Folder, read_table, row_counts
from pipeline.report.article import article_context, check_view, raw_context
from pipeline.report.chunks import Chunks
from pipeline.report.escape import script_json
from pipeline.report.facts import ARTICLE_COLUMNS, FACT_COLUMNS, article_row, fact_row
from pipeline.report.folder import new_site, write
from pipeline.report.names import article_file, page_key, raw_file
from pipeline.report.overview import (
    MAX_LISTED,
    MAX_SERIES,
    SAMPLE,
    SHOWN_SERIES,
    Overview,
    checks_by_article,
    followed_series,
    series_view,
)
from pipeline.report.render import environment
from pipeline.report.shards import Document, Row, documents
from pipeline.report.words import contract_words, indicator_words, words


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: where, and how many pages of articles and facts."""

    folder: Path
    articles: int
    facts: int


def write_site(result: Folder, out: Path) -> Written:
    """Write the site of a published version into the folder `out`, in the place of an earlier site there.

    `result` is the version's own folder (`Store.current()`). Raises BaoshuError B004 where `out` cannot
    be written or holds something else, B006 where `result` lacks a table.
    """
    with new_site(out) as folder:
        builder = _Builder(result, folder)
        builder.build()
    return Written(out, builder.articles.rows + builder.articles.left_out, builder.facts.rows)


class _Builder:
    def __init__(self, result: Folder, folder: Path) -> None:
        self.result, self.folder = result, folder
        self.templates: Environment = environment()
        self.facts = Chunks(folder, "facts", FACT_COLUMNS)
        self.articles = Chunks(folder, "articles", ARTICLE_COLUMNS)

    def build(self) -> None:
        checks = checks_by_article(self.result)
        failed = [row for rows in checks.values() for row in rows if not row["passed"]]
        series = followed_series(self.result)
        wanted = {i for row in failed[:MAX_LISTED] for i in row["statistic_ids"]}
        wanted |= {i for points in series for point in points for i in point["statistic_ids"]}
        overview = Overview(wanted)
        for document in documents(self.result, checks):
            self._document(document, overview)
        self.facts.close()
        self.articles.close()
        self._front(overview, failed, series)
        self._page("facts.html", chunks=self.facts)
        self._page("articles.html", chunks=self.articles)
        self._page("dictionary.html", tables=list(contract().values()))
        labels = {"ui": words()["ui"], "codes": words()["codes"]}
        labels |= {"tables": contract_words(), "indicators": indicator_words()}
        write(
            self.folder / "data" / "words.js",
            f"(window.BAOSHU ??= {{}}).words = {script_json(labels)};\n",
        )
        with as_file(files("pipeline.report").joinpath("static")) as static:
            shutil.copytree(static, self.folder / "static", copy_function=shutil.copyfile)

    def _document(self, document: Document, overview: Overview) -> None:
        self._page(raw_file(page_key(document.row["document_id"])), "raw.html", **raw_context(document))
        for position, article in enumerate(document.articles):
            overview.add(article)
            self.articles.add(article_row(document, article))
            for fact in article.mentions["statistics"]:
                self.facts.add(fact_row(article.row, fact))
            path = article_file(page_key(article.row["article_id"]))
            self._page(path, "article.html", **article_context(document, position))

    def _front(self, overview: Overview, failed: list[Row], series: list[list[Row]]) -> None:
        views: dict[str | None, list[Row]] = defaultdict(list)
        charts: list[Row] = []
        left: dict[str | None, int] = defaultdict(int)
        for points in series:
            code = points[0]["indicator"]
            if len(views[code]) >= MAX_SERIES:
                left[code] += 1
                continue
            view = series_view(points, overview.found)
            view["chart"] = self._chart(charts, view["marks"], view["unit"], line=True)
            views[code].append(view)
        indicators = []
        for code, figures in overview.ordered():
            marks = figures.samples[figures.unit] if figures.unit is not None else []
            dated = len({mark[0] for mark in marks}) > 1 and code is not None
            chart = self._chart(charts, marks if dated else [], figures.unit, line=False)
            indicators.append(
                {"code": code, "figures": figures, "chart": chart, "series": views[code], "left": left[code]}
            )
        write(
            self.folder / "data" / "charts.js", f"(window.BAOSHU ??= {{}}).charts = {script_json(charts)};\n"
        )
        rejects = read_table(self.result, "rejects")
        runs = read_table(self.result, "runs").to_pylist()
        self._page(
            "index.html",
            counts=[(name, row_counts(self.result, name)) for name in table_names() if name != "runs"],
            run=runs[-1] if runs else None,
            indicators=indicators,
            failed=[check_view(row, overview.found) for row in failed[:MAX_LISTED]],
            failed_count=len(failed),
            rejects=rejects.slice(0, MAX_LISTED).to_pylist(),
            reject_count=rejects.num_rows,
            shown_series=SHOWN_SERIES,
            sample=SAMPLE,
        )

    def _chart(self, charts: list[Row], marks: list[Any], unit: str | None, *, line: bool) -> int | None:
        if not marks:
            return None
        charts.append({"unit": unit, "line": line, "marks": marks})
        return len(charts) - 1

    def _page(self, path: str, template: str | None = None, **context: Any) -> None:
        up = "../" * path.count("/")
        text = self.templates.get_template(f"{template or path}.j2").render(
            root=up, contract_version=CONTRACT_VERSION, **context
        )
        write(self.folder / path, text)
