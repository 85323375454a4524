"""What only the whole corpus can tell: reprints, bodies, series."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from pipeline.engines.ledger import signatures_table
from pipeline.resolution import find_duplicates, organizations, same_article, series_points, signature
from pipeline.resolution.duplicates import MIN_CHARS
from pipeline.tables import to_arrow

LONG = (
    "青河市总工会日前在柳湾街道启用首家全天开放的职工驿站，四十名快递员领到了饮水杯和雨衣。"
    "驿站由原来的旧门房改建，设有充电柜、微波炉和急救箱，附近三条街的环卫工人步行五分钟就能到达。"
    "市总工会权益部的工作人员说，今后还要请医生每月来一次，为大家量血压、看嗓子。"
)


@pytest.fixture
def corpus() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:") as opened:
        yield opened


def duplicates(corpus: duckdb.DuckDBPyConnection, *bodies: tuple[str, str | None, str]) -> dict[str, str]:
    """Of bodies given as (document id, day of publication, body) which repeat which."""
    rows = [{"article_id": f"{document}:0", "body": body} for document, _, body in bodies]
    corpus.register("articles", pa.Table.from_pylist(rows))
    signed = [
        {
            "document_id": document,
            "article_id": f"{document}:0",
            "published": day and dt.date.fromisoformat(day),
            "signature": found,
        }
        for document, day, body in bodies
        if (found := signature(body))
    ]
    corpus.register("signatures", signatures_table(signed))
    return {row["article_id"]: row["original"] for row in find_duplicates(corpus).to_pylist()}


def test_a_reprint_is_found_though_changed_a_little(corpus: duckdb.DuckDBPyConnection) -> None:
    changed = LONG.replace("，", ",\n").replace("日前", "近日").replace("请医生", "邀请医生")
    found = duplicates(corpus, ("p2", None, changed), ("p1", None, LONG), ("p3", None, LONG[:-20]))
    assert found == {"p2:0": "p1:0", "p3:0": "p1:0"}


def test_the_earlier_publication_is_the_original(corpus: duckdb.DuckDBPyConnection) -> None:
    found = duplicates(corpus, ("a", "2024-05-02", LONG), ("b", "2024-05-01", LONG), ("c", None, LONG))
    assert found == {"a:0": "b:0", "c:0": "b:0"}


def test_the_same_form_with_other_figures_is_no_reprint(corpus: duckdb.DuckDBPyConnection) -> None:
    other = LONG.replace("四十名", "五十名")
    assert not same_article(LONG, other)
    assert duplicates(corpus, ("p1", None, LONG), ("p2", None, other)) == {}


def test_short_notices_are_no_reprints(corpus: duckdb.DuckDBPyConnection) -> None:
    assert signature("图书角开放。" + "好" * (MIN_CHARS - 6)) is None
    assert duplicates(corpus, ("p1", None, "图书角开放。"), ("p2", None, "图书角开放。")) == {}


def test_many_different_articles_are_told_apart(corpus: duckdb.DuckDBPyConnection) -> None:
    bodies = [
        (f"d{i:03d}", None, "".join(chr(0x4E00 + (i * 37 + k * k) % 9000) for k in range(200)))
        for i in range(300)
    ]
    again = [("e" + d[1:], None, body) for d, _, body in bodies[::3]]
    found = duplicates(corpus, *bodies, *again)
    assert found == {f"e{d[1:]}:0": f"{d}:0" for d, _, _ in bodies[::3]}


def test_bodies_count_mentions_and_know_their_first_and_last_page(corpus: duckdb.DuckDBPyConnection) -> None:
    mentions = [("乙", "p1", "ORG", None), ("甲", "p1", "ORG", "110105"), ("乙", "p2", "ORG", "220104")]
    mentions += [("乙", "p1", "ORG", "110105"), ("甲", "p1", "ORG", None), ("乙", "p3", "PERSON", None)]
    names = ("name", "document_id", "type", "org_adcode")
    corpus.register("entities", pa.Table.from_pylist([dict(zip(names, m, strict=True)) for m in mentions]))
    days = {"p1": dt.date(2024, 5, 2), "p2": dt.date(2024, 5, 1), "p3": None}
    corpus.register(
        "documents",
        pa.table({"document_id": list(days), "publication_start": pa.array(days.values(), pa.date32())}),
    )
    made = [row for batch in organizations(corpus) for row in batch]
    found = [(r["name"], r["mentions"], r["first_document_id"], r["last_document_id"]) for r in made]
    assert found == [("乙", 3, "p2", "p1"), ("甲", 2, "p1", "p1")]
    assert [r["adcode"] for r in made] == [None, "110105"]


def fact(document: str, number: int, value: float | None, **columns: Any) -> dict[str, Any]:
    base = {
        "statistic_id": f"{document}:0:f{number}",
        "number_id": f"{document}:0:n{number}",
        "document_id": document,
        "article_id": f"{document}:0",
        "sentence_id": f"{document}:0:s0",
        "text": "1个",
        "start": number,
        "end": number + 2,
        "extractor": "x",
        "confidence": 1.0,
        "indicator": "service_stations",
        "measure": "驿站",
        "predicate": "已建",
        "subject": "青河市总工会",
        "series_id": "s1",
        "period_end": dt.date(2024, 12, 31),
        "value": value,
        "low": value,
        "high": value,
        "bound": "exact",
        "unit": "个",
        "aggregation": "total",
        "status": "actual",
        "in_headline": False,
        "evidence": "",
    }
    return base | columns


def points(
    corpus: duckdb.DuckDBPyConnection, facts: list[dict[str, Any]], reprints: tuple[str, ...] = ()
) -> list[dict[str, Any]]:
    table = to_arrow("statistics", [])
    known = [{k: v for k, v in f.items() if k in table.column_names} for f in facts]
    corpus.register("statistics", pa.Table.from_pylist(known, schema=table.schema))
    documents = sorted({f["document_id"] for f in facts})
    nothing = pa.nulls(len(documents), pa.date32())
    corpus.register("documents", pa.table({"document_id": documents, "publication_start": nothing}))
    ids = pa.array([f"{d}:0" for d in reprints], pa.string())
    corpus.register("duplicates", pa.table({"article_id": ids, "original": ids}))
    return [row for rows, _ in series_points(corpus) for row in rows]


def test_points_agree_or_conflict(corpus: duckdb.DuckDBPyConnection) -> None:
    earlier = {"period_end": dt.date(2023, 12, 31)}
    facts = [fact("p", 0, 120.0), fact("q", 0, 120.0), fact("z", 0, 7.0)]
    facts += [
        fact("q", 1, 121.0, **earlier),
        fact("q", 2, 125.0, **earlier),
        fact("q", 3, 9.0, series_id=None),
    ]
    first, second = points(corpus, facts, reprints=("z",))
    assert (first["value"], first["low"], first["high"], first["conflict"]) == (None, 121.0, 125.0, True)
    assert (second["value"], second["conflict"]) == (120.0, False)
    assert second["statistic_ids"] == ["p:0:f0", "q:0:f0"]


def test_a_rounded_point_conflicts_with_no_exact_one(corpus: duckdb.DuckDBPyConnection) -> None:
    rounded = {"low": None, "high": 800.0, "bound": "under", "text": "近800个"}
    (row,) = points(corpus, [fact("p", 0, None, **rounded), fact("q", 0, 795.0, text="795个")])
    assert not row["conflict"]


def test_a_series_known_from_reprints_alone_has_its_points(corpus: duckdb.DuckDBPyConnection) -> None:
    assert [r["statistic_ids"] for r in points(corpus, [fact("p", 0, 1.0)], reprints=("p",))] == [["p:0:f0"]]
