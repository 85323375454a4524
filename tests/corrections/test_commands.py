"""`baoshu review` and `baoshu run` with corrections, as an analyst types them."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from pipeline.contract import contract
from pipeline.corrections import check, parse_csv, read_corrections
from tests.command import baoshu
from tests.corrections.test_review import edit

ROOT = Path(__file__).parents[2]


def test_from_run_to_sheet_to_run(raw: Path, tmp_path: Path) -> None:
    out, sheet = tmp_path / "out", tmp_path / "review.xlsx"
    baoshu("run", raw, "--out", out, "--quiet")
    assert "5 facts of 13" in baoshu("review", out, "--out", sheet, "--limit", "5").stdout
    baoshu("review", out, "--out", sheet)
    edited = edit(sheet, {"a4:0:f0": {"value": 80, "note": "+核对"}, "a1:0:f3": {"decision": "对 right"}})
    done = baoshu("review", out, "--read", edited)
    assert "2 decisions" in done.stdout
    assert "2 new, 0 other than before, 0 as before" in done.stdout
    before = (out / "corrections.csv").read_bytes()
    assert b",'+\xe6\xa0\xb8" in before
    assert "0 new, 0 other than before, 2 as before" in baoshu("review", out, "--read", edited).stdout
    assert (out / "corrections.csv").read_bytes() == before
    done = baoshu("run", raw, "--out", out)
    assert "4 inputs: 0 worked on, 4 unchanged" in done.stdout
    assert "2 corrections: 2 applied." in done.stdout
    assert done.stderr == ""
    facts = pd.read_parquet(out / "statistics").set_index("statistic_id")
    assert facts.loc["a4:0:f0", "value"] == 80.0
    assert "+核对" in pd.read_parquet(out / "corrections")["note"].tolist()
    assert baoshu("review", out, "--out", sheet).stdout.startswith("11 facts")
    baoshu("check", out)


def test_what_was_not_applied_is_said_and_the_exit_code_tells(raw: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text(
        "id,column,value\na1:0:f1,status,plan\na1:0:f99,value,3\na1:0:f2,value,4\n", encoding="utf-8"
    )
    done = baoshu("run", raw, "--out", tmp_path / "out", "--corrections", mine, code=3)
    assert "3 corrections: 1 applied, 1 whose row is not there, 1 that cannot be applied." in done.stdout
    assert f"2 of 3 corrections in {mine} were not applied:" in done.stderr
    assert (
        "line 2: statistics a1:0:f1: invalid: status = 'plan' is none of actual, planned, rule" in done.stderr
    )
    assert "line 3: statistics a1:0:f99: not found: statistics has no row a1:0:f99" in done.stderr
    again = baoshu("run", raw, "--out", tmp_path / "out", "--corrections", mine, "--quiet", code=3)
    assert again.stdout == ""
    assert done.stderr.endswith(again.stderr)  # a slow machine says first how far it is
    gone = baoshu("run", raw, "--out", tmp_path / "out", "--quiet")
    assert "The last run applied corrections, this one has none" in gone.stderr
    assert baoshu("run", raw, "--out", tmp_path / "out", "--quiet").stderr == ""


def test_faults_of_a_sheet_are_said_with_its_rows(raw: Path, tmp_path: Path) -> None:
    out, sheet = tmp_path / "out", tmp_path / "review.xlsx"
    baoshu("run", raw, "--out", out, "--quiet")
    baoshu("review", out, "--out", sheet)
    edited = edit(sheet, {"a4:0:f0": {"value": "many"}})
    done = baoshu("review", out, "--read", edited, code=3)
    assert "edited.xlsx, row " in done.stderr
    assert not (out / "corrections.csv").exists()
    assert "[B006]" in baoshu("review", tmp_path, "--out", sheet, code=1).stderr
    assert "[B016]" in baoshu("review", out, "--out", tmp_path / "no" / "where.xlsx", code=1).stderr
    assert "does not end in .xlsx" in baoshu("review", out, "--out", tmp_path / "a.csv", code=2).stderr
    assert "Give --out" in baoshu("review", out, code=2).stderr


def test_corrections_written_by_hand_are_pinned_to_their_rows(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    csv = out / "corrections.csv"
    lines = ["statistics,a4:0:f0,set,value,80", "statistics,a1:0:f2,reject,,", "articles,a2:0,set,title,开班"]
    csv.write_text("\n".join(["table,id,action,column,value", *lines, "statistics,a9:0:f0,reject,,", ""]))
    baoshu("run", raw, "--out", out, "--quiet", code=3)
    assert "3 of 4 corrections" in baoshu("review", out, "--pin").stdout
    first, second, third, fourth = read_corrections(csv).lines
    assert first.cells[:9] == ("statistics", "a4:0:f0", "a4", "43", "46", "85个", "set", "value", "80")
    assert (second.text, third.text, fourth.text) == ("近3万人次", "临江区职工培训班开班", "")
    assert "[B015]" in baoshu("review", out, "--pin", code=1).stderr  # no run has seen it as it is now
    baoshu("run", raw, "--out", out, "--quiet", code=3)
    assert "0 of 4 corrections" in baoshu("review", out, "--pin").stdout


def test_the_guide_names_what_there_is() -> None:
    text = (ROOT / "docs" / "corrections.md").read_text(encoding="utf-8")
    for state in contract()["corrections"].column("state").values:
        assert f"| `{state}` |" in text
    (example,) = re.findall("^```csv\n(.*?)^```", text, flags=re.M | re.S)
    for line in parse_csv(example.encode(), "example").lines:
        check(line, 0, ())
    for name, spec in contract().items():
        if any(column.correctable for column in spec.columns):
            assert f"`{name}`" in text
