"""Reads `tables.yaml` and makes pyarrow schemas of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import pyarrow as pa
import yaml

from pipeline.errors import BaoshuError

CONTRACT_VERSION = "1.1"

_SCALARS: dict[str, pa.DataType] = {
    "string": pa.string(),
    "int32": pa.int32(),
    "int64": pa.int64(),
    "float64": pa.float64(),
    "bool": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us", tz="UTC"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: pyarrow type, nullability, closed vocabulary and meaning in two languages."""

    name: str
    type_name: str  # as in tables.yaml
    type: pa.DataType
    nullable: bool
    unit: str | None
    values: tuple[str, ...]
    en: str
    zh: str
    ref: str | None  # "table.column" whose values these are
    added: str | None  # contract version that added the column to the original list
    correctable: bool  # an analyst may change it


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """One table. `key` is the column that identifies a row, None where no single column does."""

    name: str
    en: str
    zh: str
    key: str | None
    is_mention: bool
    columns: tuple[Column, ...]

    @property
    def schema(self) -> pa.Schema:
        """The pyarrow schema, with column and table metadata."""
        return _schema(self)

    @property
    def metadata(self) -> dict[str, str]:
        """Key-value metadata that every Parquet file of the table carries."""
        return {
            "baoshu.table": self.name,
            "baoshu.contract_version": CONTRACT_VERSION,
            "baoshu.description": self.en,
            "baoshu.description_zh": self.zh,
        }

    def column(self, name: str) -> Column:
        return next(c for c in self.columns if c.name == name)


def table_names() -> tuple[str, ...]:
    """The tables in the order of the contract."""
    return tuple(contract())


def mention_tables() -> tuple[str, ...]:
    """The tables whose rows are mentions with offsets."""
    return tuple(t.name for t in contract().values() if t.is_mention)


def correctable_tables() -> tuple[str, ...]:
    """The tables in which an analyst may change columns; their rows are marked."""
    return tuple(t.name for t in contract().values() if any(c.correctable for c in t.columns))


def table(name: str) -> Table:
    """The table of that name; raises BaoshuError B007 if there is none."""
    try:
        return contract()[name]
    except KeyError:
        raise BaoshuError(
            "B007", f"There is no table {name!r}.", f"Tables: {', '.join(contract())}."
        ) from None


@cache
def contract() -> dict[str, Table]:
    """All tables by name."""
    source = files("pipeline.contract").joinpath("tables.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.load(source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    if data["version"] != CONTRACT_VERSION:
        raise BaoshuError(
            "B010", f"tables.yaml is version {data['version']}, the code {CONTRACT_VERSION}.", "Change both."
        )
    made = {}
    for name, spec in data["tables"].items():
        columns = dict(spec["columns"])
        if spec.get("mention"):
            key = {"type": "string", "en": "article_id + a letter + its running number.", "zh": "编号"}
            columns = {spec["key"]: key} | data["mention"] | columns
        if any(c.get("correctable") for c in columns.values()):
            columns |= {n: c for n, c in data["marks"].items() if n not in columns}
        made[name] = Table(
            name=name,
            en=spec["en"],
            zh=spec["zh"],
            key=spec.get("key"),
            is_mention=bool(spec.get("mention")),
            columns=tuple(_column(n, c) for n, c in columns.items()),
        )
    return made


@cache
def _schema(table: Table) -> pa.Schema:
    fields = [
        pa.field(c.name, c.type, nullable=c.nullable, metadata=_column_metadata(c)) for c in table.columns
    ]
    return pa.schema(fields, metadata=table.metadata)


def _column(name: str, spec: dict[str, Any]) -> Column:
    return Column(
        name=name,
        type_name=spec["type"],
        type=_arrow_type(spec["type"]),
        nullable=bool(spec.get("nullable", False)),
        unit=spec.get("unit"),
        values=tuple(spec.get("values", ())),
        en=spec["en"],
        zh=spec["zh"],
        ref=spec.get("ref"),
        added=spec.get("added"),
        correctable=bool(spec.get("correctable", False)),
    )


def _arrow_type(text: str) -> pa.DataType:
    if text in _SCALARS:
        return _SCALARS[text]
    if inner := re.fullmatch(r"list<(.+)>", text):
        return pa.list_(_arrow_type(inner.group(1)))
    if struct := re.fullmatch(r"struct\{(.+)\}", text):
        pairs = (pair.split(":") for pair in struct.group(1).split(","))
        return pa.struct([pa.field(n, _SCALARS[t]) for n, t in pairs])
    raise BaoshuError("B010", f"tables.yaml names an unknown type {text!r}.")


def _column_metadata(column: Column) -> dict[str, str]:
    facts = {"description": column.en, "label_zh": column.zh, "unit": column.unit or ""}
    if column.values:
        facts["values"] = " ".join(column.values)
    return {k: v for k, v in facts.items() if v}
