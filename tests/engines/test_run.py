"""A run: the same rows whatever the number of workers, nothing lost, published in one step."""

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pipeline
from pipeline.checking import check_folder, check_tables
from pipeline.config import Config
from pipeline.contract import table, table_names
from pipeline.engines.shared import shared_nlp
from pipeline.engines.stages import stages
from pipeline.engines.task import Shard, tapered
from pipeline.errors import BaoshuError
from pipeline.publishing import Store
from pipeline.reading import SourceDocument

VARYING = ("runs",)


def rows(result: pipeline.Tables) -> dict[str, list[dict[str, object]]]:
    return {name: result.arrow(name).to_pylist() for name in table_names() if name not in VARYING}


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("records") / "r.jsonl"
    units = ["总工会", "教育工会", "医务工会"]
    with path.open("w", encoding="utf-8") as stream:
        for i in range(60):
            body = (
                f"2024年{i % 12 + 1}月，青河市{units[i % 3]}新建职工驿站{i + 2}个，服务职工近{i + 1}万人次。"
            )
            stream.write(json.dumps({"id": f"r{i}", "text": body, "publication_date": "2025-03-01"}) + "\n")
        stream.write("{broken\n")
    return path


def test_rows_do_not_depend_on_workers_or_batches(records: Path, sample_pages: Path, tmp_path: Path) -> None:
    inputs = [sample_pages, records]
    one = pipeline.run(inputs, tmp_path / "1")
    two = pipeline.run(inputs, tmp_path / "2", workers=2, config=Config(batch_chars=2000))
    assert len(list((tmp_path / "2" / "documents").glob("*.parquet"))) > 4
    assert rows(one) == rows(two)
    assert one.arrow("rejects").num_rows == 1
    assert not check_folder(tmp_path / "1").faults
    assert not check_folder(tmp_path / "2").faults


def test_a_result_folder_may_have_a_name_that_looks_like_a_pattern(records: Path, tmp_path: Path) -> None:
    plain = pipeline.run(records, tmp_path / "out")
    odd = pipeline.run(records, tmp_path / "报 [2024]*?=1" / "o'ut")
    assert rows(plain) == rows(odd)
    assert len(rows(plain)["series"]) > 2


def test_a_run_in_memory_gives_the_rows_of_a_run_on_disk(tmp_path: Path) -> None:
    text = "\n\n青河市总工会建成职工驿站30个\n\n本报讯（记者 林晚）近日，青河市总工会建成职工驿站30个，服务职工近2万人次。\n"
    (tmp_path / "text.txt").write_text(text, encoding="utf-8")
    on_disk = rows(pipeline.run(tmp_path / "text.txt", tmp_path / "out"))
    in_memory = rows(pipeline.extract(text))
    on_disk["documents"][0]["source_path"] = in_memory["documents"][0]["source_path"]
    assert in_memory == on_disk


def test_results_are_frames_and_arrow_tables(records: Path, tmp_path: Path) -> None:
    result = pipeline.run([records], tmp_path)
    assert isinstance(result.statistics, pd.DataFrame)
    assert isinstance(result.arrow("statistics"), pa.Table)
    assert result.arrow("series").schema.equals(table("series").schema)
    assert rows(pipeline.open_result(tmp_path)) == rows(result)
    assert "documents" in dir(result)
    assert "60 documents" in repr(result)
    with pytest.raises(AttributeError, match="no table 'facts'"):
        _ = result.facts
    with pytest.raises(BaoshuError, match="B007"):
        result.arrow("facts")


def test_the_date_given_is_the_date_published() -> None:
    found = pipeline.extract("今年计划新建驿站30个。", publication_date="2024-03-05")
    (document,) = found.arrow("documents").to_pylist()
    assert str(document["publication_date"]) == "2024-03-05"
    assert document["publication_basis"] == "supplied"
    with pytest.raises(BaoshuError, match="B012"):
        pipeline.extract("今年", publication_date="三月五日")


@pytest.mark.parametrize(
    ("text", "reason"), [("", "empty"), (" \n　", "empty"), ("驿站\ud800", "undecodable")]
)
def test_texts_that_cannot_be_worked_on_are_rejects(text: str, reason: str) -> None:
    found = pipeline.extract(text)
    assert found.arrow("rejects").to_pylist()[0]["reason"] == reason
    assert found.arrow("documents").num_rows == 0


def test_a_stage_that_fails_rejects_its_document_alone(
    monkeypatch: pytest.MonkeyPatch, records: Path, tmp_path: Path
) -> None:
    component = dict(shared_nlp(Config()).pipeline)["baoshu_numbers"]
    honest = component.compute  # type: ignore[attr-defined]

    def poisoned(doc: object) -> object:
        if "31个" in str(doc):
            raise ZeroDivisionError("poison")
        return honest(doc)

    monkeypatch.setattr(component, "compute", poisoned)
    result = pipeline.run([records], tmp_path)
    rejected = [r for r in result.arrow("rejects").to_pylist() if r["reason"] == "failed"]
    assert [r["source_path"] for r in rejected] == ["r.jsonl#30"]
    assert "baoshu_numbers: ZeroDivisionError: poison" in rejected[0]["detail"]
    assert result.arrow("documents").num_rows == 59
    assert not check_folder(tmp_path).faults


def test_earlier_versions_are_kept_as_the_user_says(records: Path, tmp_path: Path) -> None:
    for _ in range(4):
        result = pipeline.run([records], tmp_path, config=Config(keep=2), force=True)
    assert len(list((tmp_path / "versions").iterdir())) == 3
    assert result.path == (tmp_path / "current").resolve()
    assert result.arrow("runs").num_rows == 4
    pipeline.run([records], tmp_path, config=Config(keep=9), force=True)
    assert len(list((tmp_path / "versions").iterdir())) == 4


def test_two_runs_on_one_folder(records: Path, tmp_path: Path) -> None:
    with Store(tmp_path).lock(), pytest.raises(BaoshuError, match="B005"):
        pipeline.run([records], tmp_path)


def test_a_run_that_fails_leaves_the_previous_result(
    monkeypatch: pytest.MonkeyPatch, records: Path, tmp_path: Path
) -> None:
    before = rows(pipeline.run([records], tmp_path))
    monkeypatch.setattr("pipeline.engines.corpus.resolve_corpus", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        pipeline.run([records], tmp_path, force=True)
    assert rows(pipeline.open_result(tmp_path)) == before
    monkeypatch.undo()
    assert rows(pipeline.run([records], tmp_path, force=True)) == before
    assert not list((tmp_path / "versions").glob(".staging*"))


def test_stages_say_what_they_need_and_give() -> None:
    given_so_far: set[str] = set()
    for stage in stages():
        assert set(stage.needs) <= given_so_far, stage.name
        assert stage.version
        given_so_far |= set(stage.gives)
    assert not shared_nlp(Config()).analyze_pipes()["problems"]["baoshu_statistics"]


def test_a_reprinted_article_counts_once(tmp_path: Path) -> None:
    body = "截至2024年底，青河市总工会已建职工驿站120个，覆盖全市各街道和产业园区，为户外劳动者提供饮水、休息、充电等服务。"
    lines = [json.dumps({"id": i, "text": body, "publication_date": "2025-02-01"}) for i in ("a", "b")]
    (tmp_path / "r.jsonl").write_text("\n".join(lines))
    result = pipeline.run(tmp_path / "r.jsonl", tmp_path / "out")
    assert result.arrow("articles")["duplicate_of"].to_pylist() == [None, "a:0"]
    for point in result.arrow("series").to_pylist():
        assert all(i.startswith("a:0") for i in point["statistic_ids"])


TEXTS = st.text(max_size=300) | st.text(
    st.sampled_from(
        "\n\n\n　 。，；（）“”《》#□:一二三十百万亿半几多余近约年月日时个人次场届第至到-.%0123456789记者本报讯总工会市区驿站招生"
    ),
    max_size=400,
)


@settings(max_examples=150)
@given(TEXTS)
def test_any_text_keeps_the_contract(text: str) -> None:
    found = pipeline.extract(text)
    assert found.arrow("documents").num_rows + found.arrow("rejects").num_rows == 1
    faults = [f for f in check_tables(found.arrow).faults if not f.startswith("runs: ")]
    assert not faults
    assert all(r["reason"] != "failed" for r in found.arrow("rejects").to_pylist())


def test_the_last_shards_are_cut_smaller_and_smaller() -> None:
    def shard(ordinal: int, sizes: list[int]) -> Shard:
        items = [
            SourceDocument(f"d{i}", f"d{i}.txt", f"{i:064}", "utf-8", "字" * size)
            for i, size in enumerate(sizes, ordinal)
        ]
        return Shard(ordinal, tuple(items), {b"u": "failed"}, singly=True)

    shards = [shard(7, [100] * 40), shard(47, [100] * 38 + [5000])]
    pieces = list(tapered(shards, 2, 300))
    assert [i for piece in pieces for i in piece.items] == [i for s in shards for i in s.items]
    assert all(piece.given_up == {b"u": "failed"} and piece.singly for piece in pieces)
    assert [p.ordinal for p in pieces] == [
        7 + sum(len(q.items) for q in pieces[:n]) for n in range(len(pieces))
    ]
    sizes = [sum(len(i.text) for i in p.items if isinstance(i, SourceDocument)) for p in pieces]
    assert sizes[:4] == [3200, 800, 2200, 1600 + 5000]
    small = list(tapered([shard(0, [100] * 20)], 2, 300))
    assert [len(p.items) for p in small] == [5, 4, 3, 3, 3, 2]
    assert list(tapered([], 2, 300)) == []


def test_a_process_that_has_duckdb_ends_quietly() -> None:
    code = (
        "import duckdb, pipeline; pipeline.extract('青河市建成驿站12个。'); duckdb.sql('select 1').fetchall()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == ("", "")
