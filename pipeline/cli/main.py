"""The command `baoshu` and its exit codes."""

from __future__ import annotations

import logging
import sys

import click

from pipeline.cli.check import check
from pipeline.cli.dictionary import dictionary
from pipeline.cli.evaluate import evaluate
from pipeline.cli.export import export
from pipeline.cli.query import query
from pipeline.cli.report import report
from pipeline.cli.review import review
from pipeline.cli.run import run
from pipeline.cli.schema import schema
from pipeline.cli.show import show
from pipeline.errors import BaoshuError
from pipeline.version import VERSION

HELP = """Baoshu 报数: Chinese newspaper pages into tables that can be trusted.

Results go to stdout, messages to stderr. Exit codes: 0 all went well, 1 the command failed (or
`check` found faults), 2 bad usage, 3 some inputs were rejected (they are in the table `rejects`) or some corrections not applied (`corrections`).
"""


@click.group(help=HELP, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(VERSION, prog_name="baoshu")
def cli() -> None:
    pass


for command in (run, show, query, report, review, export, check, schema, dictionary, evaluate):
    cli.add_command(command)


def main() -> None:
    """Run the command line; never shows a traceback for what a user can mend."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(name)s: %(message)s")
    try:
        cli(prog_name="baoshu")
    except BaoshuError as error:
        click.echo(f"baoshu: {error}", err=True)
        sys.exit(1)
