"""On real pages, where the developers' folder with them is at hand."""

from pathlib import Path

import pytest

import pipeline
from pipeline.checking import check_folder
from pipeline.evaluation import Evaluation, evaluate

FLOORS = {
    "documents found": 1.0,
    "offsets true to the page": 1.0,
    "articles (first character to last)": 1.0,
    "headline lines": 1.0,
    "title": 1.0,
    "reporters and correspondents": 1.0,
    "numbers overlap": 0.90,
    "dates overlap": 0.85,
}


@pytest.fixture(scope="module")
def scores(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    out = tmp_path_factory.mktemp("shared")
    pipeline.run(shared / "pages", out)
    assert not check_folder(out).faults
    return evaluate(out, None, shared / "gold")


@pytest.mark.parametrize("measure", FLOORS)
def test_measures_hold_their_floor(scores: Evaluation, measure: str) -> None:
    assert scores.measures[measure].score() >= FLOORS[measure]


def test_no_sentence_of_the_real_pages_is_in_the_repository(shared: Path) -> None:
    import subprocess

    root = Path(__file__).parent.parent
    size = 20
    grams = set()
    for page in (shared / "pages").glob("*.txt"):
        text = "".join(page.read_text(encoding="utf-8").split())
        grams |= {text[i : i + size] for i in range(len(text) - size)}
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True
    ).stdout
    for name in filter(None, names.split("\0")):
        try:
            text = "".join((root / name).read_text(encoding="utf-8").split())
        except UnicodeDecodeError:
            continue
        assert not any(text[i : i + size] in grams for i in range(len(text) - size)), name
