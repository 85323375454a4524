"""`baoshu run`."""

from __future__ import annotations

import sys
import time
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.corrections import say_corrections
from pipeline.config import Config

if TYPE_CHECKING:
    from pipeline.api import Tables
    from pipeline.engines.processes import StartMethod
    from pipeline.engines.task import ShardResult

EXIT_REJECTS = 3
SHOWN_REJECTS = 10
_FILE = click.Path(dir_okay=False, exists=True)


@click.command(
    epilog="""\b
Examples:
  baoshu run data/raw --out data/processed
  baoshu run page.txt briefs.jsonl --out /tmp/tables --quiet
  baoshu run archive.jsonl.gz --out tables --workers 2 --config baoshu.toml
  baoshu run data/raw --out data/processed --force
"""
)
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--out", required=True, metavar="FOLDER", help="Folder for the tables; also s3://, gs://, hdfs://."
)
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1), help="Processes to use.")
@click.option(
    "--config",
    "config_file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Settings, in TOML.",
)
@click.option(
    "--ner", metavar="NAME", help="A spaCy pipeline whose NER takes the place of our model; or: none."
)
@click.option("--aliases", type=_FILE, help="CSV: other names of bodies (alias,name).")
@click.option("--indicators", type=_FILE, help="YAML: indicators of your own.")
@click.option("--events", type=_FILE, help="YAML: event triggers of your own.")
@click.option(
    "--corrections",
    type=_FILE,
    help="CSV: corrections, in place of corrections.csv in the folder of the tables.",
)
@click.option(
    "--engine", default="local", show_default=True, type=click.Choice(["local", "spark"]), help="Who works."
)
@click.option("--master", metavar="URL", help="Spark: the cluster, as local[4] or spark://host:7077.")
@click.option(
    "--spark-conf", metavar="NAME=VALUE", multiple=True, help="Spark: a setting; may be given several times."
)
@click.option("--force", is_flag=True, help="Work on all inputs again, also on those that have not changed.")
@click.option("--quiet", is_flag=True, help="Say nothing unless something is wrong.")
def run(
    inputs: tuple[Path, ...],
    out: str,
    workers: int,
    config_file: Path | None,
    engine: str,
    master: str | None,
    spark_conf: tuple[str, ...],
    force: bool,
    quiet: bool,
    **settings: str | None,
) -> None:
    """Extract the tables from pages and records.

    INPUT is a file or a folder: pages as .txt or .md; records as .jsonl (also .gz, .zst), .csv or
    .parquet with the fields id and text, optionally title, publication_date and source. A file
    pages.csv beside the pages (path, publication_date, source) says when they were published.
    """
    missing = [str(p) for p in inputs if not p.exists() and not p.is_symlink()]
    if missing:
        raise click.BadParameter(f"there is no file or folder {', '.join(missing)}", param_hint="INPUT")
    config = Config.read(config_file) if config_file else Config()
    chosen: dict[str, Any] = {name: value for name, value in settings.items() if value}
    config = replace(config, **chosen)

    settings_of_spark = dict(_name_and_value(words) for words in spark_conf)
    if engine == "local" and (master or spark_conf):
        raise click.UsageError("--master and --spark-conf are for --engine spark")

    from pipeline import api  # spaCy: only a run shall wait for it
    from pipeline.engines.imports import without_pandas

    alone = engine == "local" and not config.foreign_ner
    with (
        without_pandas() if alone else nullcontext(),
        nullcontext(_silent) if quiet else _Progress() as progress,
    ):
        if engine == "spark":
            result = api.run_spark(
                list(inputs), out, master, config, progress, force=force, settings=settings_of_spark
            )
        else:
            result = api.run(
                list(inputs), out, workers, config, progress, force=force, start_method=_start_method(config)
            )
    if not quiet:
        _show(result, out)
    _say_rejects(result)
    refused = say_corrections(result, config.corrections or f"{out.rstrip('/')}/corrections.csv", quiet=quiet)
    if refused or result.row_count("rejects"):
        sys.exit(EXIT_REJECTS)


def _start_method(config: Config) -> StartMethod:
    """Other systems than Linux have libraries that do not survive a fork; the spaCy pipelines of others may
    have such, too."""
    return "spawn" if config.foreign_ner or sys.platform != "linux" else "forkserver"


def _name_and_value(words: str) -> tuple[str, str]:
    name, equals, value = words.partition("=")
    if not (name and equals):
        raise click.BadParameter(f"{words!r} is not NAME=VALUE", param_hint="--spark-conf")
    return name, value


def _silent(_: ShardResult) -> None:
    pass


class _Progress:
    """Calls with each shard's result: a bar on a terminal, now and then a plain line elsewhere."""

    SECONDS_BETWEEN_LINES = 5.0

    def __init__(self) -> None:
        self.documents = self.chars = 0
        self.bar: Any = None
        self.last = time.monotonic()

    def __enter__(self) -> _Progress:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

            self.bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                TimeElapsedColumn(),
                console=Console(stderr=True),
            )
            self.bar.start()
            self.task = self.bar.add_task("reading", total=None)
        return self

    def __call__(self, shard: ShardResult) -> None:
        self.documents += shard.documents
        self.chars += shard.chars
        words = f"{self.documents} documents, {self.chars} characters"
        if self.bar is not None:
            self.bar.update(self.task, description=words)
        elif time.monotonic() - self.last > self.SECONDS_BETWEEN_LINES:
            self.last = time.monotonic()
            click.echo(words, err=True)

    def __exit__(self, *_: object) -> None:
        if self.bar is not None:
            self.bar.stop()


def _show(result: Tables, out: str) -> None:
    if (done := result.outcome) is not None:
        words = (
            f"{done.inputs} inputs: {done.worked_on} worked on, {done.unchanged} unchanged since the last run"
        )
        words += f", {done.removed} of the last run gone or changed" if done.removed else ""
        click.echo(words if done.published else f"{words}; the published result stands.")
    width = max(len(n) for n in result.names)
    click.echo(f"{'table':{width}}  {'rows':>9}  where")
    for name in result.names:
        click.echo(f"{name:{width}}  {result.row_count(name):>9}  {_where(result, out, name)}")


def _where(result: Tables, out: str, name: str) -> Path | str:
    return f"{result.path}/{name}" if "://" in out else Path(out, name)


def _say_rejects(result: Tables) -> None:
    count = result.row_count("rejects")
    if not count:
        return
    click.echo(f"{count} of {count + result.row_count('documents')} inputs were rejected:", err=True)
    for row in result.arrow("rejects").slice(0, SHOWN_REJECTS).to_pylist():
        click.echo(f"  {row['source_path']}: {row['reason']}: {row['detail']}", err=True)
    if count > SHOWN_REJECTS:
        click.echo(f"  … and {count - SHOWN_REJECTS} more, in the table rejects.", err=True)
