"""A run on Spark corrects as a local one does."""

from __future__ import annotations

from pathlib import Path

import pytest

import pipeline
from tests.corrections.rows import rows
from tests.corrections.test_runs import BASIC, write
from tests.engines.pages import ROOT, run
from tests.engines.test_spark import _missing

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(_missing()), reason=_missing()),
    pytest.mark.xdist_group("spark"),
]


def test_spark_gives_the_corrected_rows_of_the_local_engine(raw: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.csv"  # the driver alone reads it
    mine.write_text(BASIC, encoding="utf-8")
    words: tuple[object, ...] = (
        raw,
        "--out",
        tmp_path / "spark",
        "--engine",
        "spark",
        "--master",
        "local[1]",
    )
    words += ("--corrections", mine, "--quiet", "--spark-conf", f"spark.executorEnv.PYTHONPATH={ROOT}")
    words += ("--spark-conf", "spark.driver.host=127.0.0.1", "--spark-conf", "spark.driver.memory=512m")
    done = run(*words)
    assert done.returncode == 3, done.stderr  # of five corrections one finds no row
    assert "1 of 5 corrections" in done.stderr
    write(tmp_path / "local")
    assert rows(pipeline.open_result(tmp_path / "spark")) == rows(pipeline.run(raw, tmp_path / "local"))
