"""The bodies that a corpus names, rolled up from their mentions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from pipeline.text import safe_yaml

if TYPE_CHECKING:  # the driver alone has DuckDB
    import duckdb

BATCH = 10_000


@dataclass(frozen=True, slots=True)
class _Rules:
    levels: list[tuple[str, re.Pattern[str]]]
    union: re.Pattern[str]
    area: re.Pattern[str]


@cache
def _rules() -> _Rules:
    source = files("pipeline.resolution").joinpath("levels.yaml").read_text(encoding="utf-8")
    data = safe_yaml(source)
    return _Rules(
        [(rule["level"], re.compile(rule["pattern"])) for rule in data["levels"]],
        re.compile(data["union"]),
        re.compile(data["area"]),
    )


def level_of(name: str) -> str:
    """The level that a body's name says, by the first rule of `levels.yaml` that fits it."""
    return next(level for level, pattern in _rules().levels if pattern.search(name))


def parent_of(name: str) -> str | None:
    """The body one level up, where the name says it: 甲市乙区总工会 → 甲市总工会, 甲公司工会 → 甲公司."""
    rules = _rules()
    if m := rules.union.search(name):
        areas, tail = rules.area.findall(name[: m.start()]), m.group()
        stem = name[: m.start()]
        if areas and "".join(areas) == stem:
            return "".join(areas[:-1]) + tail if len(areas) > 1 else None
        return stem if level_of(stem) in ("enterprise", "school") else None
    return None


def organizations(corpus: duckdb.DuckDBPyConnection) -> Iterator[list[dict[str, Any]]]:
    """The rows of the table `organizations`, sorted by name, in batches; of a corpus with the relations
    `entities` and `documents`. The area is that of its mentions, where they agree. First and last is a page by its day of publication, as far as known,
    then by its id."""
    batches = corpus.sql(
        """
        SELECT name, count(*) AS mentions,
               CASE WHEN min(org_adcode) = max(org_adcode) THEN min(org_adcode) END AS adcode,
               arg_min(document_id, (coalesce(published, DATE '9999-12-31'), document_id)) AS first_document_id,
               arg_max(document_id, (coalesce(published, DATE '0001-01-01'), document_id)) AS last_document_id
        FROM (SELECT name, org_adcode, document_id FROM entities WHERE type = 'ORG')
             JOIN (SELECT document_id, publication_start AS published FROM documents) USING (document_id)
        GROUP BY name ORDER BY name
        """
    ).to_arrow_reader(BATCH)
    for batch in batches:
        yield [
            row | {"level": level_of(row["name"]), "parent": parent_of(row["name"])}
            for row in batch.to_pylist()
        ]
