"""`baoshu evaluate`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(
    epilog="""\b
Examples:
  baoshu evaluate --tables data/processed --gold tests/gold
  baoshu evaluate --tables out --gold my_gold --misses 5 --json scores.json
"""
)
@click.option(
    "--tables",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Result folder of a run.",
)
@click.option(
    "--gold",
    required=True,
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder of gold files (form: tests/gold/README.md).",
)
@click.option(
    "--raw",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder of the pages, for results that do not hold their raw text.",
)
@click.option(
    "--misses", default=0, show_default=True, type=click.IntRange(0), help="Show up to N misses of each kind."
)
@click.option(
    "--json", "json_file", type=click.Path(path_type=Path, dir_okay=False), help="Also write JSON here."
)
def evaluate(tables: Path, gold: Path, raw: Path | None, misses: int, json_file: Path | None) -> None:
    """Score a run against hand-annotated pages.

    Prints one measure a line: F, precision and recall where mentions are paired, a share elsewhere.
    """
    from pipeline.evaluation import evaluate as score

    found = score(tables, raw, gold)
    click.echo(found.to_text(misses))
    if json_file is not None:
        json_file.write_text(found.to_json() + "\n", encoding="utf-8")
