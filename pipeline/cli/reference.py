"""docs/cli.md: every command with its options, made from the commands themselves.

python -m pipeline.cli.reference --out docs/cli.md
"""

from __future__ import annotations

import inspect
from pathlib import Path

import click

from pipeline.cli.main import cli

HEAD = """# Commands

Made by `make reference` from the commands themselves; do not edit. `baoshu COMMAND --help` prints the same.
`baoshu` is in `.venv/bin`; `python -m pipeline` is the same.
"""


def reference() -> str:
    """All commands, in the order of `baoshu --help`, as Markdown."""
    parts = [HEAD, _plain(cli.help)]
    with click.Context(cli, info_name="baoshu") as parent:
        for name in cli.list_commands(parent):
            command = cli.commands[name]
            if not command.hidden:
                with click.Context(command, info_name=name, parent=parent) as context:
                    parts += _command(command, context)
    return "\n".join(parts)


def _command(command: click.Command, context: click.Context) -> list[str]:
    parts = [
        f"\n## baoshu {command.name}\n",
        f"`{context.command_path} {' '.join(command.collect_usage_pieces(context))}`\n",
        _plain(command.help),
    ]
    if options := [o for o in command.params if isinstance(o, click.Option) and not o.hidden]:
        parts += ["| option | meaning |", "| --- | --- |"]
        parts += [_option(option, context) for option in options]
    if command.epilog:
        examples = inspect.cleandoc(command.epilog).replace("\b", "").replace("Examples:", "").strip("\n")
        parts += ["", "```sh", inspect.cleandoc(examples), "```"]
    return parts


def _option(option: click.Option, context: click.Context) -> str:
    names, meaning = option.get_help_record(context) or ("", "")
    cell = " ".join(meaning.split()).replace("|", "\\|")
    return f"| `{names}` | {cell} |"


def _plain(words: str | None) -> str:
    paragraphs = inspect.cleandoc(words or "").split("\n\n")
    return "\n\n".join(p.replace("\b", "").replace("*", "\\*").strip() for p in paragraphs) + "\n"


@click.command()
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="File to write.")
def write(out: Path) -> None:
    """Write the reference of all commands."""
    out.write_text(reference(), encoding="utf-8")


if __name__ == "__main__":
    write()
