"""What the page of one article shows: its raw text cut into segments, and the rows behind them."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup

from pipeline.contract import contract, mention_tables
from pipeline.report import shown
from pipeline.report.escape import exact
from pipeline.report.facts import published
from pipeline.report.names import anchor, article_file, page_key, raw_file, words_link
from pipeline.report.segments import Segment, Span, segments
from pipeline.report.shards import Article, Document, Row

LETTERS = {"statistics": "s", "numbers": "n", "dates": "d", "entities": "e", "events": "v"}
_LEFT_OUT = ("document_id", "article_id")


def article_context(document: Document, position: int) -> Row:
    """Everything that article.html.j2 needs for the article at `position` of the document's list."""
    article = document.articles[position]
    row, raw = article.row, document.row["raw_text"]
    tables = [name for name in LETTERS if name in mention_tables()]
    mentions = [(name, mention) for name in tables for mention in article.mentions[name]]
    start = min([row["start"], *(m["start"] for _, m in mentions)])
    end = max([row["end"], *(m["end"] for _, m in mentions)])
    spans = [Span(m["start"], m["end"], key) for key, (_, m) in enumerate(mentions)]
    plain, grounds = _grounds(document, article, first=len(mentions))
    keys = {name: contract()[name].key or "" for name in tables}
    anchors = [anchor(m[keys[name]]) for name, m in mentions]
    letters = [LETTERS[name] for name, _ in mentions]
    neighbours = [_link(a.row) for a in document.articles]
    return {
        "article": row,
        "key": page_key(row["article_id"]),
        "document": document.row,
        "raw": raw_file(page_key(document.row["document_id"])),
        "published": published(document.row),
        "segments": [
            _piece(segment, raw, letters, anchors, grounds)
            for segment in segments(start, end, [*spans, *plain])
        ],
        "legend": [(name, LETTERS[name], len(article.mentions[name])) for name in tables],
        "rows": {"tables": _columns(tables), "mentions": [_values(name, m) for name, m in mentions]},
        "facts": [_fact(fact) for fact in article.mentions["statistics"]],
        "events": [_event(event) for event in article.mentions["events"]],
        "checks": [check_view(check, facts=_facts(article)) for check in article.checks],
        "duplicate": article_file(page_key(row["duplicate_of"])) if row["duplicate_of"] else None,
        "neighbours": neighbours,
        "position": position,
    }


def check_view(check: Row, facts: dict[str, Row]) -> Row:
    """A check with links to the words of the facts it compares, by sentence; `facts` by id, as far as known."""
    by_sentence: dict[str, list[tuple[str, str]]] = {}
    for statistic_id in check["statistic_ids"]:
        fact = facts.get(statistic_id)
        words = shown.value(fact) if fact else statistic_id
        by_sentence.setdefault(fact["sentence"] if fact else "", []).append((words_link(statistic_id), words))
    return check | {
        "evidence": list(by_sentence.items()),
        "expected": shown.number(check["expected"]),
        "found": shown.number(check["found"]),
    }


def raw_context(document: Document) -> Row:
    """Everything that raw.html.j2 needs: the whole raw text, cut at its articles."""
    raw = document.row["raw_text"]
    spans = [Span(a.row["start"], a.row["end"], number) for number, a in enumerate(document.articles)]
    return {
        "document": document.row,
        "published": published(document.row),
        "articles": [_link(a.row) for a in document.articles],
        "pieces": [
            {"text": exact(raw[s.start : s.end]), "articles": s.keys, "begins": s.begins}
            for s in segments(0, len(raw), spans)
        ],
    }


def _grounds(document: Document, article: Article, first: int) -> tuple[list[Span], dict[int, str]]:
    """Spans that are no mentions but look different: headlines, captions, words outside of articles."""
    spans: list[Span] = []
    classes: dict[int, str] = {}
    for sentence in article.sentences:
        if sentence["in_headline"] or sentence["in_caption"]:
            classes[first + len(spans)] = "headline" if sentence["in_headline"] else "caption"
            spans.append(Span(sentence["start"], sentence["end"], first + len(spans)))
    for stretch in document.row["outside"]:
        if stretch["start"] < article.row["end"] and stretch["end"] > article.row["start"]:
            classes[first + len(spans)] = "outside"
            spans.append(Span(stretch["start"], stretch["end"], first + len(spans)))
    return spans, classes


def _piece(
    segment: Segment, raw: str, letters: list[str], anchors: list[str], grounds: dict[int, str]
) -> Row:
    keys = [key for key in segment.keys if key not in grounds]
    classes = dict.fromkeys(letters[key] for key in keys)
    return {
        "text": _text(raw[segment.start : segment.end], marked=bool(keys)),
        "mentions": keys,
        "classes": " ".join([*(["m"] if keys else []), *classes, *_ground(segment, grounds)]),
        "anchors": [anchors[key] for key in segment.begins if key not in grounds],
        "start": segment.start,
    }


def _text(text: str, *, marked: bool) -> Markup:
    """The text, its line breaks apart from its lines: an empty line is then less high than one with marks."""
    html = exact(text)
    return html if marked else Markup(re.sub(r"[^\n]+", r'<span class="t">\g<0></span>', str(html)))


def _ground(segment: Segment, grounds: dict[int, str]) -> list[str]:
    return list(dict.fromkeys(grounds[key] for key in segment.keys if key in grounds))


def _columns(tables: list[str]) -> dict[str, list[str]]:
    return {name: [c.name for c in contract()[name].columns if c.name not in _LEFT_OUT] for name in tables}


def _values(name: str, row: Row) -> list[Any]:
    columns = (c.name for c in contract()[name].columns if c.name not in _LEFT_OUT)
    return [name, row["start"], row["end"], [row.get(column) for column in columns]]


def _facts(article: Article) -> dict[str, Row]:
    return {fact["statistic_id"]: fact for fact in article.mentions["statistics"]}


def _fact(fact: Row) -> Row:
    return fact | {
        "anchor": anchor(fact["statistic_id"]),
        "shown": shown.value(fact),
        "period": shown.period(fact["period_start"], fact["period_end"]),
    }


def _event(event: Row) -> Row:
    return event | {
        "anchor": anchor(event["event_id"]),
        "period": shown.period(event["start_date"], event["end_date"]),
        "participants": shown.number(event["participants"]),
    }


def _link(article: Row) -> Row:
    key = page_key(article["article_id"])
    return {"file": article_file(key), "title": article["title"], "article_id": article["article_id"]}
