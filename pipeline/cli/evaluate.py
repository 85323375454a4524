"""`baoshu evaluate`."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import click


@click.command(
    epilog="""\b
Examples:
  baoshu evaluate --tables data/processed --gold tests/gold
  baoshu evaluate --tables out --gold my_gold --misses 5 --json scores.json
  baoshu evaluate --facts tests/extractors/statistics/facts_heldout.yaml --misses 5
"""
)
@click.option(
    "--tables",
    type=click.Path(path_type=Path, file_okay=False),
    help="Result folder of a run.",
)
@click.option(
    "--gold",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder of gold files (form: tests/gold/README.md).",
)
@click.option(
    "--facts",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="YAML file of sentences and their facts (form: head of tests/extractors/statistics/facts.yaml); "
    "may be given several times.",
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
def evaluate(
    tables: Path | None,
    gold: Path | None,
    facts: tuple[Path, ...],
    raw: Path | None,
    misses: int,
    json_file: Path | None,
) -> None:
    """Score a run against hand-annotated pages, and the pipeline on single sentences.

    With --tables and --gold prints one measure a line: F, precision and recall where mentions are
    paired, a share elsewhere. With --facts prints one line a file: how many facts come out wholly
    right, and the share of each field.
    """
    if (tables is None) != (gold is None) or not (tables or facts):
        raise click.UsageError("Give --tables together with --gold, or --facts, or all of them.")
    from pipeline.evaluation import evaluate as score

    report: dict[str, Any] = {}
    if tables is not None and gold is not None:
        found = score(tables, raw, gold)
        click.echo(found.to_text(misses))
        report |= found.as_dict()
    if facts:
        report["facts"] = _score_facts(facts, misses, apart=bool(report))
    if json_file is not None:
        json_file.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _score_facts(paths: tuple[Path, ...], misses: int, *, apart: bool) -> list[dict[str, Any]]:
    from pipeline import extract
    from pipeline.evaluation.facts import facts_text, score_facts

    def statistics(text: str, day: dt.date) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = extract(text, day).arrow("statistics").to_pylist()
        return rows

    scores = [score_facts(path, statistics) for path in paths]
    click.echo(("\n" if apart else "") + facts_text(scores, misses))
    return [score.as_dict() for score in scores]
