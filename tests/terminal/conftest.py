"""One run over the sample pages for the tests of this folder."""

from pathlib import Path

import pytest

import pipeline


@pytest.fixture(scope="session")
def sample_result(sample_pages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("terminal") / "tables"
    pipeline.run(sample_pages, out=out)
    return out
