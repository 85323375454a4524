"""`baoshu report`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(
    epilog="""\b
Examples:
  baoshu report data/processed --out data/site
  baoshu report s3://bucket/tables --out site --quiet
"""
)
@click.argument("folder", metavar="DIR")
@click.option(
    "--out",
    required=True,
    metavar="SITE",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the site; an earlier site there is replaced.",
)
@click.option("--quiet", is_flag=True, help="Say nothing unless something is wrong.")
def report(folder: str, out: Path, quiet: bool) -> None:
    """Write the evidence site of a result: pages on which every fact leads to its words.

    DIR is a result folder (or URL) of `baoshu run`. The site needs no server and no network: open
    SITE/index.html.
    """
    from pipeline.publishing import place_of, store_of
    from pipeline.report import write_site

    written = write_site(store_of(place_of(folder)).current(), out)
    if not quiet:
        click.echo(
            f"{written.articles} articles, {written.facts} facts; open {out / 'index.html'} in a browser."
        )
