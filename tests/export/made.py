"""Results made by hand, with what no honest page would hold."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from pipeline.contract import table_names
from pipeline.publishing import write_part
from pipeline.tables import to_arrow

HOSTILE = (
    "=1+1",
    "+SUM(A1:A9)",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "'=1",
    "''@x",
    '"=1,=2"',
    "http://example.org/甲",
    "<script>alert(1)</script>",
    "_x0041_",
    "-5",
    "+3.5%",
    "007",
    "甲\u0001乙\u000b丙",
    "末\ufffe尾\uffff",
    "多行\n第二行",
    "𠮷" * 3,
)
RUN = {
    "run_id": "20240506T000000000000Z-abc",
    "started_at": dt.datetime(2024, 5, 6, 7, 8, 9, tzinfo=dt.UTC),
    "finished_at": dt.datetime(2024, 5, 6, 7, 8, 10, tzinfo=dt.UTC),
    "pipeline_version": "0.1.0",
    "contract_version": "1.0",
    "config_hash": "abc",
    "inputs": 1,
    "worked_on": 1,
    "removed": 0,
    "counts": [{"table": "documents", "rows": 1}],
    "chars": 10,
    "chars_per_second": -2.5,
}


def document(name: str, text: str) -> dict[str, Any]:
    return {
        "document_id": name,
        "source_path": f"{name}.txt",
        "sha256": "0" * 64,
        "encoding": "utf-8",
        "char_count": len(text),
        "article_count": 0,
        "publication_date": dt.date(2024, 5, 6),
        "publication_evidence": [{"text": "=1", "start": 0, "end": 2, "reason": "-x"}],
        "outside": [],
        "raw_text": text,
    }


def version(folder: Path, **rows: list[dict[str, Any]]) -> Path:
    """A version folder with these rows; tables that are not named are empty."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in table_names():
        table = to_arrow(name, rows.get(name, [RUN] if name == "runs" else []))
        write_part(table, folder, name, "part-000000000-0123456789ab")
    return folder
