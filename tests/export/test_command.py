"""`baoshu export` as a user calls it; help and guide of the three commands."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cli.main import cli
from tests.command import baoshu

ROOT = Path(__file__).parents[2]


def test_several_forms_at_once_into_new_folders(out: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    forms = ("--xlsx", new / "f.xlsx", "--csv", new / "csv", "--duckdb", new / "f.duckdb")
    done = baoshu("export", out, *forms)
    assert {p.name for p in new.iterdir()} == {"f.xlsx", "csv", "f.duckdb"}
    lines = done.stdout.splitlines()
    assert [line.split(": ")[0] for line in lines] == [str(new / n) for n in ("f.xlsx", "csv", "f.duckdb")]
    assert len({line.split(": ")[1] for line in lines}) == 1
    assert done.stderr == ""
    assert baoshu("export", out, *forms, "--quiet").stdout == ""


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "Say what to write"),
        (("--xlsx", "x.xls"), "names that end in .xlsx"),
        (("--xlsx", "tests"), "is a directory"),
        (("--csv", "README.md"), "is a file"),
    ],
)
def test_bad_usage(out: Path, arguments: tuple[str, ...], told: str) -> None:
    assert told in baoshu("export", out, *arguments, code=2).stderr


def test_where_there_is_no_result(tmp_path: Path) -> None:
    assert "B006" in baoshu("export", tmp_path, "--csv", tmp_path / "x", code=1).stderr
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("verb", ["export", "query", "schema"])
def test_help_has_examples(verb: str) -> None:
    shown = baoshu(verb, "--help").stdout
    assert "Examples:" in shown
    assert f"baoshu {verb}" in shown


def test_every_command_and_option_in_the_guide_is_there() -> None:
    guide = (ROOT / "docs" / "export.md").read_text(encoding="utf-8")
    used = set()
    for line in re.findall(r"^baoshu .+", guide, re.M):
        verb = line.split()[1]
        command = cli.commands[verb]
        known = {o for p in command.params for o in p.opts}
        told = set(re.findall(r"(?<= )--[a-z]+", re.sub(r"\s+[|#>].*", "", line)))
        assert told <= known, line
        used |= {(verb, option) for option in told}
    for verb in ("export", "query", "schema"):
        options = {o for p in cli.commands[verb].params for o in p.opts if o.startswith("--")}
        assert all(
            f"`{o}`" in guide or f"({o}" in guide or (verb, o) in used for o in options - {"--quiet"}
        ), verb


def test_the_commands_load_nothing_heavy_before_they_are_called() -> None:
    code = "import sys, pipeline.cli.main; print([m for m in ('duckdb', 'xlsxwriter', 'rich') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_result_at_a_url_is_exported_and_asked(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "青河市总工会建站12个\n\n本报讯 青河市总工会新建职工驿站12个。\n", "utf-8"
    )
    url = f"file://{tmp_path}/out"
    baoshu("run", tmp_path / "a.txt", "--out", url, "--quiet")
    forms = ("--xlsx", tmp_path / "f.xlsx", "--csv", tmp_path / "csv", "--duckdb", tmp_path / "f.duckdb")
    assert len(baoshu("export", url, *forms).stdout.splitlines()) == 3
    done = baoshu("query", "select document_id from documents", "--dir", url, "--json")
    assert done.stdout == '{"document_id": "a"}\n'
