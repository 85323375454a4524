"""`baoshu dictionary`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.contract.dictionary import dictionary as make_dictionary


@click.command(
    epilog="""\b
Examples:
  baoshu dictionary
  baoshu dictionary --out docs/data_dictionary.md
"""
)
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file instead of stdout."
)
def dictionary(out: Path | None) -> None:
    """Print the data dictionary: every table and column with type, unit and meaning."""
    if out is None:
        click.echo(make_dictionary(), nl=False)
    else:
        out.write_text(make_dictionary(), encoding="utf-8")
