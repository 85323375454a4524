"""Stretches of days, and those that whole months make."""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

ONE_DAY: Final = dt.timedelta(days=1)


class Stretch(NamedTuple):
    """Closed interval of days, and what it rests on."""

    start: dt.date
    end: dt.date
    basis: str


_LENGTHS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def length_of_month(year: int, month: int) -> int:
    """How many days a month has; ValueError for a month that is none."""
    if not 1 <= month <= 12:
        raise ValueError(month)
    if month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0):
        return 29
    return _LENGTHS[month - 1]


def whole_months(year: int, first: int, last: int, basis: str) -> Stretch:
    """From the first day of a month to the last of another; months above 12 are the next year's."""
    y1, m1 = year + (first - 1) // 12, (first - 1) % 12 + 1
    y2, m2 = year + (last - 1) // 12, (last - 1) % 12 + 1
    return Stretch(dt.date(y1, m1, 1), dt.date(y2, m2, length_of_month(y2, m2)), basis)
