"""The corpus of facts: exactness for facts*.yaml, a measured floor for the part kept aside."""

from __future__ import annotations

from typing import Any

import pytest

from tests.extractors.statistics import fact_driver as driver

FILES = ("facts.yaml", "facts_breakdowns.yaml", "facts_carryover.yaml", "facts_clauses.yaml")
TUNED = [case for name in FILES for case in driver.cases(name)]
CASES = [
    pytest.param(case, key, expected, id=f"{case['text'][:10].strip()}-{key}")
    for case in TUNED
    for key, expected in (case.get("facts") or {}).items()
]
HELD_OUT_FLOOR = 0.9


@pytest.mark.parametrize(("case", "key", "expected"), CASES)
def test_fact(case: dict[str, Any], key: str, expected: dict[str, Any]) -> None:
    assert driver.faults(case, key, expected) == []


@pytest.mark.parametrize("case", [case for case in TUNED if case.get("none")])
def test_no_fact(case: dict[str, Any]) -> None:
    assert driver.spurious(case) == []


def test_corpus_is_large_and_three_tenths_are_kept_aside() -> None:
    kept = sum(len(case.get("facts") or {}) for case in driver.cases("facts_heldout.yaml"))
    assert len(CASES) + kept >= 400 and kept >= 0.3 * (len(CASES) + kept)


def test_held_out_facts_keep_their_floor(capsys: pytest.CaptureFixture[str]) -> None:
    cases = driver.cases("facts_heldout.yaml")
    facts = [(case, key, want) for case in cases for key, want in (case.get("facts") or {}).items()]
    right = sum(not driver.faults(*fact) for fact in facts)
    with capsys.disabled():
        print(f"held-out facts right: {right} of {len(facts)}")
    assert right / len(facts) >= HELD_OUT_FLOOR
    assert sum(len(driver.spurious(case)) for case in cases) <= 1
