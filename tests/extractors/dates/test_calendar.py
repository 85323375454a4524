"""The calendar that is kept worked out is the library's."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.extractors.dates.chinese_calendar import (
    lunar_day,
    lunar_month,
    month_of_library,
    solar_terms,
    terms_of_library,
)


@pytest.mark.parametrize("decade", range(1940, 2060, 10))
def test_months_and_terms_worked_out_are_those_of_the_library(decade: int) -> None:
    for year in range(decade, decade + 10):
        for month in range(1, 13):
            assert lunar_month(year, month) == month_of_library(year, month), (year, month)
        assert solar_terms(year) == terms_of_library(year), year


def test_known_days_before_in_and_after_the_years_worked_out() -> None:
    assert lunar_day(1912, 1, 1) == dt.date(1912, 2, 18)
    assert lunar_day(2024, 8, 15) == dt.date(2024, 9, 17)
    assert lunar_day(2023, 12, 0) == dt.date(2024, 2, 9)
    assert lunar_day(2100, 1, 1) == dt.date(2100, 2, 9)
    assert lunar_month(0, 1) is None and lunar_month(2024, 13) is None
