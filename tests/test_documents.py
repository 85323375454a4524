"""What the documents say is true: commands and snippets run, tables are up to date."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cli.main import cli
from pipeline.config import Config
from pipeline.engines.stages import stages

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.zh-CN.md")


def blocks(name: str, language: str) -> list[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.M | re.S)


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that looks like the repository after `make run`."""
    folder = tmp_path_factory.mktemp("workplace")
    (folder / "data").mkdir()
    (folder / "data" / "raw").symlink_to(ROOT / "data" / "raw")
    (folder / "pages").symlink_to(ROOT / "data" / "raw")
    (folder / "briefs.jsonl.gz").write_bytes(
        __import__("gzip").compress(b'{"id": "x", "text": "\xe6\x96\xb0"}\n')
    )
    command = [sys.executable, "-m", "pipeline", "run", "data/raw", "--out", "data/processed", "--quiet"]
    subprocess.run(command, cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True)
    return folder


@pytest.mark.parametrize("name", READMES)
def test_python_snippets_run(name: str, workplace: Path) -> None:
    snippets = blocks(name, "python")
    assert snippets
    for snippet in snippets:
        done = subprocess.run(
            [sys.executable, "-c", snippet],
            cwd=workplace,
            env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, snippet + done.stderr
        assert done.stdout.strip(), snippet


@pytest.mark.parametrize("name", READMES)
def test_baoshu_commands_run(name: str, workplace: Path) -> None:
    commands = [
        line for block in blocks(name, "sh") for line in block.splitlines() if line.startswith("baoshu ")
    ]
    assert commands
    for line in commands:
        if "--engine spark" in line and not shutil.which("java"):
            continue
        words = shlex.split(line, comments=True)[1:]
        done = subprocess.run(
            [sys.executable, "-m", "pipeline", *words],
            cwd=workplace,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, line + done.stdout + done.stderr


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.M))


def test_make_help_lists_every_target() -> None:
    printed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    listed = {line.split()[0] for line in printed.splitlines() if line and not line.startswith("make")}
    assert listed == make_targets()
    assert {"setup", "run", "test", "check", "evaluate", "dictionary", "lint", "clean"} <= listed


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md", "docs/architecture.md"])
def test_make_targets_and_files_that_are_named_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    for target in re.findall(r"(?:`|^)make ([a-z]+)", text, flags=re.M):
        assert target in make_targets()
    for link in re.findall(r"\]\(([^)#:]+)\)", text):
        assert ((ROOT / name).parent / link).exists(), link


def test_both_readmes_show_the_same_commands() -> None:
    assert blocks(READMES[0], "python") == blocks(READMES[1], "python")
    strip = re.compile(r"\s*#.*")
    one, other = ([strip.sub("", b) for b in blocks(name, "sh")] for name in READMES)
    assert one == other


def test_every_setting_is_documented() -> None:
    import dataclasses

    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    for field in dataclasses.fields(Config):
        assert f"| `{field.name}` | {field.default} |" in text


def test_every_stage_is_documented() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for s in stages():
        needs, gives = (", ".join(f"`{x}`" for x in xs) for xs in (s.needs, s.gives))
        assert f"| `{s.name}` | {s.version} | {needs} | {gives} |" in text


def test_every_verb_is_in_the_readme() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8") + (ROOT / "Makefile").read_text(encoding="utf-8")
    for verb in cli.commands:
        assert f"baoshu {verb}" in text or f"pipeline {verb}" in text
