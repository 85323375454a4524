"""Corrections in runs: they survive, take effect without extraction, and depend on nothing earlier."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import pipeline
from pipeline.checking import check_folder
from pipeline.config import Config
from pipeline.engines import batch, correcting, reuse
from pipeline.engines.ledger import UNITS
from pipeline.errors import BaoshuError
from pipeline.publishing import iter_parts
from tests.corrections.conftest import write_pages
from tests.corrections.rows import row, rows, states

HEAD = "table,id,action,column,value,note\n"
BASIC = (
    HEAD
    + "statistics,a4:0:f0,set,value,80,misprint\n"
    + "statistics,a1:0:f2,reject,,,\n"
    + "entities,a2:0:e1,set,name,青河市总工会,\n"
    + "statistics,a2:0:f0,confirm,,,\n"
    + "statistics,a2:0:f99,set,value,3,\n"
)
SMALL = Config(batch_chars=60)


def write(out: Path, text: str = BASIC) -> None:
    out.mkdir(exist_ok=True)
    (out / "corrections.csv").write_text(text, encoding="utf-8-sig")


def done(result: pipeline.Tables) -> tuple[int, bool]:
    assert result.outcome is not None
    return result.outcome.worked_on, result.outcome.published


def test_corrections_flow_into_what_is_derived(raw: Path, tmp_path: Path, plain: pipeline.Tables) -> None:
    out = tmp_path / "out"
    write(out)
    result = pipeline.run(raw, out)
    assert not check_folder(out).faults
    fact = row(result, "statistics", "a4:0:f0")
    assert (fact["value"], fact["corrected"], fact["corrected_columns"]) == (
        80.0,
        True,
        ["value", "low", "high"],
    )
    (point,) = [r for r in result.arrow("series").to_pylist() if "a4:0:f0" in r["statistic_ids"]]
    assert (point["conflict"], point["value"]) == (False, 80.0)
    (repeat,) = [r for r in result.arrow("checks").to_pylist() if r["check_id"] == "a4:0:c0"]
    assert repeat["passed"]
    assert "a1:0:f2" not in result.arrow("statistics")["statistic_id"].to_pylist()
    assert result.row_count("numbers") == plain.row_count("numbers")
    mentions = {r["name"]: r["mentions"] for r in result.arrow("organizations").to_pylist()}
    assert mentions == {"青河市总工会": 5}
    assert row(result, "statistics", "a2:0:f0")["confirmed"]
    assert states(result) == [
        (2, "applied"),
        (3, "applied"),
        (4, "applied"),
        (5, "applied"),
        (6, "not_found"),
    ]
    first = result.arrow("corrections").to_pylist()[0]
    assert (first["old_value"], first["value"], first["note"]) == ("85", "80", "misprint")


def test_corrections_survive_reruns_and_force_and_other_workers(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(out)
    first = pipeline.run(raw, out)
    again = pipeline.run(raw, out)
    assert done(again) == (0, False)
    assert rows(again) == rows(first)
    assert rows(pipeline.run(raw, out, force=True)) == rows(first)
    assert rows(pipeline.run(raw, out, workers=2, config=SMALL, force=True)) == rows(first)


def test_a_changed_file_takes_effect_without_extraction(
    raw: Path, tmp_path: Path, plain: pipeline.Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    pipeline.run(raw, out, config=SMALL)
    monkeypatch.setattr(batch, "extract_documents", lambda *_: 1 / 0)
    write(out)
    result = pipeline.run(raw, out, config=SMALL)
    assert done(result) == (0, True)
    assert row(result, "statistics", "a4:0:f0")["value"] == 80.0
    write(out, BASIC.replace("value,80", "value,81").replace("a1:0:f2,reject", "a1:0:f3,reject"))
    result = pipeline.run(raw, out, config=SMALL)
    assert done(result) == (0, True)
    assert row(result, "statistics", "a4:0:f0")["value"] == 81.0
    assert row(result, "statistics", "a1:0:f2")["value"] == 30000.0
    monkeypatch.undo()
    (tmp_path / "fresh").mkdir()
    (tmp_path / "fresh" / "corrections.csv").write_bytes((out / "corrections.csv").read_bytes())
    assert rows(result) == rows(pipeline.run(raw, tmp_path / "fresh"))
    (out / "corrections.csv").unlink()
    assert rows(pipeline.run(raw, out, config=SMALL)) == rows(plain)


def test_changed_pages_and_corrections_give_what_a_full_run_gives(raw: Path, tmp_path: Path) -> None:
    out, fresh = tmp_path / "out", tmp_path / "fresh"
    for folder in (out, fresh):
        write(folder)
    pipeline.run(raw, out)
    (raw / "a3.txt").unlink()
    text = (raw / "a1.txt").read_text(encoding="utf-8")
    (raw / "a1.txt").write_text(text.replace("近3万", "近4万"), encoding="utf-8")
    (raw / "a9.txt").write_text(text, encoding="utf-8")  # a1 reprinted: parts change their names again
    result = pipeline.run(raw, out)
    assert done(result) == (2, True)
    assert rows(result) == rows(pipeline.run(raw, fresh))
    assert not check_folder(out).faults


def test_parts_of_one_name_hold_the_same_rows(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    seen: dict[tuple[str, str], bytes] = {}
    for text in (HEAD, BASIC, BASIC.replace("80", "90"), HEAD, BASIC):
        write(out, text)
        folder = pipeline.run(raw, out, config=Config(batch_chars=60, keep=9)).path
        for table in ("statistics", "checks", "entities", UNITS):
            for name, path in iter_parts(folder, table):  # type: ignore[arg-type]
                assert seen.setdefault((table, name), path.read_bytes()) == path.read_bytes()  # type: ignore[union-attr]


def test_a_killed_run_is_gone_on_with(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    write(out)
    monkeypatch.setattr("pipeline.engines.corpus.resolve_corpus", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        pipeline.run(raw, out, config=SMALL)
    monkeypatch.undo()
    result = pipeline.run(raw, out, config=SMALL)
    assert done(result) == (0, True)
    write(tmp_path / "fresh")
    assert rows(result) == rows(pipeline.run(raw, tmp_path / "fresh"))


@pytest.mark.parametrize("step", range(0, 40, 3))
def test_a_run_killed_while_it_corrects_leaves_nothing_half_done(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int, corrected: dict[str, list[str]]
) -> None:
    out, done_so_far = tmp_path / "out", 0

    def dying(honest: Callable[..., None]) -> Callable[..., None]:
        def once(*words: object) -> None:
            nonlocal done_so_far
            done_so_far += 1
            if done_so_far > step:
                raise KeyboardInterrupt
            honest(*words)

        return once

    write(out)
    for name, module in (("move_part", reuse), ("move_part", correcting), ("write_part", correcting)):
        monkeypatch.setattr(module, name, dying(getattr(module, name)))
    try:
        pipeline.run(raw, out)
    except KeyboardInterrupt:
        assert not (out / "current").exists()
    monkeypatch.undo()
    assert rows(pipeline.run(raw, out)) == corrected
    assert not check_folder(out).faults


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The rows that the pages give with the corrections."""
    folder = tmp_path_factory.mktemp("corrected")
    write(folder / "out")
    return rows(pipeline.run(write_pages(folder / "raw"), folder / "out"))


def test_a_row_is_found_by_its_words_when_the_page_has_changed(raw: Path, tmp_path: Path) -> None:
    fact = "a4:0:f0,a4,43,46,85个,value,80\n"
    write(tmp_path / "out", "id,document_id,start,end,text,column,value\n" + fact)
    before = pipeline.run(raw, tmp_path / "out")
    assert states(before) == [(2, "applied")]
    text = (raw / "a4.txt").read_text(encoding="utf-8")
    longer = text.replace("截至2023年底", "当天入会职工共31名。截至2023年底")
    (raw / "a4.txt").write_text(longer, encoding="utf-8")
    result = pipeline.run(raw, tmp_path / "out")
    (line,) = result.arrow("corrections").to_pylist()
    assert (line["state"], line["found_id"], line["old_value"]) == ("applied", "a4:0:f1", "85")
    assert row(result, "statistics", "a4:0:f1")["value"] == 80.0
    (raw / "a4.txt").write_text(longer.replace("85个", "86个"), encoding="utf-8")
    assert states(pipeline.run(raw, tmp_path / "out")) == [(2, "not_found")]


def test_a_result_at_a_url_is_corrected_too(raw: Path, tmp_path: Path) -> None:
    write(tmp_path / "out")
    write(tmp_path / "far")
    url = (tmp_path / "far").as_uri()
    there = pipeline.run(raw, url)
    assert rows(there) == rows(pipeline.run(raw, tmp_path / "out"))
    write(tmp_path / "far", HEAD)
    assert done(pipeline.run(raw, url)) == (0, True)


def test_a_file_that_is_named_takes_the_place_of_the_one_in_the_folder(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(out, HEAD + "statistics,a4:0:f0,set,value,70,\n")
    mine = tmp_path / "mine.csv"
    mine.write_bytes((HEAD + "statistics,a4:0:f0,set,value,60,核对\n").encode("gb18030"))
    config = Config(corrections=str(mine))
    assert row(pipeline.run(raw, out, config=config), "statistics", "a4:0:f0")["value"] == 60.0
    mine.write_text(HEAD, encoding="utf-8")
    assert done(pipeline.run(raw, out, config=config)) == (0, True)
    mine.unlink()
    with pytest.raises(BaoshuError, match=r"B015.*mine\.csv"):
        pipeline.run(raw, out, config=config)


def test_a_broken_file_stops_the_run_before_it_begins(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "out", "table,id,colum\n")
    monkeypatch.setattr(batch, "extract_documents", lambda *_: 1 / 0)
    with pytest.raises(BaoshuError, match="B015"):
        pipeline.run(raw, tmp_path / "out")
    assert not (tmp_path / "out" / "current").exists()


def test_an_indicator_of_ones_own_can_be_given(raw: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "- {code: brewing, label: 酿酒, definition: 酿酒, unit_kind: sites, rules: [{measure: 酒厂}]}\n"
    )
    write(tmp_path / "out", HEAD + "statistics,a4:0:f0,set,indicator,brewing,\n")
    assert states(pipeline.run(raw, tmp_path / "out")) == [(2, "invalid")]
    result = pipeline.run(raw, tmp_path / "out", config=Config(indicators=str(own)))
    assert row(result, "statistics", "a4:0:f0")["indicator"] == "brewing"


def test_every_line_of_the_file_has_its_row(raw: Path, tmp_path: Path) -> None:
    lines = [
        "nonsense,1,,,,",
        "statistics,zz:0:f1,confirm,,,",
        "statistics,a1:0:f1,set,status,plan,",
        ",,,,,note",
    ]
    write(tmp_path / "out", HEAD + "\n".join(lines) + "\n")
    result = pipeline.run(raw, tmp_path / "out")
    assert states(result) == [(2, "invalid"), (3, "not_found"), (4, "invalid"), (5, "invalid")]
    assert all(r["reason"] for r in result.arrow("corrections").to_pylist())
    assert not check_folder(tmp_path / "out").faults
