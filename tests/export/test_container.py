"""The container recipe: what it copies is there, and it builds and runs where Docker is."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RECIPE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def docker_answers() -> bool:
    if not shutil.which("docker"):
        return False
    return subprocess.run(["docker", "info"], capture_output=True, timeout=30, check=False).returncode == 0


def test_the_recipe_copies_what_is_there_and_what_is_not_ignored() -> None:
    copied = [
        name for line in re.findall(r"^COPY (?!--from)(.+) \S+$", RECIPE, re.M) for name in line.split()
    ]
    kept = {
        line[1:]
        for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
        if line[:1] == "!"
    }
    assert set(copied) == kept
    assert all((ROOT / name).exists() for name in copied)


def test_it_runs_without_root_and_with_locked_requirements() -> None:
    assert "--require-hashes -r requirements/run.txt" in RECIPE
    assert RECIPE.index("USER baoshu") < RECIPE.index("ENTRYPOINT")
    assert "make" not in RECIPE


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_the_image_builds_and_runs_without_network(tmp_path: Path) -> None:
    if not docker_answers():
        pytest.skip("no Docker daemon answers")
    subprocess.run(["docker", "build", "-q", "-t", "baoshu-test", str(ROOT)], check=True)
    (tmp_path / "out").mkdir()
    (tmp_path / "out").chmod(0o777)
    done = subprocess.run(
        [
            *("docker", "run", "--rm", "--network", "none"),
            *("-v", f"{ROOT / 'data' / 'raw'}:/in:ro", "-v", f"{tmp_path / 'out'}:/out", "baoshu-test"),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "statistics" in done.stdout
