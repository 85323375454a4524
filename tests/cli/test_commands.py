"""Every verb of the command line, run as a process."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest

from pipeline.contract import table_names
from tests.command import baoshu

ROOT = Path(__file__).parents[2]
PAGE = """

青河市总工会新建职工驿站12个

本报讯（记者 林晚）近日，青河市总工会在临江区新建职工驿站12个，服务户外劳动者近3000人次。
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    (folder / "a.txt").write_text(PAGE, encoding="utf-8")
    (folder / "b.txt").write_bytes(PAGE.encode("gb18030"))
    return folder


@pytest.fixture(scope="module")
def result(pages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("result") / "表 格"
    baoshu("run", pages, "--out", out)
    return out


def test_run_prints_what_it_wrote_and_where(pages: Path, tmp_path: Path) -> None:
    done = baoshu("run", pages, "--out", tmp_path / "out")
    summary, _, *lines = done.stdout.splitlines()
    assert summary == "2 inputs: 2 worked on, 0 unchanged since the last run"
    printed = dict(line.split()[:2] for line in lines)
    assert list(printed) == list(table_names())
    assert (printed["documents"], printed["articles"], printed["rejects"]) == ("2", "2", "0")
    assert str(tmp_path / "out" / "statistics") in done.stdout
    # a slow machine is told how far the run has come
    assert [line for line in done.stderr.splitlines() if not re.match(r"\d+ documents, ", line)] == []


def test_quiet_run_says_nothing(pages: Path, tmp_path: Path) -> None:
    done = baoshu("run", pages, "--out", tmp_path, "--quiet")
    assert (done.stdout, done.stderr) == ("", "")


def test_rejected_inputs_are_named_and_the_exit_code_says_so(pages: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "scan.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    done = baoshu("run", tmp_path / "in", pages, "--out", tmp_path / "out", "--quiet", code=3)
    assert "1 of 3 inputs were rejected" in done.stderr
    assert "scan.txt: not_text" in done.stderr
    assert pd.read_parquet(tmp_path / "out" / "documents").shape[0] == 2
    baoshu("check", tmp_path / "out")


@pytest.mark.parametrize(
    "arguments",
    [
        ["run"],
        ["run", "no-such-page.txt", "--out", "x"],
        ["run", "pyproject.toml"],
        ["run", "README.md", "--out", "x", "--workers", "0"],
        ["run", "README.md", "--out", "x", "--config", "no-such.toml"],
        ["publish"],
        ["check"],
    ],
)
def test_bad_usage_is_2_and_leaves_nothing(arguments: list[str]) -> None:
    done = baoshu(*arguments, code=2)
    assert "Error" in done.stderr
    assert not (ROOT / "x").exists()


def test_a_bad_configuration_names_file_and_setting(pages: Path, tmp_path: Path) -> None:
    config = tmp_path / "baoshu.toml"
    config.write_text("max_file_gb = 3\n")
    done = baoshu("run", pages, "--out", tmp_path / "out", "--config", config, code=1)
    assert f"[B003] {config}: unknown setting 'max_file_gb'" in done.stderr


def test_a_folder_that_cannot_be_written(pages: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = baoshu("run", pages, "--out", tmp_path / "file" / "out", code=1)
    assert "B004" in done.stderr


def test_foreign_files_in_the_place_of_a_table_are_not_touched(pages: Path, tmp_path: Path) -> None:
    (tmp_path / "statistics").mkdir()
    (tmp_path / "statistics" / "mine.txt").write_text("keep me")
    done = baoshu("run", pages, "--out", tmp_path, code=1)
    assert "B004" in done.stderr
    assert (tmp_path / "statistics" / "mine.txt").read_text() == "keep me"


def test_nothing_to_read(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    done = baoshu("run", tmp_path / "in", "--out", tmp_path / "out", code=1)
    assert "B002" in done.stderr


def test_pandas_and_duckdb_open_every_table(result: Path) -> None:
    for name in table_names():
        frame = pd.read_parquet(result / name)
        counted = duckdb.sql(f"select count(*) from '{result}/{name}/*.parquet'").fetchall()
        assert counted == [(len(frame),)]


def test_every_file_carries_the_contract(result: Path) -> None:
    for name in table_names():
        for path in (result / name).glob("*.parquet"):
            metadata = pq.read_schema(path).metadata
            assert metadata[b"baoshu.table"] == name.encode()
            assert metadata[b"baoshu.contract_version"]


def test_check_of_a_good_result(result: Path) -> None:
    done = baoshu("check", result)
    assert "no fault" in done.stdout
    assert baoshu("check", result, "--quiet").stdout == ""


def test_check_says_what_is_wrong_row_by_row(result: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(result, broken, symlinks=True)
    path = next((broken / "numbers").resolve().glob("*.parquet"))
    table = pq.read_table(path)
    rows = table.to_pylist()
    rows[0]["start"] += 1
    rows[1]["kind"] = "guess"
    rows[1]["article_id"] = "nowhere:0"
    pq.write_table(table.from_pylist(rows, schema=table.schema), path)
    done = baoshu("check", broken, code=1)
    assert f"numbers {rows[0]['number_id']}: the page has" in done.stdout
    assert f"numbers {rows[1]['number_id']}: kind = 'guess' is none of" in done.stdout
    assert f"numbers {rows[1]['number_id']}: article_id = 'nowhere:0' is not in articles" in done.stdout


def test_check_finds_a_table_of_another_schema_and_a_lost_input(result: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(result, broken, symlinks=True)
    dates = next((broken / "dates").resolve().glob("*.parquet"))
    whole = pq.read_table(dates)
    pq.write_table(whole.drop_columns(["basis"]), dates)
    assert "the column basis is missing" in baoshu("check", broken, code=1).stdout
    pq.write_table(whole, dates)
    documents = next((broken / "documents").resolve().glob("*.parquet"))
    pq.write_table(pq.read_table(documents).slice(1), documents)
    assert "2 inputs, but 1 documents + 0 rejects" in baoshu("check", broken, code=1).stdout


def test_check_of_no_result(tmp_path: Path) -> None:
    assert "B006" in baoshu("check", tmp_path, code=1).stderr


def test_evaluate_prints_a_table_and_writes_json(
    sample_pages: Path, sample_gold: Path, tmp_path: Path
) -> None:
    baoshu("run", sample_pages, "--out", tmp_path / "out", "--quiet")
    done = baoshu(
        "evaluate", "--tables", tmp_path / "out", "--gold", sample_gold, "--json", tmp_path / "scores.json"
    )
    assert "numbers overlap" in done.stdout
    assert json.loads((tmp_path / "scores.json").read_text(encoding="utf-8"))["pages"] >= 12


def test_evaluate_without_gold(result: Path, tmp_path: Path) -> None:
    assert "B009" in baoshu("evaluate", "--tables", result, "--gold", tmp_path, code=1).stderr


FACTS = """- text: 青河市总工会新建职工驿站12个。
  day: 2024-05-06
  facts:
    12个: {measure: 职工驿站, predicate: 新建, subject: 青河市总工会, start: 2024-01-01}
"""


def test_evaluate_of_single_sentences(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(FACTS, encoding="utf-8")
    (tmp_path / "none.yaml").write_text(
        FACTS.replace("facts", "none").replace("12个: {", "- 12个 # {"), "utf-8"
    )
    done = baoshu(
        *("evaluate", "--facts", tmp_path / "mine.yaml", "--facts", tmp_path / "none.yaml"),
        *("--misses", 1, "--json", tmp_path / "scores.json"),
    )
    lines = done.stdout.splitlines()
    assert lines[0].split()[:6] == ["Facts,", "by", "file", "facts", "right", "share"]
    assert lines[1].split()[:6] == ["mine.yaml", "1", "0", "0.000", "0/0", "1.000"]
    assert lines[2].split()[:5] == ["none.yaml", "0", "0", "1.000", "0/1"]
    assert "12个 start: expected datetime.date(2024, 1, 1), got None" in done.stdout
    first, second = json.loads((tmp_path / "scores.json").read_text(encoding="utf-8"))["facts"]
    assert (first["whole fact"]["n"], first["period"]["ok"], second["no fact"]["ok"]) == (1, 0, 0)


def test_evaluate_wants_tables_with_gold_or_facts(result: Path) -> None:
    assert "--facts" in baoshu("evaluate", code=2).stderr
    assert "--gold" in baoshu("evaluate", "--tables", result, code=2).stderr


def test_a_broken_file_of_facts_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(FACTS + FACTS.replace("measure", "measures"), encoding="utf-8")
    done = baoshu("evaluate", "--facts", tmp_path / "mine.yaml", code=1)
    assert f"[B010] {tmp_path / 'mine.yaml'}, line 5: 12个: unknown field 'measures'" in done.stderr


def test_dictionary(tmp_path: Path) -> None:
    written = (ROOT / "docs" / "data_dictionary.md").read_text(encoding="utf-8")
    assert baoshu("dictionary").stdout == written
    baoshu("dictionary", "--out", tmp_path / "d.md")
    assert (tmp_path / "d.md").read_text(encoding="utf-8") == written


@pytest.mark.parametrize("verb", ["run", "check", "evaluate", "dictionary"])
def test_help_has_examples(verb: str) -> None:
    done = baoshu(verb, "--help")
    assert "Examples:" in done.stdout
    assert f"baoshu {verb}" in done.stdout
    assert verb in baoshu("--help").stdout


def test_version_and_the_installed_command() -> None:
    from pipeline import __version__

    assert __version__ in baoshu("--version").stdout
    command = Path(sys.executable).with_name("baoshu")
    assert (
        __version__
        in subprocess.run([command, "--version"], capture_output=True, text=True, check=True).stdout
    )


def test_on_a_terminal_there_is_a_progress_bar(pages: Path, tmp_path: Path) -> None:
    import pty

    terminal, stderr = pty.openpty()
    command = [sys.executable, "-m", "pipeline", "run", str(pages), "--out", str(tmp_path / "out")]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=stderr, env=os.environ | {"TERM": "xterm"}
    ) as running:
        os.close(stderr)
        shown = b""
        while True:
            try:
                piece = os.read(terminal, 4096)
            except OSError:  # the other end is closed
                break
            if not piece:
                break
            shown += piece
    os.close(terminal)
    assert running.returncode == 0
    assert "2 documents" in shown.decode()
    assert "━" in shown.decode()


def test_a_ner_that_cannot_be_loaded_fails_the_run_and_blames_no_page(pages: Path, tmp_path: Path) -> None:
    done = baoshu("run", pages, "--out", tmp_path, "--ner", "no_such_pipeline", code=1)
    assert "B013" in done.stderr
    baoshu("run", pages, "--out", tmp_path, "--ner", "none", "--quiet")


def test_files_of_the_users_own_add_to_ours(pages: Path, tmp_path: Path) -> None:
    (tmp_path / "aliases.csv").write_text("alias,name\n青河市总工会,青河总工会\n", encoding="utf-8")
    baoshu("run", pages, "--out", tmp_path / "out", "--aliases", tmp_path / "aliases.csv", "--quiet")
    assert "青河总工会" in set(pd.read_parquet(tmp_path / "out" / "entities")["name"])
    (tmp_path / "broken.yaml").write_text("- code: [\n", encoding="utf-8")
    done = baoshu("run", pages, "--out", tmp_path / "out", "--indicators", tmp_path / "broken.yaml", code=1)
    assert "B010" in done.stderr
    assert "broken.yaml" in done.stderr
