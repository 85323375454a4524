"""Corrections applied to the part files of a staged run.

What extraction gave is kept beside: the table `statistics` of a corrected part stands as it was in
`_extracted_statistics`, and that is what the next run takes over. So each run corrects afresh, and a
result depends on the pages and the corrections alone, not on earlier corrections.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.config import Config
from pipeline.corrections import (
    CORRECTIONS_CSV,
    Checked,
    Correction,
    Corrections,
    Verdict,
    check,
    correct_rows,
    read_corrections,
    tables_touched,
)
from pipeline.corrections.decisions import InvalidError, action_of, document_of
from pipeline.engines.ledger import UNITS
from pipeline.engines.reuse import EXTRACTED, move_all
from pipeline.extractors.statistics import builtin_indicators, load_indicators
from pipeline.publishing import (
    Folder,
    corpus_part,
    iter_parts,
    move_part,
    ordinal_of,
    part_name,
    read_part,
    write_part,
)
from pipeline.tables import Rows, to_arrow


def load_corrections(out: Folder, config: Config) -> Corrections:
    """The corrections for the result `out`: those of the file that the settings name, else
    `corrections.csv` in `out`, if there is one. Raises BaoshuError B015."""
    if config.corrections is not None:
        return read_corrections(Path(config.corrections), needed=True)
    return read_corrections(out / CORRECTIONS_CSV)


def apply_corrections(folder: Folder, corrections: Corrections, config: Config) -> None:
    """Correct the staged parts, which must be as extracted, and write the table `corrections`.

    Raises BaoshuError B004.
    """
    known = load_indicators(Path(config.indicators)) if config.indicators else builtin_indicators()
    verdicts: dict[int, Verdict] = {}
    by_document: dict[str, list[Checked]] = defaultdict(list)
    for index, line in enumerate(corrections.lines):
        try:
            checked = check(line, index, known.by_code)
        except InvalidError as error:
            verdicts[index] = Verdict("invalid", str(error))
        else:
            by_document[checked.document_id].append(checked)
    if by_document:
        for part, path in list(iter_parts(folder, UNITS)):
            documents = by_document.keys() & set(read_part(path, ["document_id"])["document_id"].to_pylist())
            if documents:
                chosen = {name: by_document.pop(name) for name in sorted(documents)}
                verdicts |= _correct_part(folder, part, chosen)
    for document_id, missing in by_document.items():
        verdicts |= {c.index: Verdict("not_found", f"there is no document {document_id!r}") for c in missing}
    rows = [_row(line, verdicts[index]) for index, line in enumerate(corrections.lines)]
    write_part(to_arrow("corrections", rows), folder, "corrections", corpus_part(folder))


def _correct_part(
    folder: Folder, part: str, corrections: Mapping[str, Sequence[Checked]]
) -> dict[int, Verdict]:
    touched = sorted(tables_touched(c.table for ones in corrections.values() for c in ones))
    tables = {name: read_part(folder / name / f"{part}.parquet") for name in touched}
    verdicts: dict[int, Verdict] = {}
    made: dict[str, Rows] = {name: {} for name in touched}
    for document_id, ones in corrections.items():
        rows = {name: _rows_of(table, document_id) for name, table in tables.items()}
        verdicts |= correct_rows(rows, ones)
        for name in touched:
            made[name][document_id] = rows[name]
    changed = {
        name: corrected
        for name, table in tables.items()
        if not (corrected := _replaced(name, table, made[name])).equals(table)
    }
    if changed:
        _write(folder, part, changed)
    return verdicts


def _write(folder: Folder, part: str, changed: Mapping[str, pa.Table]) -> None:
    """Other rows make another part, under a name of its own, as readers may know the part by the old one."""
    made = hashlib.blake2b(part.encode(), digest_size=8)
    for name, table in changed.items():
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, table.schema) as stream:
            stream.write_table(table.combine_chunks())
        made.update(name.encode() + sink.getvalue().to_pybytes())
    renamed = part_name(ordinal_of(part), made.hexdigest())
    for name, table in changed.items():
        move_part(folder, name, part, renamed, EXTRACTED[name])
        write_part(table, folder, name, renamed)
    move_all(folder, part, renamed, besides=changed)


def _documents(table: pa.Table) -> list[str]:
    if "document_id" in table.column_names:
        ids: list[str] = table["document_id"].to_pylist()
        return ids
    return [article_id.rpartition(":")[0] for article_id in table["article_id"].to_pylist()]


def _rows_of(table: pa.Table, document_id: str) -> list[dict[str, Any]]:
    kept = pa.array([found == document_id for found in _documents(table)], pa.bool_())
    rows: list[dict[str, Any]] = table.filter(kept).to_pylist()
    return rows


def _replaced(name: str, table: pa.Table, made: Rows) -> pa.Table:
    """The table with the rows of the documents in `made` replaced, where they stood."""
    return pa.concat_tables(_pieces(name, table, dict(made))).combine_chunks()


def _pieces(name: str, table: pa.Table, left: Rows) -> Iterator[pa.Table]:
    at, replaced = 0, frozenset(left)
    yield table.slice(0, 0)
    for document_id, group in groupby(_documents(table)):
        size = sum(1 for _ in group)
        if document_id not in replaced:
            yield table.slice(at, size)
        elif document_id in left:
            yield to_arrow(name, left.pop(document_id)).cast(table.schema)
        at += size
    for rows in left.values():
        yield to_arrow(name, rows).cast(table.schema)


def _row(line: Correction, verdict: Verdict) -> dict[str, Any]:
    offsets = {name: _whole(getattr(line, name)) for name in ("start", "end")}
    return offsets | {
        "line": line.line,
        "table_name": line.table or "statistics",
        "row_id": line.id or None,
        "document_id": document_of(line) or None,
        "text": line.text or None,
        "action": action_of(line) or line.action,
        "column_name": line.column or None,
        "value": line.value or None,
        "note": line.note or None,
        "state": verdict.state,
        "reason": verdict.reason,
        "found_id": verdict.found_id,
        "old_value": verdict.old_value or None,
    }


def _whole(text: str) -> int | None:
    digits = text.partition(".")[0]
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 18 else None
