"""The contract in the forms that other programs read: Arrow, Frictionless Table Schema, JSON Schema."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from pipeline.contract.schema import CONTRACT_VERSION, Column, Table, contract

Json = dict[str, Any]

_FRICTIONLESS = {
    "string": "string",
    "int32": "integer",
    "int64": "integer",
    "float64": "number",
    "bool": "boolean",
    "date": "date",
    "timestamp": "datetime",
}
_JSON: dict[str, Json] = {
    "string": {"type": "string"},
    "int32": {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1},
    "int64": {"type": "integer", "minimum": -(2**63), "maximum": 2**63 - 1},
    "float64": {"type": "number"},
    "bool": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "timestamp": {"type": "string", "format": "date-time"},
}
PACKAGE_NOTE = (
    "Text cells that a spreadsheet might run as a formula begin with an apostrophe. To get the text back, "
    "replace the regular expression \\A'('*[=+\\-@\\t\\r\\n＝＋－＠]) by its first group. Lists are JSON."
)


def arrow_schema(table: Table) -> Json:
    """The fields as in Arrow's JSON format for integration tests, with their metadata."""
    return {
        "fields": [_arrow_field(f) for f in table.schema],
        "metadata": _pairs(table.schema.metadata),
    }


def table_schema(table: Table) -> Json:
    """A Frictionless Table Schema (v1) of the table as `baoshu export --csv` writes it.

    Foreign keys are those that lead to the key of another table and are no lists.
    """
    made: Json = {
        "fields": [_frictionless_field(c, key=c.name == table.key) for c in table.columns],
        "missingValues": [""],
    }
    if table.key:
        made["primaryKey"] = [table.key]
    keys = [
        {"fields": [name], "reference": {"resource": "" if other == table.name else other, "fields": [key]}}
        for name, other, key in foreign_keys(table)
    ]
    if keys:
        made["foreignKeys"] = keys
    return made


def data_package() -> Json:
    """A Frictionless Data Package (v1) of all tables in CSV files beside it."""
    return {
        "name": "baoshu",
        "title": "Baoshu 报数",
        "description": PACKAGE_NOTE,
        "profile": "tabular-data-package",
        "contract_version": CONTRACT_VERSION,
        "resources": [
            {
                "name": t.name,
                "title": t.zh,
                "description": t.en,
                "profile": "tabular-data-resource",
                "path": f"{t.name}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": table_schema(t),
            }
            for t in contract().values()
        ],
    }


def json_schema(table: Table) -> Json:
    """A JSON Schema (2020-12) of one row as `baoshu query --json` prints it."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": table.name,
        "description": f"{table.en} {table.zh}",
        "$comment": f"contract_version {CONTRACT_VERSION}",
        "type": "object",
        "properties": {c.name: _json_column(c) for c in table.columns},
        "required": [c.name for c in table.columns],
    }


def foreign_keys(table: Table) -> list[tuple[str, str, str]]:
    """Column, table and key of the references that lead to a key and are no lists."""
    found = []
    for column in table.columns:
        if column.ref and not pa.types.is_list(column.type):
            other, _, key = column.ref.partition(".")
            if contract()[other].key == key:
                found.append((column.name, other, key))
    return found


def _arrow_field(field: pa.Field) -> Json:
    made: Json = {"name": field.name, "nullable": field.nullable, "type": _arrow_type(field.type)}
    made["children"] = [_arrow_field(field.type.field(i)) for i in range(field.type.num_fields)]
    if field.metadata:
        made["metadata"] = _pairs(field.metadata)
    return made


def _arrow_type(kind: pa.DataType) -> Json:
    if pa.types.is_integer(kind):
        return {"name": "int", "bitWidth": kind.bit_width, "isSigned": True}
    if pa.types.is_floating(kind):
        return {"name": "floatingpoint", "precision": "DOUBLE"}
    if pa.types.is_date(kind):
        return {"name": "date", "unit": "DAY"}
    if pa.types.is_timestamp(kind):
        return {"name": "timestamp", "unit": "MICROSECOND", "timezone": kind.tz}
    for name, test in (
        ("bool", pa.types.is_boolean),
        ("list", pa.types.is_list),
        ("struct", pa.types.is_struct),
    ):
        if test(kind):
            return {"name": name}
    return {"name": "utf8"}


def _pairs(metadata: dict[bytes, bytes] | None) -> list[Json]:
    return [{"key": k.decode(), "value": v.decode()} for k, v in (metadata or {}).items()]


def _frictionless_field(column: Column, *, key: bool) -> Json:
    constraints: Json = {}
    if not column.nullable:
        constraints["required"] = True
    if key:
        constraints["unique"] = True
    made: Json = {
        "name": column.name,
        "type": _FRICTIONLESS.get(column.type_name, "array"),
        "title": column.zh,
        "description": column.en,
    }
    if column.values:
        constraints["enum"] = list(column.values)
    if column.unit:
        made["unit"] = column.unit
    if constraints:
        made["constraints"] = constraints
    return made


def _json_column(column: Column) -> Json:
    made = _json_type(column.type_name, column.type)
    if column.values:
        made["enum"] = [*column.values, *([None] if column.nullable else [])]
    if column.nullable:
        made["type"] = [made["type"], "null"]
    made |= {"title": column.zh, "description": column.en}
    return made


def _json_type(name: str, kind: pa.DataType) -> Json:
    if name in _JSON:
        return dict(_JSON[name])
    if pa.types.is_list(kind):
        return {"type": "array", "items": _json_arrow(kind.value_type)}
    return _json_arrow(kind)


def _json_arrow(kind: pa.DataType) -> Json:
    if pa.types.is_struct(kind):
        fields = [kind.field(i) for i in range(kind.num_fields)]
        return {
            "type": "object",
            "properties": {f.name: _json_arrow(f.type) for f in fields},
            "required": [f.name for f in fields],
        }
    if pa.types.is_integer(kind):
        return {"type": "integer"}
    return {"type": "number"} if pa.types.is_floating(kind) else {"type": "string"}
