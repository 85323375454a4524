"""`baoshu export`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click


@click.command(
    epilog="""\b
Examples:
  baoshu export data/processed --xlsx facts.xlsx
  baoshu export data/processed --csv sheets --duckdb facts.duckdb
"""
)
@click.argument("folder", metavar="DIR")
@click.option(
    "--xlsx",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="An Excel workbook: the data dictionary, then one sheet a table.",
)
@click.option(
    "--csv",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="One CSV file a table (UTF-8 with byte order mark), and datapackage.json, which describes them.",
)
@click.option(
    "--duckdb",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="A DuckDB database with keys, comments and the views facts, series_points, series_facts, check_facts.",
)
@click.option("--quiet", is_flag=True, help="Print only what did not fit.")
def export(folder: str, xlsx: Path | None, csv: Path | None, duckdb: Path | None, quiet: bool) -> None:
    """Write the result in DIR as Excel, CSV or DuckDB; several at once are fine.

    What is there under that name is replaced when the new one is whole. Cells that a spreadsheet could run as
    a formula are made harmless (docs/export.md says how to undo it). DIR may be a URL (s3://, gs://, hdfs://).
    """
    if xlsx is csv is duckdb is None:
        raise click.UsageError("Say what to write: --xlsx FILE, --csv FOLDER or --duckdb FILE.")
    if xlsx is not None and xlsx.suffix.lower() != ".xlsx":
        raise click.BadParameter(f"{xlsx}: Excel opens only names that end in .xlsx.", param_hint="--xlsx")
    from pipeline.export import write_csv, write_database, write_workbook
    from pipeline.publishing import place_of, store_of

    version = store_of(place_of(folder)).current()
    if xlsx is not None:
        done = write_workbook(version, xlsx)
        for note in done.notes:
            click.echo(f"{xlsx}: {note}", err=True)
        _say(xlsx, done.rows, quiet)
    if csv is not None:
        _say(csv, write_csv(version, csv), quiet)
    if duckdb is not None:
        _say(duckdb, write_database(version, duckdb), quiet)


def _say(path: Path, rows: Mapping[str, int], quiet: bool) -> None:
    if not quiet:
        click.echo(f"{path}: {sum(rows.values())} rows in {len(rows)} tables.")
