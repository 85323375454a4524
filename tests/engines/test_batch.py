"""Documents go through the stages together; what one of them does harms no other."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from pipeline.config import Config
from pipeline.engines import batch
from pipeline.engines.batch import GROUP_CHARS, Batch, work_batch
from pipeline.engines.units import unit_of
from pipeline.reading import Reject, SourceDocument, read_inputs
from pipeline.tables import Rows

from .pages import ROOT, page

CONFIG = Config()
SHORT = [
    SourceDocument(f"p{i}", f"p{i}.txt", f"{i:064}", "utf-8", page(i, i + 3), is_record=bool(i % 2))
    for i in range(12)
]
BROKEN = Reject("broken.jsonl#3", "bad_record", "no text")


def contents(made: Batch) -> dict[str, Any]:
    tables = {name: table.to_pylist() for name, table in made.tables.items()}
    return {**tables, "units": made.units, "signatures": made.signatures}


def reasons(made: Batch) -> dict[str, str]:
    return {row["source_path"]: row["reason"] for row in made.tables["rejects"].to_pylist()}


def poison(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> list[list[str]]:
    """Let p5 fail; the list tells which documents were extracted together."""
    seen: list[list[str]] = []
    honest = batch.extract_documents

    def extract(nlp: Language, sources: Sequence[SourceDocument]) -> list[Rows]:
        seen.append([source.document_id for source in sources])
        if any(source.document_id == "p5" for source in sources):
            raise error
        return honest(nlp, sources)

    monkeypatch.setattr(batch, "extract_documents", extract)
    return seen


def test_rows_do_not_depend_on_what_goes_together(
    sample_pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = list(read_inputs([sample_pages], CONFIG))
    items = [*items, *SHORT[:3], BROKEN, *SHORT[3:]]
    singly = contents(work_batch(items, CONFIG, singly=True))
    assert len(singly["documents"]) > 20
    for chars in (1, 700, GROUP_CHARS, 10**9):
        monkeypatch.setattr(batch, "GROUP_CHARS", chars)
        assert contents(work_batch(items, CONFIG)) == singly


def test_a_document_that_fails_is_rejected_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    clean = contents(work_batch([item for item in SHORT if item.document_id != "p5"], CONFIG))
    seen = poison(monkeypatch, MemoryError("no more"))
    made = work_batch([BROKEN, *SHORT], CONFIG)
    assert [len(together) for together in seen] == [12] + [1] * 12
    assert reasons(made) == {"broken.jsonl#3": "bad_record", "p5.txt": "failed"}
    assert made.tables["statistics"].to_pylist() == clean["statistics"]
    assert [row["unit"] for row in made.units] == [unit_of(item) for item in (BROKEN, *SHORT)]
    assert [row["document_id"] for row in made.units if row["again"]] == [None]  # memory may do the next time


def test_the_watch_hears_of_each_item_before_it_is_worked_on(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[range] = []
    work_batch(SHORT, CONFIG, watch=told.append)
    assert told == [range(12), range(12, 12)]
    told.clear()
    poison(monkeypatch, ValueError("bad page"))
    work_batch(SHORT, CONFIG, watch=told.append)
    assert told == [range(12), *(range(n, n + 1) for n in range(12)), range(12, 12)]


def test_documents_that_are_given_up_are_not_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = poison(monkeypatch, AssertionError("it was touched"))
    made = work_batch(SHORT, CONFIG, {unit_of(SHORT[5]): "too_slow"})
    assert seen == [[item.document_id for item in SHORT if item.document_id != "p5"]]
    assert reasons(made) == {"p5.txt": "too_slow"}


def test_together_they_have_the_time_of_one_before_each_has_it_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = batch.extract_documents

    def slow(nlp: Language, sources: Sequence[SourceDocument]) -> list[Rows]:
        time.sleep(0.3 * len(sources))
        return honest(nlp, sources)

    monkeypatch.setattr(batch, "extract_documents", slow)
    made = work_batch(SHORT[:5], Config(page_seconds=1))
    assert not reasons(made)
    assert made.tables["documents"].num_rows == 5


def test_spacy_pipelines_of_others_get_one_document_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = poison(monkeypatch, ValueError)
    monkeypatch.setattr(Config, "foreign_ner", True)
    work_batch(SHORT[:3], CONFIG)
    assert [len(together) for together in seen] == [1, 1, 1]


PROGRAM = """
import sys
from pipeline.engines.imports import without_pandas
with without_pandas():
    from pipeline.engines import batch
    from pipeline.config import Config
    from pipeline.reading import SourceDocument
    honest, calls = batch.extract_documents, []
    batch.extract_documents = lambda nlp, sources: calls.append(1) or honest(nlp, sources)
    made = batch.work_batch([SourceDocument("p", "p.txt", "0" * 64, "utf-8", "青河市建成驿站12个。")], Config())
assert calls == [1] and "pandas" not in sys.modules, (calls, sys.modules.get("pandas"))
frame = made.tables["numbers"].to_pandas()
import pandas
import pyarrow
assert list(frame["value"]) == [12.0]
assert pyarrow.array(pandas.Series([1, None], dtype="Int64")).null_count == 1
"""


def test_a_batch_needs_no_pandas_and_takes_it_from_nobody() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
