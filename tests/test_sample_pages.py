"""Golden rows: a run over the sample pages against their annotation.

The floors stand a little below what is measured; raise them when the pipeline gets better. Layout and
offsets must be perfect: every other measure rests on them.
"""

from pathlib import Path

import pytest

import pipeline
from pipeline.checking import check_folder
from pipeline.evaluation import Evaluation, evaluate, validate

FLOORS = {
    "documents found": 1.0,
    "offsets true to the page": 1.0,
    "articles (first character to last)": 1.0,
    "headline lines": 1.0,
    "title": 1.0,
    "reporters and correspondents": 1.0,
    "publication interval": 0.9,
    "numbers exact": 0.97,
    "numbers overlap": 0.98,
    "number value": 0.99,
    "number unit": 0.98,
    "number bound": 0.98,
    "number kind": 0.98,
    "dates exact": 0.97,
    "dates overlap": 0.98,
    "date type": 0.98,
    "date interval": 0.96,
    "entities exact": 0.72,
    "entities overlap": 0.82,
    "statistics found": 0.94,
    "statistics whole fact right": 0.70,
    "primary event type": 0.95,
    "primary event organizers": 0.88,
    "further events (type)": 0.70,
}


@pytest.fixture(scope="module")
def result(sample_pages: Path, tmp_path_factory: pytest.TempPathFactory) -> pipeline.Tables:
    return pipeline.run(sample_pages, tmp_path_factory.mktemp("samples"))


@pytest.fixture(scope="module")
def scores(result: pipeline.Tables, sample_gold: Path) -> Evaluation:
    assert result.path is not None
    return evaluate(result.path, None, sample_gold)


@pytest.mark.parametrize("measure", FLOORS)
def test_measures_hold_their_floor(scores: Evaluation, measure: str) -> None:
    misses = [m for m in scores.misses if m.measure.startswith(measure.split()[0])]
    assert scores.measures[measure].score() >= FLOORS[measure], misses[:10]


def test_every_input_is_read_and_the_result_keeps_the_contract(result: pipeline.Tables) -> None:
    assert result.arrow("rejects").num_rows == 0
    assert result.path is not None
    assert not check_folder(result.path.parents[1]).faults


def test_the_samples_hold_the_encodings_and_the_dates_supplied(result: pipeline.Tables) -> None:
    documents = result.documents
    assert {"utf-8", "utf-16", "gb18030"} <= set(documents["encoding"])
    assert {"supplied", "filename", "text"} <= set(documents["publication_basis"].dropna())
    assert (documents["article_count"] > 0).all()


def test_gold_files_fit_their_pages(result: pipeline.Tables, sample_gold: Path) -> None:
    raw = dict(zip(result.documents["document_id"], result.documents["raw_text"], strict=True))
    paths = sorted(sample_gold.glob("*.json"))
    assert len(paths) >= 12
    for path in paths:
        assert not validate(path, raw[path.stem]), path.name


def test_gold_files_of_the_held_out_pages_fit_them(tmp_path: Path) -> None:
    heldout = Path(__file__).parent / "heldout"
    result = pipeline.run(heldout / "pages", tmp_path)
    raw = dict(zip(result.documents["document_id"], result.documents["raw_text"], strict=True))
    paths = sorted((heldout / "gold").glob("*.json"))
    assert {p.stem for p in paths} == raw.keys()
    for path in paths:
        assert not validate(path, raw[path.stem]), path.name
    assert not check_folder(tmp_path).faults
