"""Shares, growth and repeats, on sentences of our own through the whole pipeline."""

import datetime as dt
from math import inf
from pathlib import Path
from typing import Any

import pytest
import yaml

import pipeline
from pipeline.checking import check_folder
from pipeline.resolution.stated import claims, overlap
from pipeline.resolution.ties import ties

ROOT = Path(__file__).parents[2]
TIES = yaml.safe_load((ROOT / "pipeline/resolution/ties.yaml").read_text(encoding="utf-8"))
PARTITIONS = TIES.pop("partitions")


@pytest.mark.parametrize(("name", "words"), [(n, w) for n, rule in TIES.items() for w in rule["examples"]])
def test_tie_fits_its_example(name: str, words: str) -> None:
    assert ties().patterns[name].search(words)


@pytest.mark.parametrize(("name", "words"), [(n, w) for n, rule in TIES.items() for w in rule["not"]])
def test_tie_does_not_fit_its_counter_example(name: str, words: str) -> None:
    assert not ties().patterns[name].search(words)


@pytest.mark.parametrize(("name", "measures"), [(p["name"], m) for p in PARTITIONS for m in p["examples"]])
def test_partition_divides_its_example(name: str, measures: list[str]) -> None:
    found = ties().partition(measures)
    assert found is not None and found.name == name


@pytest.mark.parametrize("measures", [m for p in PARTITIONS for m in p["not"]])
def test_partition_does_not_divide_its_counter_example(measures: list[str]) -> None:
    assert ties().partition(measures) is None


@pytest.mark.parametrize(
    ("text", "value", "bound", "unit", "low", "high"),
    [
        ("365家", 365, "exact", "家", 365, 365),
        ("2000人", 2000, "exact", "人", 2000, 2000),
        ("1.7万处", 17_000, "exact", "处", 16_500, 17_500),
        ("三万人", 30_000, "exact", "人", 25_000, 35_000),
        ("1.93亿人", 1.93e8, "exact", "人", 1.925e8, 1.935e8),
        ("33.6岁", 33.6, "exact", "岁", 33.55, 33.65),
        ("34%", 34, "exact", "%", 33.5, 34.5),
        ("64.6%", 64.6, "exact", "%", 64.55, 64.65),
        ("６.５‰", 0.65, "exact", "%", 0.645, 0.655),
        ("百分之三点五", 3.5, "exact", "%", 3.45, 3.55),
        ("三成", 30, "exact", "%", 25, 35),
        ("四成五", 45, "exact", "%", 42.5, 47.5),
        ("三分之一", 33.3, "exact", "%", 28.3, 38.3),
        ("近八成", 80, "under", "%", 72, 80),
        ("近35%", 35, "under", "%", 31.5, 35),
        ("近8亿人次", 8e8, "under", "人次", 7.2e8, 8e8),
        ("不足100人", 100, "under", "人", -inf, 100),
        ("2万多个", 20_000, "over", "个", 20_000, 30_000),
        ("180余个", 180, "over", "个", 180, 198),
        ("超过70%", 70, "over", "%", 70, inf),
        ("约200人", 200, "about", "人", 180, 220),
        ("不少于8期", 8, "at_least", "期", 8, inf),
        ("不超过10%", 10, "at_most", "%", -inf, 10),
    ],
)
def test_what_a_figure_claims(
    text: str, value: float, bound: str, unit: str, low: float, high: float
) -> None:
    row = {"text": text, "value": value, "bound": bound, "unit": unit, "low": None, "high": None}
    assert claims(row) == pytest.approx((low, high))


def test_a_range_claims_its_ends_and_a_vague_figure_what_it_may_be() -> None:
    row: dict[str, Any] = {
        "text": "3到5个",
        "value": None,
        "bound": "range",
        "unit": "个",
        "low": 3,
        "high": 5,
    }
    assert claims(row) == (3, 5)
    assert claims(row | {"low": None, "high": None}) == (-inf, inf)


def test_intervals_overlap_where_they_touch() -> None:
    assert overlap((1, 2), (2, 3)) and overlap((1, inf), (5, 5)) and not overlap((1, 2), (2.1, 3))


def checks(text: str) -> list[tuple[str, float, float, bool]]:
    found = pipeline.extract(text, dt.date(2024, 5, 6)).arrow("checks").to_pylist()
    return [(r["kind"], round(r["expected"], 1), round(r["found"], 1), r["passed"]) for r in found]


@pytest.mark.parametrize(
    ("text", "expected", "found", "passed"),
    [
        ("青河市总工会检查企业，365家中124家通过，占34%。", 34.0, 34, True),
        ("全市共有职工1200人，其中女职工412人，占34.3%。", 34.3, 34.3, True),
        ("全市共有职工1200人，其中女职工512人，占34.3%。", 42.7, 34.3, False),
        ("公司现有职工800人，其中党员278人，占近35%。", 34.8, 35, True),
        ("公司现有职工800人，其中党员288人，占近35%。", 36.0, 35, False),
        ("公司现有职工800人，其中党员238人，占比超三成。", 29.8, 30, False),
        ("公司现有职工800人，其中党员228人，占三成。", 28.5, 30, True),
        ("集团有职工1.2万人，其中女职工4100余人，占34.5%。", 34.2, 34.5, True),
        ("今年共排查安全隐患730处，已整改702处，整改率96.2%。", 96.2, 96.2, True),
        ("今年共排查安全隐患730处，已整改702处，整改率86.2%。", 96.2, 86.2, False),
        ("报名人数达3600人，最终录取学员1200人，录取率为33.3%。", 33.3, 33.3, True),
        ("活动场次从去年的25场增至今年的32场，增长28%。", 28.0, 28, True),
        ("活动场次从去年的25场增至今年的32场，同比增长38%。", 28.0, 38, False),
        ("平均用时由25天压缩到20天，缩短两成。", 20.0, 20, True),
        # the whole stands a sentence before and is named
        ("全区有驿站412个。工会为186个驿站更换空调、微波炉，占驿站总数的45%。", 45.1, 45, True),
    ],
)
def test_share(text: str, expected: float, found: float, passed: bool) -> None:
    assert [c for c in checks(text) if c[0] == "share"] == [("share", expected, found, passed)]


@pytest.mark.parametrize(
    "text",
    [
        # no part, or another whole than the one before
        "集团有职工800人，女职工占34%。",
        "全市会员8万人，其中新就业形态劳动者2万人，占全省新就业形态劳动者的12%。",
        "参赛选手中，男性30人、女性20人，分别占60%和40%。",
        "检查中发现问题40个，比去年减少10个，占20%。",
        # the whole is only near: it proves nothing that they disagree
        "全区有驿站412个。工会为186个驿站更换空调、微波炉，占驿站总数的35%。",
        "报名人数达3600人，录取学员1200人，其中女学员900人，录取率为33.3%。",
        # growth against another year, or of something else
        "职工书屋从2020年的25个增至2024年的32个，同比增长3%。",
        "职工书屋从2020年的25个增至2024年的32个，年均增长6%。",
        "活动从25场增至32场，满意度提高8%。",
        "离职率从34%降到19%，下降15%。",
        "去年举办活动25场，今年32场，增长30%。",
        # hedges that leave everything open
        "公司有职工800多人，其中党员不少于200人，占34%。",
        "集团有职工6000人，其中党员4000人、女职工3000人。",
    ],
)
def test_no_check(text: str) -> None:
    assert checks(text) == []


STATED = "截至2023年底，青河市总工会建成职工书屋{}。"


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("527家", "527家", [("repeat", 527.0, 527.0, True)]),
        ("近530家", "527家", [("repeat", 530.0, 527.0, True)]),
        ("2万多家", "23000家", [("repeat", 20000.0, 23000.0, True)]),
        ("527家", "530家", [("repeat", 527.0, 530.0, False)]),
        ("2万多家", "18000家", [("repeat", 20000.0, 18000.0, False)]),
    ],
)
def test_the_same_fact_twice_in_a_page(
    first: str, second: str, found: list[tuple[str, float, float, bool]]
) -> None:
    assert checks(STATED.format(first) + "仪式上，大家纷纷点赞。" + STATED.format(second)) == found


@pytest.mark.parametrize(
    "second",
    [
        "截至2022年底，青河市总工会建成职工书屋412家。",
        "截至2023年底，临江区总工会建成职工书屋41家。",
        "截至2023年底，青河市总工会建成职工书屋412家、460家、475家。",
    ],
)
def test_other_facts_are_no_repeats(second: str) -> None:
    assert checks(STATED.format("527家") + second) == []


def page(first: str, rest: str) -> str:
    return f"\n\n职工书屋惠及职工\n\n本报讯（记者 林晚）{STATED.format(first)}{rest}\n"


def test_pages_that_agree_or_contradict_each_other(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    texts = {
        "a": page("527家", "书屋里的书来自职工捐赠。"),
        "b": page(
            "530家", "不少书屋设在车间和工地上，晚上也亮着灯，下了班的人来这里看书、写字、聊天，很是热闹。"
        ),
        "c": page("520余家", "书屋的管理员都是志愿者。"),
        # the wire text of b again is no second witness
        "d": page(
            "530家", "不少书屋设在车间和工地上，晚上也亮着灯，下了班的人来这里看书、写字、聊天，很是热闹。"
        ),
    }
    for name, text in texts.items():
        (source / f"{name}.txt").write_text(text, encoding="utf-8")
    result = pipeline.run(source, out)
    rows = [
        (r["article_id"], r["expected"], r["found"], r["passed"]) for r in result.arrow("checks").to_pylist()
    ]
    assert rows == [("b:0", 527.0, 530.0, False), ("c:0", 527.0, 520.0, True)]
    report = check_folder(out)
    assert report.faults == []
    (note,) = report.notes
    assert note.startswith("b:0:c0: repeat: expected 527, found 530: ")
    assert STATED.format("527家") in note and STATED.format("530家") in note
