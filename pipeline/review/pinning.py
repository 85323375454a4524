"""Lines written by hand, completed with the place and words of their rows, so that they find them again."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

import pyarrow.compute as pc

from pipeline.contract import table as contract_table
from pipeline.corrections import Correction, Corrections
from pipeline.errors import BaoshuError
from pipeline.publishing import Folder
from pipeline.review.facts import read_rows


def pinned(folder: Folder, corrections: Corrections) -> tuple[Correction, ...]:
    """The lines, each with id, document, offsets and words of the row that the run which published `folder`
    found for it. An id alone counts the facts of an article, and may be another row's when the page changes.

    Raises BaoshuError B015 where the file is not the one that the run applied.
    """
    runs = read_rows(folder, "runs", ["run_id", "corrections_hash"]).to_pylist()
    last = max(runs, key=lambda run: str(run["run_id"]))
    if last["corrections_hash"] != corrections.digest:
        raise BaoshuError(
            "B015",
            f"{corrections.name} has changed since the last run.",
            "Run `baoshu run`, which finds the rows.",
        )
    found = {r["line"]: r for r in read_rows(folder, "corrections").to_pylist() if r["found_id"]}
    wanted: dict[str, set[str]] = defaultdict(set)
    for row in found.values():
        wanted[row["table_name"].casefold()].add(row["found_id"])
    rows = {name: _rows(folder, name, ids) for name, ids in wanted.items()}
    return tuple(
        replace(line, **rows[found[line.line]["table_name"].casefold()][found[line.line]["found_id"]])
        if line.line in found
        else line
        for line in corrections.lines
    )


def _rows(folder: Folder, name: str, ids: set[str]) -> dict[str, dict[str, Any]]:
    """Id -> cells of the row; as extracted, since dropped rows are there alone."""
    key, words = contract_table(name).key or "", "title" if name == "articles" else "text"
    columns = [key, "document_id", "start", "end", words]
    chosen = pc.field(key).isin(list(ids))
    rows = [r for x in ("", "_extracted_") for r in read_rows(folder, name, columns, chosen, x).to_pylist()]
    return {
        row[key]: {
            "id": row[key],
            "document_id": row["document_id"],
            "start": str(row["start"]),
            "end": str(row["end"]),
            "text": row[words] or "",
        }
        for row in rows
    }
