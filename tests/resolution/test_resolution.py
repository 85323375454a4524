"""What only the whole corpus tells: duplicates, series, bodies, checks."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.extractors.entities.areas import area_code_of
from pipeline.resolution import check_rows, series_id
from pipeline.resolution.organizations import level_of, parent_of

ROOT = Path(__file__).parents[2]
RULES = yaml.safe_load((ROOT / "pipeline/resolution/levels.yaml").read_text(encoding="utf-8"))["levels"]
LONG = "青河市总工会近日在临江区举办职工技能竞赛，来自四十家企业的三百余名职工参加了焊接、钳工、数控等八个项目的角逐。"


def fact(**columns: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "statistic_id": "p:0:f0",
        "article_id": "p:0",
        "sentence_id": "p:0:s0",
        "sentence": "青河市总工会已建驿站120个。",
        "start": 0,
        "text": "120个",
        "place": None,
        "indicator": "service_stations",
        "subject": "青河市总工会",
        "measure": "驿站",
        "predicate": "已建",
        "per": None,
        "period_start": None,
        "period_end": dt.date(2024, 12, 31),
        "value": 120.0,
        "low": 120.0,
        "high": 120.0,
        "bound": "exact",
        "unit": "个",
        "aggregation": "total",
        "status": "actual",
        "in_headline": False,
        "part_of": None,
        "series_id": "s1",
    }
    return base | columns


@pytest.mark.parametrize(("rule", "name"), [(r, n) for r in RULES for n in r["examples"]])
def test_level_rules_fit_their_examples(rule: dict[str, Any], name: str) -> None:
    assert level_of(name) == rule["level"]


@pytest.mark.parametrize(("rule", "name"), [(r, n) for r in RULES for n in r["not"]])
def test_level_rules_do_not_fit_their_counter_examples(rule: dict[str, Any], name: str) -> None:
    assert level_of(name) != rule["level"]


@pytest.mark.parametrize(
    ("name", "parent"),
    [
        ("青河市临江区总工会", "青河市总工会"),
        ("临江区柳湾街道总工会", "临江区总工会"),
        ("青河市总工会", None),
        ("青河热力集团工会", "青河热力集团"),
        ("青河市第二中学", None),
        ("怀柔科学城总工会", None),
    ],
)
def test_parents_that_the_name_says(name: str, parent: str | None) -> None:
    assert parent_of(name) == parent


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("北京市总工会", "110000"),
        ("北京市朝阳区总工会", "110105"),
        ("海淀区教育局", "110108"),
        ("朝阳区总工会", None),
        ("湖北省武汉市总工会", "420100"),
        ("首创集团工会", None),
    ],
)
def test_area_codes_of_bodies(name: str, code: str | None) -> None:
    assert area_code_of(name) == code


def test_the_page_tells_which_area_of_several() -> None:
    assert area_code_of("朝阳区总工会", home="11") == "110105"
    assert area_code_of("朝阳区总工会", home="22") == "220104"
    assert area_code_of("朝阳区总工会", home="31") is None


def test_a_series_is_made_by_its_key_alone() -> None:
    assert series_id(fact()) == series_id(fact(value=130.0, period_end=dt.date(2025, 12, 31)))
    assert series_id(fact()) != series_id(fact(predicate="新建"))
    assert series_id(fact(status="planned")) is None
    assert series_id(fact(subject=None)) is None
    assert series_id(fact(in_headline=True)) is None


def part(number: int, value: float, **columns: Any) -> dict[str, Any]:
    return fact(statistic_id=f"p:0:f{number}", value=value, part_of="p:0:f0", **columns)


def test_parts_that_add_up() -> None:
    (row,) = check_rows([fact(value=170.0), part(1, 77.0), part(2, 93.0)])
    assert (row["kind"], row["expected"], row["found"], row["passed"]) == ("sum", 170.0, 170.0, True)
    assert row["statistic_ids"] == ["p:0:f0", "p:0:f1", "p:0:f2"]


def test_parts_that_are_more_than_the_whole() -> None:
    (row,) = check_rows([fact(value=170.0), part(1, 97.0, measure="本科"), part(2, 93.0, measure="专科")])
    assert (row["found"], row["passed"]) == (190.0, False)


def test_parts_that_may_overlap_contradict_nothing() -> None:
    parts = [part(1, 97.0, measure="一线职工"), part(2, 93.0, measure="女职工")]
    assert check_rows([fact(value=170.0), *parts]) == []


def test_men_and_women_are_all_there_are() -> None:
    parts = [part(1, 97.0, measure="男职工"), part(2, 63.0, measure="女职工")]
    (row,) = check_rows([fact(value=170.0), *parts])
    assert (row["found"], row["passed"]) == (160.0, False)


def test_rounded_parts_may_miss_their_whole_by_their_rounding() -> None:
    columns: list[dict[str, Any]] = [
        {"measure": "男职工", "text": "30.1万人"},
        {"measure": "女职工", "text": "22.3万人"},
    ]
    parts = [part(1, 301_000.0, **columns[0]), part(2, 223_000.0, **columns[1])]
    (row,) = check_rows([fact(value=523_000.0, text="52.3万人"), *parts])
    assert row["passed"]


@pytest.mark.parametrize(
    "parts",
    [
        [part(1, 77.0)],
        [part(1, 77.0), part(2, 40.0)],
        [part(1, 77.0), part(2, 93.0, unit="名")],
        [part(1, 77.0), part(2, 93.0, bound="over")],
    ],
)
def test_parts_that_say_nothing(parts: list[dict[str, Any]]) -> None:
    assert check_rows([fact(value=170.0), *parts]) == []


def test_a_headline_figure_that_the_body_repeats() -> None:
    head = fact(statistic_id="p:0:f9", in_headline=True, predicate=None)
    (row,) = check_rows([head, fact()])
    assert (row["kind"], row["passed"]) == ("repeat", True)
    assert check_rows([head, fact(value=30.0, measure="图书角")]) == []


def test_a_headline_figure_that_the_body_contradicts() -> None:
    (row,) = check_rows([fact(statistic_id="p:0:f9", in_headline=True, value=130.0), fact()])
    assert (row["expected"], row["found"], row["passed"]) == (120.0, 130.0, False)
