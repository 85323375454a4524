"""`baoshu check`."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command(
    epilog="""\b
Examples:
  baoshu check data/processed
"""
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--quiet", is_flag=True, help="Print faults only.")
def check(folder: Path, quiet: bool) -> None:
    """Verify a result folder against the contract.

    Checked are schemas, nulls and closed vocabularies, ids that are unique and join, offsets that
    are true to the page, and that no input was lost. Faults go to stdout, one a line; exit code 1
    if there are any. The page's own contradictions (table `checks`) are listed but are no faults.
    """
    from pipeline.checking import check_folder

    report = check_folder(folder)
    for fault in report.faults:
        click.echo(fault)
    if not quiet:
        for line in report.notes:
            click.echo(line, err=True)
    if report.faults:
        click.echo(f"{len(report.faults)} faults in {folder}.", err=True)
        sys.exit(1)
    if not quiet:
        click.echo(f"{folder}: {report.rows} rows in {report.tables} tables, no fault.")
