"""One run over the sample pages, shared by all tests here."""

from pathlib import Path

import pytest

import pipeline


@pytest.fixture(scope="session")
def result(sample_pages: Path, tmp_path_factory: pytest.TempPathFactory) -> pipeline.Tables:
    return pipeline.run(sample_pages, tmp_path_factory.mktemp("export") / "out")


@pytest.fixture(scope="session")
def out(result: pipeline.Tables) -> Path:
    """The folder of the result."""
    assert isinstance(result.path, Path)
    return result.path.parents[1]
