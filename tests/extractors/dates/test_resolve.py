"""Dates that hang on the day of publication or on another date."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.extractors.dates import find_dates, resolve_dates
from pipeline.extractors.dates.chinese_calendar import lunar_day, lunar_new_year, solar_terms
from pipeline.mentions import DateMention, Publication


def rows(
    text: str, start: str, end: str | None = None, articles: list[tuple[int, int]] | None = None
) -> list[DateMention]:
    publication = Publication(dt.date.fromisoformat(start), dt.date.fromisoformat(end or start), "text")
    return resolve_dates(find_dates(text), publication, articles or [(0, len(text))])


def days(row: DateMention) -> tuple[str | None, str | None]:
    return tuple(d.isoformat() if d else None for d in (row.start_date, row.end_date))  # type: ignore[return-value]


def test_a_year_is_known_when_both_ends_of_the_interval_lie_in_it() -> None:
    text = "今年要办十件实事，昨天开了部署会。"
    year, yesterday = rows(text, "2024-01-01", "2024-01-20")
    assert days(year) == ("2024-01-01", "2024-12-31") and year.basis == "publication" and year.value == "2024"
    assert days(yesterday) == (None, None)


def test_an_interval_over_new_year_leaves_the_year_open() -> None:
    assert days(rows("今年要办十件实事。", "2023-12-20", "2024-01-20")[0]) == (None, None)


def test_without_publication_only_explicit_dates_resolve() -> None:
    text = "今年3月开工，2023年4月立项。"
    found = resolve_dates(find_dates(text), Publication(), [(0, len(text))])
    assert [days(r) for r in found] == [(None, None), ("2023-04-01", "2023-04-30")]


def test_from_today_has_an_open_start_while_the_day_is_unknown() -> None:
    (row,) = rows("即日起至2025年4月18日报名。", "2025-01-01", "2025-04-18")
    assert days(row) == (None, "2025-04-18") and row.relation == "from_to"
    (row,) = rows("即日起至2025年4月18日报名。", "2025-01-06")
    assert days(row) == ("2025-01-06", "2025-04-18")


def test_context_ends_with_its_article() -> None:
    text = "2019年他进厂。次年出师。"
    assert days(rows(text, "2024-05-20")[1]) == ("2020-01-01", "2020-12-31")
    assert days(rows(text, "2024-05-20", None, [(0, 8), (8, len(text))])[1]) == (None, None)


def test_a_lunar_day_is_the_occurrence_nearest_to_publication() -> None:
    (row,) = rows("腊月二十三送温暖。", "2024-01-10", "2024-01-20")
    assert days(row) == ("2024-02-02", "2024-02-02") and row.basis == "lunar"


def test_speech_does_not_hang_on_publication() -> None:
    (row,) = rows("“今天，我学会了包粽子，真是不虚此行。”小杨说。", "2024-06-10")
    assert days(row) == (None, None)


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (2023, "2023-01-22"),
        (2024, "2024-02-10"),
        (2025, "2025-01-29"),
        (2026, "2026-02-17"),
        (2033, "2033-01-31"),
    ],
)
def test_lunar_new_year(year: int, day: str) -> None:
    assert str(lunar_new_year(year)) == day


def test_calendar_of_terms_and_short_months() -> None:
    terms = solar_terms(2024)
    assert len(terms) == 24 and str(terms["清明"]) == "2024-04-04" and str(terms["冬至"]) == "2024-12-21"
    assert str(lunar_day(2024, 12, 30)) == str(lunar_day(2024, 12, 0)) == "2025-01-28"
    assert lunar_day(2024, 13, 1) is None and lunar_day(99999, 1, 1) is None
