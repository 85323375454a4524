"""`baoshu show`."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.contract import mention_tables
from pipeline.errors import BaoshuError

if TYPE_CHECKING:
    from pipeline.terminal import Page

PAGES = (".txt", ".md")


def _tables(_context: click.Context, parameter: click.Parameter, value: str | None) -> tuple[str, ...] | None:
    if value is None:
        return None
    names = tuple(dict.fromkeys(name.strip() for name in value.split(",") if name.strip()))
    if unknown := [name for name in names if name not in mention_tables()]:
        known = ", ".join(mention_tables())
        raise click.BadParameter(f"{', '.join(unknown)}: the tables of mentions are {known}", param=parameter)
    return names


@click.command(
    epilog="""\b
Examples:
  baoshu show data/raw/stations-district.txt
  baoshu show stations-district:0
  baoshu show stations-district:0:f3 --dir data/processed
  baoshu show brief-001 --tables entities,dates --color | less -R
"""
)
@click.argument("name", metavar="FILE_OR_ID")
@click.option(
    "--dir",
    "folder",
    default="data/processed",
    show_default=True,
    metavar="DIR",
    help="Result folder in which an id is looked up; also s3://, gs://, hdfs://.",
)
@click.option(
    "--tables",
    metavar="NAME,…",
    callback=_tables,
    help="Colour and list these only: entities, dates, numbers, events, statistics.  "
    "[default: colour all, list statistics]",
)
@click.option(
    "--config",
    "config_file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Settings for a FILE, in TOML, as for `baoshu run`.",
)
@click.option(
    "--color/--no-color",
    default=None,
    help="Send colours, or do not.  [default: to a terminal, if NO_COLOR is not set]",
)
def show(
    name: str, folder: str, tables: tuple[str, ...] | None, config_file: Path | None, color: bool | None
) -> None:
    """Print articles with their mentions coloured by table and their facts as a table.

    FILE_OR_ID is a page (.txt, .md), which is extracted on the spot, or an id of a result folder: of a
    document or an article, or of a sentence, a mention, a fact or a check, which is then marked in its
    article and shown with all its columns. Where there are no colours, »marked« words stand in signs.
    """
    from pipeline.terminal import print_pages, terminal

    if Path(name).is_file():
        pages = _extracted(Path(name), config_file)
    else:
        if config_file is not None:
            raise click.UsageError("--config is for a FILE; rows that have an id are extracted already.")
        pages = [_found(name, folder)]
    print_pages(terminal(color=color), pages, tables)


def _found(name: str, folder: str) -> Page:
    from pipeline.publishing import place_of, store_of
    from pipeline.terminal import lookup

    try:
        version = store_of(place_of(folder)).current()
    except BaoshuError as error:
        hint = "Run `baoshu run` first, say where with --dir, or name a page that is there."
        raise BaoshuError(
            error.code, f"There is no file {name}, and {folder} holds no result.", hint
        ) from None
    return lookup(version, name)


def _extracted(path: Path, config_file: Path | None) -> list[Page]:
    if path.suffix.lower() not in PAGES:
        raise BaoshuError(
            "B018", f"{path} is no page ({', '.join(PAGES)}).", "Use `baoshu run` on it, then show an id."
        )
    from pipeline import api
    from pipeline.config import Config
    from pipeline.terminal import safe, whole_pages

    config = Config.read(config_file) if config_file else Config()
    with tempfile.TemporaryDirectory(prefix="baoshu-") as out:
        result = api.run([path], out, config=config)
        for reject in result.arrow("rejects").to_pylist():
            raise BaoshuError("B018", safe(f"{path}: {reject['reason']}: {reject['detail']}"))
        assert result.path is not None
        return whole_pages(result.path)
