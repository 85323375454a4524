"""`baoshu schema`: what programs are told about the tables is what they find."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pyarrow as pa
import pytest

import pipeline
from pipeline.contract import CONTRACT_VERSION, contract, table_names
from pipeline.contract.exchange import arrow_schema, data_package, json_schema, table_schema
from pipeline.export.query import plain, queried
from tests.command import baoshu

ROOT = Path(__file__).parents[2]
FIELD_TYPES = {"string", "integer", "number", "boolean", "date", "datetime", "array"}
CONSTRAINTS = {"required", "unique", "enum"}


def schema(*options: str, code: int = 0) -> str:
    done = baoshu("schema", *options, code=code)
    return done.stdout + done.stderr


def test_json_of_one_table_has_all_forms() -> None:
    made = json.loads(schema("statistics", "--json"))
    assert made["contract_version"] == CONTRACT_VERSION
    assert set(made) == {"contract_version", "table", "arrow", "frictionless", "json_schema"}
    assert made["frictionless"] == table_schema(contract()["statistics"])


def test_json_of_all_tables() -> None:
    assert list(json.loads(schema("--json"))["tables"]) == list(table_names())
    assert json.loads(schema("--json", "--form", "frictionless")) == data_package()
    assert set(json.loads(schema("--json", "--form", "arrow"))) == set(table_names())
    assert json.loads(schema("numbers", "--json", "--form", "json-schema"))["title"] == "numbers"


def test_tables_to_read() -> None:
    assert "statistics" in schema()
    shown = schema("numbers")
    for column in contract()["numbers"].columns:
        assert column.name in shown
        assert column.zh in shown


def test_bad_usage() -> None:
    assert "B007" in schema("pages", "--json", code=1)
    assert "--form goes with --json" in schema("--form", "arrow", code=2)


@pytest.mark.parametrize("name", table_names())
def test_the_json_schema_is_one_and_the_rows_keep_it(name: str, result: pipeline.Tables) -> None:
    made = json_schema(contract()[name])
    jsonschema.Draft202012Validator.check_schema(made)
    judge = jsonschema.Draft202012Validator(made, format_checker=jsonschema.FormatChecker())
    assert isinstance(result.path, Path)
    with queried(result.path, f"from {name} limit 50") as reader:
        for row in reader.read_all().to_pylist():
            judge.validate(plain(row))
            assert list(row) == list(made["properties"])


def test_the_json_schema_refuses_what_breaks_the_contract(result: pipeline.Tables) -> None:
    row: dict[str, Any] = plain(result.arrow("numbers").to_pylist()[0])
    judge = jsonschema.Draft202012Validator(json_schema(contract()["numbers"]))
    for broken in ({"kind": "guess"}, {"start": 1.5}, {"text": None}, {"value": "12"}):
        assert not judge.is_valid(row | broken)


@pytest.mark.parametrize("name", table_names())
def test_the_table_schema_keeps_the_specification(name: str) -> None:
    """Table Schema v1: https://specs.frictionlessdata.io/table-schema/"""
    table = contract()[name]
    made = table_schema(table)
    assert [f["name"] for f in made["fields"]] == [c.name for c in table.columns]
    for field, column in zip(made["fields"], table.columns, strict=True):
        assert field["type"] in FIELD_TYPES
        assert set(field.get("constraints", {})) <= CONSTRAINTS
        assert field.get("constraints", {}).get("required", False) is not column.nullable
        assert field["title"] == column.zh
    assert made.get("primaryKey", []) == ([table.key] if table.key else [])
    for key in made.get("foreignKeys", []):
        other = key["reference"]["resource"] or name
        assert contract()[other].key == key["reference"]["fields"][0]


def test_the_data_package_keeps_the_specification() -> None:
    """Data Package v1: lower-case names, which are unique, relative paths."""
    package = data_package()
    names = [r["name"] for r in package["resources"]]
    assert len(set(names)) == len(names)
    assert all(
        n == n.lower() and not r["path"].startswith(("/", ".."))
        for n, r in zip(names, package["resources"], strict=True)
    )


@pytest.mark.parametrize("name", table_names())
def test_the_arrow_schema_is_the_one_of_the_files(name: str) -> None:
    made = arrow_schema(contract()[name])
    assert _schema(made).equals(contract()[name].schema, check_metadata=True)


def _schema(made: dict[str, Any]) -> pa.Schema:
    metadata = {p["key"]: p["value"] for p in made["metadata"]}
    return pa.schema([_field(f) for f in made["fields"]], metadata=metadata)


def _field(made: dict[str, Any]) -> pa.Field:
    kind, children = made["type"], [_field(f) for f in made["children"]]
    simple = {"utf8": pa.string(), "bool": pa.bool_(), "floatingpoint": pa.float64(), "date": pa.date32()}
    if kind["name"] == "int":
        found = {32: pa.int32(), 64: pa.int64()}[kind["bitWidth"]]
    elif kind["name"] == "timestamp":
        found = pa.timestamp("us", kind["timezone"])
    elif kind["name"] == "list":
        found = pa.list_(children[0])
    else:
        found = pa.struct(children) if kind["name"] == "struct" else simple[kind["name"]]
    metadata = {p["key"]: p["value"] for p in made["metadata"]} if "metadata" in made else None
    return pa.field(made["name"], found, made["nullable"], metadata)
