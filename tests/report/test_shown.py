"""Values and periods as readers see them."""

import datetime as dt

import pytest

from pipeline.report import shown


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (None, None, ""),
        ("2024-01-01", "2024-12-31", "2024"),
        ("2021-01-01", "2024-12-31", "2021 – 2024"),
        ("2024-02-01", "2024-02-29", "2024-02"),
        ("2024-02-01", "2024-02-28", "2024-02-01 – 2024-02-28"),
        ("2024-05-01", "2024-06-30", "2024-05 – 2024-06"),
        ("2024-05-06", "2024-05-06", "2024-05-06"),
        (None, "2024-12-31", "– 2024-12-31"),
        ("2024-05-06", None, "2024-05-06 –"),
    ],
)
def test_period(start: str | None, end: str | None, words: str) -> None:
    days = [dt.date.fromisoformat(day) if day else None for day in (start, end)]
    assert shown.period(*days) == words


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"value": 300.0, "bound": "at_least", "unit": "个"}, "≥ 300 个"),
        ({"value": 12000.0, "bound": "exact", "unit": "人"}, "12,000 人"),
        ({"value": 3.5, "bound": "about", "unit": "%"}, "≈ 3.5 %"),
        ({"value": None, "low": 20.0, "high": 30.0, "unit": "人"}, "20–30 人"),
        ({"value": None, "low": None, "high": None, "text": "数十人", "unit": "人"}, "数十人"),
        ({"value": float("inf"), "bound": "exact", "unit": None}, "∞"),
        ({"value": 1e20, "bound": "exact", "unit": None}, "1e+20"),
    ],
)
def test_value(row: dict[str, object], words: str) -> None:
    assert shown.value(row) == words
