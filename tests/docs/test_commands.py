"""What the documents say can be typed, and what can be typed is said in the documents."""

import re

import click
import pytest

from pipeline.cli.main import cli
from pipeline.cli.reference import reference

from .commands import ROOT, Typed, documents, text_of, typed

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z][a-z-]*):", MAKEFILE, re.M))
VARIABLES = set(re.findall(r"\$[({](?:addprefix [^,]*,\$\()?([A-Z]+)|\$\((?:or|if) \$\(([A-Z]+)\)", MAKEFILE))
ALL = [call for path in documents() for call in typed(path)]
GUIDES = ["docs/guide.md", "docs/guide.zh-CN.md"]


def options_of(command: click.Command) -> set[str]:
    named = {name for p in command.params for name in (*p.opts, *p.secondary_opts) if name.startswith("-")}
    return named | {"--help", "-h"}


def of(program: str) -> list[Typed]:
    return sorted({call for call in ALL if call.words[0] == program}, key=str)


def test_the_documents_are_read() -> None:
    assert len(of("baoshu")) > 20 and len(of("make")) > 10


@pytest.mark.parametrize("call", of("baoshu"), ids=str)
def test_every_command_and_option_in_the_documents_exists(call: Typed) -> None:
    _, name, *rest = call.words
    if name in ("--help", "-h", "--version", "COMMAND"):
        return
    assert name in cli.commands, f"there is no command {name}"
    for word in rest:
        if re.match(r"-{1,2}[a-z]", word):
            assert word.partition("=")[0] in options_of(cli.commands[name]), f"{name} has no option {word}"


@pytest.mark.parametrize("call", of("make"), ids=str)
def test_every_target_and_variable_in_the_documents_exists(call: Typed) -> None:
    known = {name for pair in VARIABLES for name in pair if name}
    for word in call.words[1:]:
        if word == "…":
            continue
        name, sets, _ = word.partition("=")
        if sets:
            assert name in known, f"the Makefile does not use {name}"
        elif not name.startswith("-"):
            assert name in TARGETS, f"there is no target {name}"


@pytest.mark.parametrize("path", documents(), ids=lambda p: str(p.relative_to(ROOT)))
def test_an_option_named_by_itself_is_one_of_some_command(path) -> None:
    known = set().union(*map(options_of, cli.commands.values()), {"--version"})
    for option in re.findall(r"`(--[a-z][a-z-]*)(?:[ =][^`]*)?`", text_of(path)):
        assert option in known, f"no command has the option {option}"


def test_the_reference_of_commands_is_up_to_date() -> None:
    written = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert written == reference(), "run `make reference`"


def test_every_command_and_option_is_described() -> None:
    written = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    for name, command in cli.commands.items():
        section = written.partition(f"\n## baoshu {name}\n")[2].partition("\n## ")[0]
        assert section, name
        for parameter in command.params:
            if isinstance(parameter, click.Option) and not parameter.hidden:
                assert parameter.help, f"{name} {parameter.opts}: says nothing"
                assert all(f"{o}" in section for o in (*parameter.opts, *parameter.secondary_opts))


@pytest.mark.parametrize("guide", GUIDES)
def test_the_guide_names_every_command_an_analyst_needs(guide: str) -> None:
    named = {call.words[1] for call in typed(ROOT / guide) if call.words[0] == "baoshu"}
    assert set(cli.commands) - named <= {"dictionary"}


def test_every_target_of_make_says_what_it_does() -> None:
    said = set(re.findall(r"^([a-z][a-z-]*):.*## ", MAKEFILE, re.M))
    assert said == TARGETS
