"""What the columns of a mention say."""

from __future__ import annotations

import pytest

from pipeline.extractors.numbers import convert, find_numbers
from pipeline.extractors.numbers.numerals import NUMERAL_PATTERN, plain_value
from pipeline.mentions import NumberMention


def only(text: str) -> NumberMention:
    (mention,) = find_numbers(text)
    return mention


@pytest.mark.parametrize(
    ("text", "value", "low", "high"),
    [
        ("120人", 120, 120, 120),
        ("120多人", 120, 120, None),
        ("超过120人", 120, 120, None),
        ("至少120人", 120, 120, None),
        ("近120人", 120, None, 120),
        ("不超过120人", 120, None, 120),
        ("约120人", 120, None, None),
        ("几人", None, 2, 9),
        ("十几人", None, 11, 19),
        ("几十人", None, 20, 99),
        ("数百人", None, 200, 999),
        ("几千人", None, 2000, 9999),
        ("3至5人", None, 3, 5),
        ("二三十人", None, 20, 30),
        ("5至10万人", None, 50_000, 100_000),
        ("8000至1万人", None, 8000, 10_000),
        ("百人", 100, 100, 100),
        ("超过上千人", 1000, 1000, None),
    ],
)
def test_bounds(text: str, value: float | None, low: float | None, high: float | None) -> None:
    m = only(text)
    assert (m.value, m.low, m.high) == (value, low, high)


def test_currency_is_iso_4217() -> None:
    assert [only(t).currency for t in ("30元", "30美元", "30欧元", "￥30", "30人")] == [
        "CNY",
        "USD",
        "EUR",
        "CNY",
        None,
    ]


def test_article_is_marked() -> None:
    assert only("一名骑手").indefinite
    assert not only("两名骑手").indefinite
    assert not only("第一名").indefinite
    assert not only("一天时间").indefinite


def test_rule_names_what_spoke() -> None:
    assert only("30元").rule == "money"
    assert only("第三届").rule == "ordinal"
    assert only("三分之一").rule == "fraction"


def test_values_are_not_blurred_by_binary_fractions() -> None:
    assert only("18.61万个").value == 186_100
    assert only("4.35亿元").value == 435_000_000
    assert only("50元6角3分").value == 50.63


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (3, "亩", (2000.0, "m2")),
        (4, "斤", (2.0, "kg")),
        (1.5, "公里", (1500.0, "m")),
        (2, "小时", (7200.0, "s")),
        (2, "两", (0.1, "kg")),
        (6, "里", (3000.0, "m")),
        (1, "度电", None),
        (5, "个", None),
        (5, "不是单位", None),
    ],
)
def test_convert(value: float, unit: str, expected: tuple[float, str] | None) -> None:
    found = convert(value, unit)
    assert found is None if expected is None else found is not None
    if found is not None and expected is not None:
        assert found == (pytest.approx(expected[0]), expected[1])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三百零五", 305),
        ("三百五", 350),
        ("一万零三十", 10_030),
        ("六亿零四", 600_000_004),
        ("两万亿", 2 * 10**12),
        ("3万2千", 32_000),
        ("二〇二五", 2025),
        ("廿六", 26),
        ("十点五", 10.5),
        ("12,000", 12_000),
    ],
)
def test_numerals(text: str, value: float) -> None:
    found = NUMERAL_PATTERN.compiled.match(text)
    assert found is not None and found.group() == text
    assert plain_value(text) == value


@pytest.mark.parametrize("text", ["五一", "十千", "一" * 50, "9" * 60])
def test_no_numerals(text: str) -> None:
    assert plain_value(text) is None
