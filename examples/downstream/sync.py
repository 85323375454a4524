#!/usr/bin/env python3
"""Keep a database in step with a result folder of Baoshu, reading only what changed since the last time.

    python sync.py data/processed facts.db
    python sync.py data/processed postgresql://user@host/newspapers

Needs pyarrow (it comes with Baoshu), and for PostgreSQL psycopg. Run it after each `baoshu run`, or by
cron: a second call for the same run does nothing, runs in between may be missed, and a call that is
interrupted leaves the database as it was. The whole of a sync is one transaction.

How it works (what it relies on is promised in docs/compatibility.md):

1. The latest row of `runs` names the run. If the database has it already there is nothing to do.
2. The rows of a document stand in part files of one name in every table, and files of one name hold the same
   rows. Parts that the database has are not opened. (The number in the middle of a name is the part's place
   in the run; it may change, so it is left out.)
3. Of the parts that are new, each document's rows are compared, by a digest, with what was written last
   time, as a part is written anew when one document of it changes. Rows of changed documents are upserted
   and carry the run's id in `_run_id`; rows that such a document no longer has are deleted, and so are
   the documents that stand in no part any more.
4. Tables that are made of the whole corpus (`series`, `organizations`, `checks`) are replaced.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from database import Database, connect

CONTRACT = "1"
"""The contract's major version that this job was written for."""

BY_DOCUMENT = {
    "documents": "document_id",
    "articles": "article_id",
    "events": "event_id",
    "statistics": "statistic_id",
}
"""Tables that are synchronised document by document, with their keys; add others that you need."""

WHOLE = ("series", "organizations", "checks")
LEFT_OUT = {"raw_text", "outside"}
"""Columns that are not copied."""


@dataclass
class Report:
    """What a sync did, in documents and parts."""

    run_id: str
    changed: int = 0
    removed: int = 0
    parts_read: int = 0
    parts_known: int = 0

    def __str__(self) -> str:
        return (
            f"run {self.run_id}: {self.changed} documents written, {self.removed} removed; "
            f"{self.parts_read} parts read, {self.parts_known} known"
        )


def sync(result: Path, database: Database) -> Report:
    """Bring the database to the state of the result. Raises FileNotFoundError if a run that publishes at
    the same time removes the version that is read (call again), SystemExit for another contract."""
    version = (result / "current").resolve(strict=True)  # once: all tables are of one run
    run = max(read(version / "runs"), key=lambda row: str(row["run_id"]))
    if str(run["contract_version"]).partition(".")[0] != CONTRACT:
        raise SystemExit(
            f"the result keeps contract {run['contract_version']}, this job was made for {CONTRACT}"
        )
    report = Report(str(run["run_id"]))
    with database.transaction():
        database.create("_sync", {"name": "text", "run_id": "text"}, key="name")
        database.create("_parts", {"part": "text"}, key="part")
        database.create(
            "_documents", {"document_id": "text", "part": "text", "digest": "text"}, "document_id"
        )
        if database.rows("SELECT 1 FROM _sync WHERE run_id = {}", report.run_id):
            return report
        _sync_documents(version, database, report)
        for name in WHOLE:
            _replace(version / name, name, database, report.run_id)
        database.upsert("_sync", "name", [{"name": "last", "run_id": report.run_id}])
    return report


def _sync_documents(version: Path, database: Database, report: Report) -> None:
    schema = {name: _schema(version / name) for name in BY_DOCUMENT}
    for name, key in BY_DOCUMENT.items():
        database.create(name, _types(schema[name]), key, index="document_id")
    there = {part_key(path): path for path in sorted((version / "documents").glob("part-*.parquet"))}
    known = {part for (part,) in database.rows("SELECT part FROM _parts")}
    digests = dict(database.rows("SELECT document_id, digest FROM _documents"))
    report.parts_known = len(there.keys() & known)
    for part in there.keys() - known:
        report.parts_read += 1
        rows = {name: read(version / name / there[part].name) for name in BY_DOCUMENT}
        found = _digests(rows)
        changed = {document for document, digest in found.items() if digests.get(document) != digest}
        for name, key in BY_DOCUMENT.items():
            wanted = [row | {"_run_id": report.run_id} for row in rows[name] if row["document_id"] in changed]
            database.upsert(name, key, wanted)
            if name != "documents":
                _delete(name, changed, database, unless=report.run_id)
        database.upsert(
            "_documents",
            "document_id",
            [{"document_id": d, "part": part, "digest": digest} for d, digest in found.items()],
        )
        report.changed += len(changed)
    gone = {
        document
        for document, part in database.rows("SELECT document_id, part FROM _documents")
        if part not in there
    }
    for name in (*BY_DOCUMENT, "_documents"):
        _delete(name, gone, database)
    database.execute("DELETE FROM _parts")
    database.upsert("_parts", "part", [{"part": part} for part in there])
    report.removed = len(gone)


def part_key(path: Path) -> str:
    """What is the same for parts that hold the same rows: the name without the place in the run, and the
    number of rows (a page that timed out in one run may be there in the next)."""
    _, _, digest = path.stem.split("-", 2)
    return f"{digest}:{pq.read_metadata(path).num_rows}"


def read(where: Path) -> list[dict[str, Any]]:
    """The rows of a part file, or of all parts of a folder, without the columns that are left out."""
    paths = sorted(where.glob("part-*.parquet")) if where.is_dir() else [where]
    rows: list[dict[str, Any]] = []
    for path in paths:
        columns = [name for name in pq.read_schema(path).names if name not in LEFT_OUT]
        rows += [
            {k: _value(v) for k, v in row.items()}
            for row in pq.read_table(path, columns=columns, partitioning=None).to_pylist()
        ]
    return rows


def _value(value: Any) -> Any:
    if isinstance(value, list | dict):
        value = json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, str):
        return value.replace("\0", "\ufffd")  # PostgreSQL holds no such character
    return value.isoformat() if isinstance(value, dt.date) else value


def _digests(rows: dict[str, list[dict[str, Any]]]) -> dict[str, str]:
    made: dict[str, Any] = defaultdict(lambda: hashlib.blake2b(digest_size=16))
    for name, table in rows.items():
        for row in table:
            made[row["document_id"]].update(json.dumps([name, row], ensure_ascii=False).encode())
    return {document: digest.hexdigest() for document, digest in made.items()}


def _replace(folder: Path, name: str, database: Database, run_id: str) -> None:
    database.create(name, _types(_schema(folder)))
    database.execute(f'DELETE FROM "{name}"')
    database.insert(name, [row | {"_run_id": run_id} for row in read(folder)])


def _delete(name: str, documents: set[str], database: Database, unless: str | None = None) -> None:
    """Delete rows of the documents, with `unless` only those that this run did not write."""
    for document in sorted(documents):
        if unless is None:
            database.execute(f'DELETE FROM "{name}" WHERE document_id = {{}}', document)
        else:
            database.execute(
                f'DELETE FROM "{name}" WHERE document_id = {{}} AND _run_id <> {{}}', document, unless
            )


def _schema(folder: Path) -> pa.Schema:
    return pq.read_schema(next(iter(sorted(folder.glob("part-*.parquet")))))


def _types(schema: pa.Schema) -> dict[str, str]:
    """Column -> type that SQLite and PostgreSQL both know; days and times are kept as ISO 8601 text in
    SQLite, which has no type for them."""
    made = {"_run_id": "text"}
    for field in schema:
        if field.name in LEFT_OUT:
            continue
        if pa.types.is_boolean(field.type):
            kind = "boolean"
        elif pa.types.is_integer(field.type):
            kind = "bigint"
        elif pa.types.is_floating(field.type):
            kind = "double precision"
        elif pa.types.is_date(field.type):
            kind = "date"
        else:
            kind = "timestamptz" if pa.types.is_timestamp(field.type) else "text"
        made[field.name] = kind
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description="Keep a database in step with a result of Baoshu.")
    parser.add_argument("result", type=Path, help="the folder that `baoshu run` wrote")
    parser.add_argument("database", help="an SQLite file, or a postgresql:// URL")
    arguments = parser.parse_args()
    if not (arguments.result / "current").is_dir():
        sys.exit(f"{arguments.result} holds no published result: run `baoshu run` first")
    with connect(arguments.database) as database:
        print(sync(arguments.result, database))


if __name__ == "__main__":
    main()
