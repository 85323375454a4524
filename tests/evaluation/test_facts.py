"""Files of facts: their form, and what is counted of them."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import BaoshuError
from pipeline.evaluation.facts import fact_faults, facts_text, read_facts, score_facts

ROW: dict[str, Any] = {
    "statistic_id": "f0",
    "text": "30人",
    "measure": "职工",
    "predicate": "共有…参加",
    "subject": "青河市总工会",
    "place": None,
    "period_start": dt.date(2024, 5, 1),
    "period_end": None,
    "per": None,
    "aggregation": "total",
    "status": "actual",
    "part_of": None,
    "indicator": "participants",
}
PART = ROW | {"statistic_id": "f1", "text": "12人", "measure": "退役女职工", "part_of": "f0"}


def write(folder: Path, text: str) -> Path:
    path = folder / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def faults(number: str, **wanted: Any) -> list[str]:
    return [str(fault) for fault in fact_faults([ROW, PART, ROW | {"measure": "学员"}], number, wanted)]


def test_what_is_asked_for_is_compared() -> None:
    assert faults("30人", measure="职工", predicate="参加", start=dt.date(2024, 5, 1), end=None) == []
    assert faults("30人@1", measure="学员") == []
    assert faults("12人", part_of="30人") == []
    assert faults("12人") == ["12人 part_of: expected None, got '30人'"]
    assert faults("30人@2") == ["30人@2: no row"]
    assert faults("30人", measure=None) == ["30人 measure: expected None, got '职工'"]
    assert faults("30人", per="year", status="planned") == [
        "30人 per: expected 'year', got None",
        "30人 status: expected 'planned', got 'actual'",
    ]


def test_a_measure_that_is_much_longer_is_another() -> None:
    rows = [ROW | {"measure": "来自十余家企业的职工"}]
    assert [fault.field for fault in fact_faults(rows, "30人", {"measure": "职工"})] == ["measure"]


def test_a_file_is_counted_by_fact_and_by_field(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "- text: 甲\n  day: 2024-05-06\n"
        "  facts:\n    30人: {measure: 职工}\n    12人: {measure: 学员, part_of: 30人}\n    9人: {}\n"
        "  none: [五点, 30人]\n",
    )
    score = score_facts(path, lambda text, day: [ROW, PART])
    assert (score.right.ok, score.right.n) == (1, 3)
    assert (score.silent.ok, score.silent.n) == (1, 2)
    assert (score.fields["measure"].ok, score.fields["measure"].n) == (1, 2)
    assert (score.fields["part_of"].ok, score.fields["part_of"].n) == (2, 2)
    table = facts_text([score], misses=1)
    assert table.splitlines()[1].split()[:5] == ["mine.yaml", "3", "1", "0.333", "1/2"]
    assert "mine.yaml: 3" in table and "and 2 more" in table


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("text: 甲\n", 0, "no list"),
        ("- text: [\n", 2, "expected"),
        ("- text: 甲\n  day: 2024-05-06\n- text: 乙\n  day: heute\n", 3, "calendar date"),
        ("- text: 甲\n  day: 2024-13-06\n", 1, "month"),
        ("- text: 甲\n  day: 2024-05-06\n  fact: {}\n", 1, "unknown key 'fact'"),
        ("- text: 甲\n  day: 2024-05-06\n  facts: [30人]\n", 1, "`facts` must"),
        ("- text: 甲\n  day: 2024-05-06\n  facts: {30: {}}\n", 1, "the fact 30"),
        ("- text: 甲\n  day: 2024-05-06\n  facts: {30人: {colour: 红}}\n", 1, "unknown field 'colour'"),
        ("- text: 甲\n  day: 2024-05-06\n  none: 五点\n", 1, "`none` must"),
        ("- 甲\n", 1, "a mapping"),
    ],
)
def test_a_broken_file_is_named_with_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    with pytest.raises(BaoshuError) as raised:
        read_facts(write(tmp_path, text))
    assert raised.value.code == "B010" and words in raised.value.message
    assert not line or f"mine.yaml, line {line}" in raised.value.message


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BaoshuError, match="B010"):
        read_facts(tmp_path / "mine.yaml")
