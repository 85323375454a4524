"""Compiled extractors give the rows of interpreted ones; stale ones are told of. Compiling takes some minutes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.contract import table_names
from tests.fuzz.mutate import make_input

ROOT = Path(__file__).parents[2]
MUTATED = 300
LEFT_OUT = (".*", "__pycache__", "*.so", "compiled.json", "build", "dist", "processed", "site")

pytestmark = [
    pytest.mark.xdist_group("compiled"),
    pytest.mark.timeout(1800),
    pytest.mark.skipif(
        shutil.which(os.environ.get("CC", "cc")) is None,
        reason="compiling needs a C compiler, and there is none",
    ),
]


def python(tree: Path, *arguments: object, code: int = 0) -> str:
    """Run Python in the tree, whose modules it takes; what it printed."""
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=tree,
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": str(tree), "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    assert done.returncode == code, done.stdout[-5000:] + done.stderr[-5000:]
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources."""
    tree = tmp_path_factory.mktemp("plain")
    shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(*LEFT_OUT), dirs_exist_ok=True)
    return tree


@pytest.fixture(scope="module")
def compiled(plain: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another copy, compiled."""
    tree = tmp_path_factory.mktemp("compiled")
    shutil.copytree(plain, tree, dirs_exist_ok=True)
    python(tree, "scripts/compile.py")
    asked = "from pipeline.engines.compiled import is_compiled; print(is_compiled())"
    assert python(tree, "-c", asked).strip() == "True"
    return tree


@pytest.fixture
def broken_off(compiled: Path) -> Iterator[Path]:
    """The compiled tree with a source that was changed after compiling."""
    changed = compiled / "pipeline" / "mentions.py"
    before = changed.read_bytes()
    changed.write_bytes(before + b"\n# changed\n")
    yield compiled
    changed.write_bytes(before)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages held out, the sample pages, and mutated ones."""
    folder = tmp_path_factory.mktemp("pages")
    shutil.copytree(ROOT / "tests" / "heldout" / "pages", folder / "heldout")
    shutil.copytree(ROOT / "data" / "raw", folder / "samples")
    for number in range(MUTATED):
        made = make_input(20, number)
        (folder / made.name).write_bytes(made.data)
    return folder


def rows(out: Path, table: str) -> list[str]:
    read = pq.read_table(out / table)
    return sorted(json.dumps(row, default=str, ensure_ascii=False) for row in read.to_pylist())


def test_rows_are_the_same_and_one_goes_on_where_the_other_was(
    plain: Path, compiled: Path, pages: Path, tmp_path: Path
) -> None:
    one, other = tmp_path / "plain", tmp_path / "compiled"
    # 3: some inputs were rejected
    python(plain, "-m", "pipeline", "run", pages, "--out", one, "--quiet", code=3)
    python(compiled, "-m", "pipeline", "run", pages, "--out", other, "--quiet", "--workers", 2, code=3)
    for table in set(table_names()) - {"runs"}:
        assert rows(one, table) == rows(other, table), table
    assert len(rows(one, "statistics")) > 500
    (run,) = pq.read_table(one / "runs").to_pylist()
    python(compiled, "-m", "pipeline", "run", pages, "--out", one, "--quiet", code=3)
    assert pq.read_table(one / "runs").to_pylist() == [run], (
        "the compiled run took the plain run's rows for old"
    )


def test_the_examples_of_all_rules_hold_compiled(compiled: Path) -> None:
    areas = [f"tests/{area}" for area in ("extractors", "layout", "tables", "text")]
    python(compiled, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-n", "0", *areas)


def test_sources_changed_since_end_a_run_with_a_word(broken_off: Path, tmp_path: Path) -> None:
    said = python(broken_off, "-m", "pipeline", "run", "data/raw", "--out", tmp_path / "out", code=1)
    assert "B021" in said and "make compile" in said and "Traceback" not in said
    assert not (tmp_path / "out" / "current").exists()


def test_what_was_compiled_can_be_removed(compiled: Path, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    shutil.copytree(compiled, tree)
    python(tree, "scripts/compile.py", "--clean")
    assert not [*tree.rglob("*.so"), *tree.rglob("*.pyd"), *tree.rglob("compiled.json")]
    python(tree, "-m", "pipeline", "run", "data/raw", "--out", tmp_path / "out", "--quiet")
