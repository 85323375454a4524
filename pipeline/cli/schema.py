"""`baoshu schema`."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any

import click


@click.command(
    epilog="""\b
Examples:
  baoshu schema
  baoshu schema statistics
  baoshu schema statistics --json
  baoshu schema --json --form frictionless > datapackage.json
  baoshu schema statistics --json --form json-schema
"""
)
@click.argument("table", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table to read.")
@click.option(
    "--form",
    type=click.Choice(["all", "arrow", "frictionless", "json-schema"]),
    default="all",
    show_default=True,
    help="With --json: the Arrow schema, the Frictionless Table Schema (a Data Package without TABLE), the "
    "JSON Schema of a row, or all of them in one object.",
)
def schema(table: str | None, as_json: bool, form: str) -> None:
    """Print the schema of TABLE, or of all tables, as the data contract has it."""
    if form != "all" and not as_json:
        raise click.UsageError("--form goes with --json.")
    if as_json:
        click.echo(json.dumps(_schema(table, form), ensure_ascii=False, indent=2))
    elif table:
        _print_columns(table)
    else:
        _print_tables()


def _schema(name: str | None, form: str) -> dict[str, Any]:
    from pipeline.contract import CONTRACT_VERSION, contract
    from pipeline.contract import table as named
    from pipeline.contract.exchange import arrow_schema, data_package, json_schema, table_schema

    makers = {"arrow": arrow_schema, "frictionless": table_schema, "json-schema": json_schema}
    if name:
        found = named(name)
        if form != "all":
            return makers[form](found)
        forms = {key.replace("-", "_"): make(found) for key, make in makers.items()}
        return {"contract_version": CONTRACT_VERSION, "table": name} | forms
    if form == "frictionless":
        return data_package()
    if form != "all":
        return {n: makers[form](t) for n, t in contract().items()}
    tables = {
        n: {key.replace("-", "_"): make(t) for key, make in makers.items()} for n, t in contract().items()
    }
    return {"contract_version": CONTRACT_VERSION, "tables": tables}


def _print_tables() -> None:
    from pipeline.contract import contract

    _print(
        ("table", "key", "columns", "meaning", "含义"),
        [(t.name, t.key or "", str(len(t.columns)), t.en, t.zh) for t in contract().values()],
    )


def _print_columns(name: str) -> None:
    from pipeline.contract import table as named

    rows = []
    for c in named(name).columns:
        meaning = c.en + (f" One of {', '.join(c.values)}." if c.values else "")
        meaning += f" → {c.ref}" if c.ref else ""
        rows.append((c.name, c.type_name, "yes" if c.nullable else "", c.unit or "", meaning, c.zh))
    _print(("column", "type", "null", "unit", "meaning", "含义"), rows)


def _print(names: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    made = Table(box=SIMPLE, header_style="bold", pad_edge=False)
    for name in names:
        made.add_column(name, overflow="fold")
    for row in rows:
        made.add_row(*map(Text, row))
    wide = None if sys.stdout.isatty() else 100_000
    Console(width=wide, highlight=False).print(made, crop=False)
