"""The corpus of facts through the whole pipeline: exactness for the files worked on, a measured floor
for the part kept aside."""

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import pipeline
from pipeline.evaluation.facts import FactCase, fact_faults, read_facts, row_of, score_facts

FOLDER = Path(__file__).parent
FILES = (
    "facts.yaml",
    "facts_breakdowns.yaml",
    "facts_carryover.yaml",
    "facts_clauses.yaml",
    "facts_rules_and_plans.yaml",
)
KEPT_ASIDE = FOLDER / "facts_heldout.yaml"
TUNED = [case for name in FILES for case in read_facts(FOLDER / name)]
# Right by the rules of this stage with the names that the grammar finds, wrong with those that the entity
# model makes of them (it takes the verb into a body's name: 该区建立…联盟).
KNOWN_MISSES = {"该区建立创新工-4个", "工艺改进使单台-12%", "柳岸区总工会为-两个"}
# Twenty harder facts were added to those kept aside: 0.888 of the older 169, 14 of the new 20.
HELD_OUT_FLOOR = 0.86


def _params() -> list[Any]:
    made = []
    for case in TUNED:
        for number in case.facts:
            name = f"{case.text[:7].strip()}-{number}"
            marks = [pytest.mark.xfail(strict=True)] if name in KNOWN_MISSES else []
            made.append(pytest.param(case, number, id=f"{case.text[:10].strip()}-{number}", marks=marks))
    return made


CASES = _params()


@cache
def statistics(text: str, day: dt.date) -> list[dict[str, Any]]:
    return list(pipeline.extract(text, day).arrow("statistics").to_pylist())


@pytest.mark.parametrize(("case", "number"), CASES)
def test_fact(case: FactCase, number: str) -> None:
    assert list(map(str, fact_faults(statistics(case.text, case.day), number, case.facts[number]))) == []


@pytest.mark.parametrize(
    "case", [case for case in TUNED if case.none], ids=lambda case: case.text[:10].strip()
)
def test_no_fact(case: FactCase) -> None:
    rows = statistics(case.text, case.day)
    assert [number for number in case.none if row_of(rows, number)] == []


def test_corpus_is_large_and_three_tenths_are_kept_aside() -> None:
    kept = sum(len(case.facts) for case in read_facts(KEPT_ASIDE))
    assert len(CASES) + kept >= 400 and kept >= 0.3 * (len(CASES) + kept)


def test_held_out_facts_keep_their_floor() -> None:
    score = score_facts(KEPT_ASIDE, statistics)
    assert score.right.score() >= HELD_OUT_FLOOR, score.misses
    assert score.silent.n - score.silent.ok <= 1
