"""What people and programs read of an evaluation."""

from __future__ import annotations

import json

from pipeline.evaluation import Tally

from .cases import number, span


def test_the_table_is_aligned_and_in_sections(score, tables):
    text = score(tables).to_text()
    lines = text.splitlines()
    assert lines[0] == "1 gold page"
    [line] = [line for line in lines if line.startswith("  numbers exact")]
    assert line.split() == ["numbers", "exact", "1.000", "1.000", "1.000", "3", "3", "3"]
    header = next(line for line in lines if line.startswith("Numbers"))
    assert len(header) == len(line)
    assert [row.split("  ")[0] for row in lines if row.endswith("found")] == [
        "Pages and articles",
        "Numbers",
        "Dates",
        "Entities",
        "Statistics",
        "Statistics by confidence",
        "Events",
    ]


def test_misses_are_listed_on_request(score, tables):
    tables["numbers"] = [number("36个", 35), span("一站式") | {"number_id": "x"}]
    evaluation = score(tables)
    assert "missed" not in evaluation.to_text()
    text = evaluation.to_text(misses=1)
    assert "numbers missed: 2\n" in text
    assert ": 120名 in …市总工会举办技能培训，共120名职工参加" not in text  # the context is eight characters
    assert "120名 in …举办技能培训，共120名职工参加，其中女…" in text
    assert "  and 1 more" in text
    assert "36个 in …溪市" not in text
    assert ": gold 36, found 35.0" in text


def test_json_holds_the_same_figures(score, tables):
    tables["dates"].pop()
    evaluation = score(tables)
    report = json.loads(evaluation.to_json())
    assert report["pages"] == 1
    assert report["measures"]["dates exact"] == {
        "f": 0.6667,
        "precision": 1.0,
        "recall": 0.5,
        "tp": 1,
        "gold": 2,
        "found": 1,
    }
    assert report["measures"]["title"] == {"share": 1.0, "ok": 1, "n": 1}
    [miss] = report["misses"]
    assert (miss["measure"], miss["page"], miss["words"]) == ("dates missed", "002_sample", "2024年底")


def test_figures_of_nothing():
    assert (Tally().score(), Tally().precision, Tally().recall) == (1.0, 1.0, 1.0)
    assert Tally(right=0, gold=0, found=2).score() == 0.0
    assert Tally(right=0, gold=2, found=0).score() == 0.0
