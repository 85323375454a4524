"""Corpus-wide resolution over the part files of a staged run, or over tables in memory.

DuckDB sorts and joins, on disk where memory does not suffice; nothing here grows with the corpus but
the list of duplicate articles.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds

from pipeline.contract import table as contract_table
from pipeline.engines.ledger import SIGNATURES, SIGNATURES_SCHEMA
from pipeline.engines.reuse import move_all
from pipeline.errors import BaoshuError
from pipeline.publishing import (
    Folder,
    corpus_part,
    iter_parts,
    marked_part,
    move_part,
    read_part,
    source,
    spill,
    write_part,
)
from pipeline.resolution import corpus_check_rows, find_duplicates, organizations, series_points
from pipeline.tables import to_arrow

RELATIONS = ("articles", "checks", "documents", "entities", "statistics")
MEMORY = "400MB"
"""What DuckDB may take; beyond it works on disk."""
_ROWS_A_PART = 200_000
_ROWS_IN_PYTHON = 10_000  # a row of `series` takes some 3 kB as Python objects, 300 bytes in Arrow


def resolve_corpus(folder: Folder) -> None:
    """Mark duplicate articles and write `series`, `organizations` and a further part of `checks`."""
    schemas = {name: contract_table(name).schema for name in RELATIONS} | {SIGNATURES: SIGNATURES_SCHEMA}
    relations = {name.lstrip("_"): _stored(folder, name, schema) for name, schema in schemas.items()}
    with spill(folder) as aside, _corpus(relations, aside) as corpus:
        duplicates = find_duplicates(corpus)
        corpus.register("duplicates", duplicates)
        checks: list[dict[str, Any]] = []
        for name, batches in _tables(corpus, checks).items():
            _write(folder, name, batches)
        if checks:
            _write(folder, "checks", iter([_numbered(corpus, checks)]))
    _mark_duplicates(folder, duplicates)


def _stored(folder: Folder, name: str, schema: pa.Schema) -> list[str] | ds.Dataset:
    """A table's part files: their paths, which DuckDB reads a few columns and row groups at a time, or,
    where it cannot (elsewhere than on a disk, no files, names that look like patterns), a dataset, which
    reads ahead and takes half a GB more."""
    found = [source(path) for _, path in iter_parts(folder, name)]
    paths, system = [path for path, _ in found], found[0][1] if found else None
    if paths and system is None and not any(c in path for path in paths for c in "*?[]"):
        return paths
    return ds.dataset(paths, schema=schema, filesystem=system)


def resolve_tables(tables: Mapping[str, pa.Table], signatures: pa.Table) -> dict[str, pa.Table]:
    """The same for a corpus in memory: `articles` with duplicates marked, `series`, `organizations`,
    `checks`."""
    with _corpus({**{name: tables[name] for name in RELATIONS}, "signatures": signatures}) as corpus:
        duplicates = find_duplicates(corpus)
        corpus.register("duplicates", duplicates)
        checks: list[dict[str, Any]] = []
        found = _tables(corpus, checks)
        made = {name: to_arrow(name, [r for rows in b for r in rows]) for name, b in found.items()}
        more = to_arrow("checks", _numbered(corpus, checks))
    made["checks"] = pa.concat_tables([tables["checks"], more])
    return made | {"articles": _with_duplicates(tables["articles"], _pairs(duplicates))}


@contextmanager
def _corpus(relations: Mapping[str, Any], aside: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY,
        "threads": 2,
        "preserve_insertion_order": False,
    }
    if aside is not None:
        settings["temp_directory"] = str(aside)
    try:
        with duckdb.connect(":memory:", config=settings) as corpus:
            for name, relation in relations.items():
                if isinstance(relation, list):
                    corpus.read_parquet(relation, hive_partitioning=False).create_view(name)
                else:
                    corpus.register(name, relation)
            yield corpus
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        raise BaoshuError("B004", f"{aside}: {error}.", "Is the disk full?") from error


def _tables(
    corpus: duckdb.DuckDBPyConnection, checks: list[dict[str, Any]]
) -> dict[str, Iterator[list[dict[str, Any]]]]:
    """Batches of rows of the tables that only the corpus tells, in the order in which they must be drawn;
    `checks` is filled while `series` is drawn."""
    return {"series": _series(corpus, checks), "organizations": organizations(corpus)}


def _series(
    corpus: duckdb.DuckDBPyConnection, checks: list[dict[str, Any]]
) -> Iterator[list[dict[str, Any]]]:
    for rows, witnesses in series_points(corpus):
        checks += corpus_check_rows(witnesses, {})
        yield rows


def _numbered(corpus: duckdb.DuckDBPyConnection, checks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of `checks`, numbered on from those that their article has already."""
    if not checks:
        return []
    corpus.register("more", pa.table({"article_id": [row["article_id"] for row in checks]}))
    counted = corpus.sql(
        "SELECT article_id, count(*) FROM checks WHERE article_id IN (SELECT article_id FROM more) GROUP BY ALL"
    ).fetchall()
    taken = dict(counted)
    for row in checks:
        number = taken[row["article_id"]] = taken.get(row["article_id"], 0) + 1
        row["check_id"] = f"{row['article_id']}:c{number - 1}"
    return checks


def _write(folder: Folder, name: str, batches: Iterator[list[dict[str, Any]]]) -> None:
    rows: list[dict[str, Any]] = []
    made: list[pa.Table] = []
    number = 0
    for batch in batches:
        rows += batch
        if len(rows) >= _ROWS_IN_PYTHON:
            made.append(to_arrow(name, rows))
            rows = []
        if sum(map(len, made)) >= _ROWS_A_PART:
            write_part(pa.concat_tables(made), folder, name, corpus_part(folder, number))
            made, number = [], number + 1
    if rows or made or not number:
        made.append(to_arrow(name, rows))
        write_part(pa.concat_tables(made), folder, name, corpus_part(folder, number))


def _mark_duplicates(folder: Folder, duplicates: pa.Table) -> None:
    """Other marks make another part: under a new name, as readers may know the part by the old one."""
    originals = _pairs(duplicates)
    for part, path in list(iter_parts(folder, "articles")):
        stored = read_part(path, ["article_id", "duplicate_of"])
        wanted = [originals.get(i) for i in stored["article_id"].to_pylist()]
        renamed = marked_part(part, wanted)
        if wanted != stored["duplicate_of"].to_pylist():
            marked = _with_duplicates(read_part(path), originals)
            path.unlink()
            write_part(marked, folder, "articles", renamed)
        elif renamed != part:
            move_part(folder, "articles", part, renamed)
        if renamed != part:
            move_all(folder, part, renamed, besides=["articles"])


def _pairs(duplicates: pa.Table) -> dict[str, str]:
    ids, originals = (duplicates[name].to_pylist() for name in ("article_id", "original"))
    return dict(zip(ids, originals, strict=True))


def _with_duplicates(articles: pa.Table, originals: Mapping[str, str]) -> pa.Table:
    index = articles.schema.get_field_index("duplicate_of")
    found = pa.array([originals.get(i) for i in articles["article_id"].to_pylist()], pa.string())
    return articles.set_column(index, articles.schema.field(index), found)
