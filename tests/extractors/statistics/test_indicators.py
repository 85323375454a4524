"""Indicators: the examples beside each code, an analyst's own file, and what is said of a bad one."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import BaoshuError
from pipeline.extractors.statistics import builtin_indicators, load_indicators

CONTRACT_CODES = [
    "service_stations",
    "people_covered",
    "service_visits",
    "enrolment_planned",
    "enrolment_actual",
    "subsidised_learners",
    "study_duration",
    "teaching_share",
    "participants",
    "participations",
    "applicants",
    "organisations_involved",
    "events_held",
    "volunteers",
    "staff_development_awards",
    "skilled_talent",
    "aid_recipients",
    "donated_items",
    "claimed_items",
    "workshops",
    "facilities",
    "clubs",
    "courses",
    "collection_items",
    "share_of_total",
    "age",
]
EXAMPLES = [(code, row) for code, entry in builtin_indicators().by_code.items() for row in entry.examples]
COUNTEREXAMPLES = [
    (code, row) for code, entry in builtin_indicators().by_code.items() for row in entry.counterexamples
]


def code_of(row: tuple[str, ...]) -> str | None:
    measure, predicate, unit, *status = row
    return builtin_indicators().code(measure, predicate, unit, status[0] if status else "actual")


def test_every_code_of_the_contract_has_an_entry_with_examples() -> None:
    entries = builtin_indicators().by_code
    assert list(entries) and set(entries) == set(CONTRACT_CODES)
    assert all(e.definition and e.label and e.unit_kind and e.examples for e in entries.values())


@pytest.mark.parametrize(("code", "row"), EXAMPLES)
def test_example(code: str, row: tuple[str, ...]) -> None:
    assert code_of(row) == code


@pytest.mark.parametrize(("code", "row"), COUNTEREXAMPLES)
def test_counterexample(code: str, row: tuple[str, ...]) -> None:
    assert code_of(row) != code


def test_an_analysts_file_adds_codes_and_rules(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "- code: blood_donors\n"
        "  definition: People who gave blood.\n"
        "  rules: [{words: 献血, units: person, priority: 95}]\n"
        "- code: clubs\n"
        "  rules: [{measure: 读书会}]\n",
        encoding="utf-8",
    )
    loaded = load_indicators(own)
    assert loaded.code("职工", "参加献血", "名", "actual") == "blood_donors"
    assert loaded.code("读书会", "成立", "个", "actual") == "clubs"
    assert loaded.by_code["clubs"].definition == builtin_indicators().by_code["clubs"].definition
    assert builtin_indicators().code("职工", "参加献血", "名", "actual") == "participants"


@pytest.mark.parametrize(
    ("text", "line", "fault"),
    [
        ("- code: a\n  definition: x\n  rules: [{measure: '('}]\n", 3, "no regular expression"),
        ("- code: a\n  definition: x\n  rules: [{mesure: b}]\n", 3, "unknown key 'mesure'"),
        ("- code: a\n  definition: x\n", 1, "no rules"),
        ("- code: a\n  rules: [{measure: b}]\n", 1, "no definition"),
        ("- definition: x\n  rules: [{measure: b}]\n", 1, "no code"),
        ("- code: A-b\n  definition: x\n  rules: [{measure: b}]\n", 1, "'A-b'"),
        ("- code: a\n  definition: x\n  rules: [{priority: 3}]\n", 3, "names nothing"),
        ("- code: a\n  definition: x\n  rules: [{measure: b, priority: high}]\n", 3, "'high'"),
        ("- code: a\n  definition: x\n  rules: [{measure: b, status: past}]\n", 3, "'past'"),
        ("- code: a\n  definition: x\n  rules: 5\n", 3, "must be a list"),
        ("- 5\n", 1, "must be a mapping"),
        ("code: a\n", 1, "must be a list"),
        (
            "- code: a\n  definition: x\n  rules: [{measure: b}]\n- code: a\n  rules: [{measure: c}]\n",
            4,
            "no definition",
        ),
        (
            "- code: age\n  rules: [{measure: b}]\n- code: age\n  rules: [{measure: c}]\n",
            3,
            "twice",
        ),
        ("- code: [\n", 2, "not valid YAML"),
    ],
)
def test_a_bad_entry_is_named_with_file_and_line(tmp_path: Path, text: str, line: int, fault: str) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(BaoshuError) as caught:
        load_indicators(own)
    assert caught.value.code == "B010"
    assert f"own.yaml, line {line}" in caught.value.message
    assert fault in caught.value.message


def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BaoshuError, match=r"missing\.yaml"):
        load_indicators(tmp_path / "missing.yaml")
    (tmp_path / "latin.yaml").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(BaoshuError, match=r"latin\.yaml"):
        load_indicators(tmp_path / "latin.yaml")


def test_an_empty_file_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty.yaml").write_text("# none yet\n", encoding="utf-8")
    assert load_indicators(tmp_path / "empty.yaml") == builtin_indicators()
