"""A tiny page with its gold, and tables made by hand, so that every figure can be worked out on paper."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.contract import contract

Row = dict[str, Any]

STEM = "002_sample"
# A column break stands inside 职工书屋: no offset may stumble over it.
RAW = (
    "\n\n云溪市总工会举办技能培训\n"
    "本报讯（记者 林禾）近日，云溪市总工会举办技能培训，共120名职工参加，其中女职工45名。"
    "截至2024年底，全市已建职工\n\n书屋36个。一名学员说，这样的培训一站式解难题，帮扶也跟上了。\n"
)
GOLD: dict[str, Any] = {
    "page": STEM,
    "publication": {"start": "2025-01-01", "end": "2025-02-28"},
    "articles": [
        {
            "first": "云溪市总工会举办技能培训",
            "last": "帮扶也跟上了。",
            "headlines": ["云溪市总工会举办技能培训"],
            "title": "云溪市总工会举办技能培训",
            "reporters": ["林禾"],
            "correspondents": [],
            "event": {
                "type": "training",
                "trigger": ["培训"],
                "organizers": [["云溪市总工会"]],
                "status": "held",
            },
            "more_events": [
                {"type": "construction", "trigger": ["已建"], "in": "全市已建职工书屋"},
                {"type": "aid", "trigger": ["帮扶"], "in": "帮扶也跟上了"},
            ],
            "numbers": [
                {"q": "120名", "kind": "quantity", "value": 120, "unit": "名", "bound": "exact"},
                {"q": "45名", "kind": "quantity", "value": 45, "unit": "名", "bound": "exact"},
                {"q": "36个", "kind": "quantity", "value": 36, "unit": "个", "bound": "exact"},
                {
                    "q": "一名",
                    "kind": "quantity",
                    "value": 1,
                    "unit": "名",
                    "bound": "exact",
                    "optional": True,
                },
            ],
            "dates": [
                {"q": "近日", "type": "date", "start": None, "end": None, "relation": None},
                {
                    "q": "2024年底",
                    "type": "date",
                    "start": "2024-12-01",
                    "end": "2024-12-31",
                    "relation": "until",
                },
            ],
            "ignored": [{"q": "一站式"}],
            "entities": [
                {"q": "云溪市总工会", "type": "ORG"},
                {"q": "全市", "type": "GPE", "optional": True},
            ],
            "statistics": [
                {"q": "120名", "measure": ["职工"], "subject": ["云溪市总工会"], "aggregation": "total"},
                {"q": "45名", "measure": ["女职工"], "subject": ["云溪市总工会"], "part_of": "120名"},
                {
                    "q": "36个",
                    "measure": ["职工书屋"],
                    "subject": ["云溪市总工会"],
                    "period_end": "2024-12-31",
                },
            ],
        }
    ],
}
DOCUMENT, ARTICLE = f"city/{STEM}", f"city/{STEM}:0"
_EMPTY = {"string": "", "int32": 0, "int64": 0, "float64": 0.0, "bool": False}


def span(words: str, nth: int = 0) -> dict[str, Any]:
    """`text`, `start` and `end` of the nth place of the words in the page, column breaks ignored."""
    printed = [i for i, char in enumerate(RAW) if not char.isspace()]
    text, at = "".join(RAW[i] for i in printed), -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    return {"text": words, "start": printed[at], "end": printed[at + len(words) - 1] + 1}


def number(words: str, value: float, **cells: Any) -> Row:
    defaults = {
        "kind": "quantity",
        "value": value,
        "unit": words[-1],
        "bound": "exact",
        "number_id": f"n-{words}",
    }
    return span(words) | defaults | cells


def statistic(words: str, value: float, measure: str, **cells: Any) -> Row:
    defaults = {
        "statistic_id": f"s-{words}",
        "number_id": f"n-{words}",
        "value": value,
        "measure": measure,
        "subject": "云溪市总工会",
        "aggregation": "total",
        "status": "actual",
        "confidence": 0.95,
    }
    return span(words) | defaults | cells


def perfect() -> dict[str, list[Row]]:
    """Tables that give every answer that gold asks for, and nothing else."""
    day = dt.date(2024, 12, 31)
    article = span("云溪市总工会举办技能培训") | {"end": span("帮扶也跟上了。")["end"]}
    return {
        "documents": [
            {
                "raw_text": RAW,
                "publication_start": dt.date(2025, 1, 10),
                "publication_end": dt.date(2025, 1, 31),
            }
        ],
        "articles": [
            article
            | {
                "title": "云溪市总工会举办技能培训",
                "headlines": ["云溪市总工会举办技能培训"],
                "reporters": ["林禾"],
            }
        ],
        "sentences": [span("云溪市总工会举办技能培训")],
        "numbers": [number("120名", 120), number("45名", 45), number("36个", 36)],
        "dates": [
            span("近日") | {"type": "date"},
            span("2024年底")
            | {"type": "date", "start_date": dt.date(2024, 12, 1), "end_date": day, "relation": "until"},
        ],
        "entities": [span("云溪市总工会", nth) | {"type": "ORG"} for nth in (0, 1)],
        "statistics": [
            statistic("120名", 120, "职工"),
            statistic("45名", 45, "女职工", part_of="s-120名"),
            statistic("36个", 36, "职工书屋", period_end=day),
        ],
        "events": [
            span("培训")
            | {"type": "training", "is_primary": True, "organizers": ["云溪市总工会"], "status": "held"},
            span("已建") | {"type": "construction", "status": "held"},
            span("帮扶") | {"type": "aid", "status": "held"},
        ],
        "checks": [],
    }


def write_tables(root: Path, tables: dict[str, list[Row]]) -> Path:
    """A result folder; cells that a row leaves out are null, or empty where the contract wants a value."""
    for name in tables:
        table = contract()[name]
        rows = [
            {
                c.name: row[c.name]
                if c.name in row
                else {"document_id": DOCUMENT, "article_id": ARTICLE}.get(c.name)
                or (None if c.nullable else _EMPTY.get(c.type_name, []))
                for c in table.columns
            }
            for row in tables[name]
        ]
        (root / name).mkdir(parents=True)
        # Tables of other makers are read, too: no column is held to be never null.
        schema = pa.schema([pa.field(c.name, c.type) for c in table.columns])
        pq.write_table(pa.Table.from_pylist(rows, schema=schema), root / name / "part-0.parquet")
    return root


def write_gold(folder: Path, gold: Any = GOLD) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{STEM}.json"
    path.write_text(gold if isinstance(gold, str) else json.dumps(gold, ensure_ascii=False), encoding="utf-8")
    return path
