"""`baoshu query`."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    import pyarrow as pa

SHOWN_ROWS = 100


@click.command(
    epilog="""\b
Examples:
  baoshu query "select subject, value, unit, sentence from facts where indicator = 'service_stations'"
  baoshu query "select unit, count(*) as n from numbers group by unit order by n desc" --csv > units.csv
  baoshu query - --dir tables --json < question.sql | jq .title
"""
)
@click.argument("sql")
@click.option(
    "--dir", "folder", default="data/processed", show_default=True, metavar="DIR", help="The result to ask."
)
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV (UTF-8, cells defused as `export` does it).")
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines: one object a row.")
@click.option(
    "--rows",
    type=click.IntRange(min=0),
    default=SHOWN_ROWS,
    show_default=True,
    help="Rows that the table shows; 0 shows all. --csv and --json print all.",
)
def query(sql: str, folder: str, as_csv: bool, as_json: bool, rows: int) -> None:
    """Ask the result in DIR a question in SQL (DuckDB's), and print a table.

    The tables have the names that `baoshu schema` lists; ready views are facts (with article and
    publication), series_points, series_facts and check_facts. SQL of `-` is read from stdin. A query can read
    the result and nothing else: it cannot write, and sees no other file.
    """
    if as_csv and as_json:
        raise click.UsageError("--csv or --json, not both.")
    from pipeline.export.query import queried
    from pipeline.publishing import place_of, store_of

    if sql == "-":
        sql = sys.stdin.read()
    version = store_of(place_of(folder)).current()
    with queried(version, sql) as reader:
        if as_csv:
            _print_csv(reader)
        elif as_json:
            _print_json(reader)
        else:
            _print_table(reader, rows)


def _print_csv(reader: pa.RecordBatchReader) -> None:
    from pipeline.export.csvfiles import csv_schema, csv_writer, flat

    schema = csv_schema(reader.schema)
    stream = sys.stdout.buffer
    with csv_writer(stream, schema) as writer:
        for batch in reader:
            writer.write_batch(flat(batch, schema))
    stream.flush()


def _print_json(reader: pa.RecordBatchReader) -> None:
    from pipeline.export.query import plain

    stream = sys.stdout.buffer
    names = reader.schema.names
    for batch in reader:
        columns = [column.to_pylist() for column in batch.columns]
        for row in zip(*columns, strict=True):
            line = json.dumps(dict(zip(names, map(plain, row), strict=True)), ensure_ascii=False)
            stream.write(line.encode("utf-8", "backslashreplace") + b"\n")
    stream.flush()


def _print_table(reader: pa.RecordBatchReader, shown: int) -> None:
    import pyarrow as pa
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE, header_style="bold", pad_edge=False)
    for field in reader.schema:
        numeric = pa.types.is_integer(field.type) or pa.types.is_floating(field.type)
        numeric = numeric or pa.types.is_decimal(field.type)
        table.add_column(Text(field.name), justify="right" if numeric else "left", overflow="fold")
    more = 0
    for batch in reader:
        room = max(0, shown - table.row_count) if shown else batch.num_rows
        columns = [column.to_pylist() for column in batch.slice(0, room).columns]
        for row in zip(*columns, strict=True):
            table.add_row(*(Text(_shown(v)) for v in row))
        more += max(0, batch.num_rows - room)
    # a pipe has no width: each row stays on one line
    wide = None if sys.stdout.isatty() else 100_000
    Console(width=wide, highlight=False).print(table, crop=False)
    told = f"{table.row_count} rows" if not more else f"{table.row_count} of {table.row_count + more} rows; "
    click.echo(told + ("--rows 0 shows all." if more else "."), err=True)


def _shown(value: Any) -> str:
    from pipeline.export.cells import readable
    from pipeline.export.query import plain

    if isinstance(value, float):
        text = f"{value:,.6f}".rstrip("0").rstrip(".") if abs(value) < 1e15 else repr(value)
    else:
        text = readable(plain(value))
    # what a page says must not steer the terminal
    return "".join(c if c.isprintable() or c == "\n" else "�" for c in text)
