"""Invented pages with every difficulty of the manner: their articles come out as expected."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.layout import Article, Layout, read_layout

CASES: list[dict[str, Any]] = [
    case
    for path in sorted((Path(__file__).parent / "cases").glob("*.yaml"))
    for case in yaml.safe_load(path.read_text("utf-8"))
]


def squeeze(text: str) -> str:
    return "".join(text.split())


def texts(layout: Layout, article: Article, kind: str) -> list[str]:
    return [layout.view.text[p.start : p.end] for p in article.paragraphs if p.kind == kind]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_page(case: dict[str, Any]) -> None:
    raw = case["page"]
    layout = read_layout(raw)
    assert [a.headlines for a in layout.articles] == [a["headlines"] for a in case["articles"]]
    for article, wanted in zip(layout.articles, case["articles"], strict=True):
        printed = squeeze(raw[article.raw_start : article.raw_end])
        assert printed.startswith(squeeze(wanted.get("first", "")))
        assert printed.endswith(squeeze(wanted.get("last", "")))
        if wanted["headlines"]:
            assert printed.startswith(squeeze(wanted["headlines"][0]))
        for key in ("title", "reporters", "correspondents"):
            if key in wanted:
                assert getattr(article, key) == wanted[key]
        if "body" in wanted:
            assert [squeeze(t) for t in texts(layout, article, "body")] == [
                squeeze(t) for t in wanted["body"]
            ]
        if "captions" in wanted:
            assert texts(layout, article, "caption") == wanted["captions"]
        if "sentences" in wanted:
            body = [s for s in article.sentences if article.paragraphs[s.paragraph].kind == "body"]
            assert len(body) == wanted["sentences"]
    kinds = Counter(f.kind for f in layout.furniture)
    for kind, count in case.get("furniture", {}).items():
        assert kinds[kind] == count, layout.furniture
    assert len(layout.breaks) == case.get("breaks", len(layout.breaks))
