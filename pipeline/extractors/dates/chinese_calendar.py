"""The Chinese calendar: lunar days, solar terms, festivals, zodiac and 甲子 years.

The astronomy is that of `lunar_python` (6tail, MIT licence); this module is the only one that
knows the library.
"""

from __future__ import annotations

import datetime as dt
from functools import cache

from lunar_python import LunarMonth, Solar

FIRST_YEAR, LAST_YEAR = 1, 9990


def _date(solar: Solar) -> dt.date:
    return dt.date(solar.getYear(), solar.getMonth(), solar.getDay())


@cache
def lunar_month(year: int, month: int) -> tuple[dt.date, int] | None:
    """First day and length in days of a lunar month of lunar year `year`; None outside the tables."""
    if not FIRST_YEAR < year < LAST_YEAR or not 1 <= month <= 12:
        return None
    found = LunarMonth.fromYm(year, month)
    if found is None:
        return None
    first = Solar.fromJulianDay(found.getFirstJulianDay())
    return _date(first), int(found.getDayCount())


def lunar_day(year: int, month: int, day: int) -> dt.date | None:
    """The calendar day of a lunar day; day 0 is the month's last (除夕 = month 12, day 0)."""
    if (found := lunar_month(year, month)) is None:
        return None
    first, length = found
    if day > length:
        # 腊月三十 is said of the last day of a short month too.
        day = length if day == 30 else 0
        if not day:
            return None
    return first + dt.timedelta(days=(day or length) - 1)


@cache
def solar_terms(year: int) -> dict[str, dt.date]:
    """The 24 solar terms that fall into the calendar year, by name."""
    if not FIRST_YEAR < year < LAST_YEAR:
        return {}
    table = Solar.fromYmd(year, 6, 15).getLunar().getJieQiTable()
    days = ((name, _date(solar)) for name, solar in table.items())
    return {name: day for name, day in days if day.year == year and not name.isascii()} | (
        {"冬至": day} if (day := _winter_solstice(year)) else {}
    )


def _winter_solstice(year: int) -> dt.date | None:
    table = Solar.fromYmd(year, 12, 28).getLunar().getJieQiTable()
    for name, solar in table.items():
        if name in ("冬至", "DONG_ZHI") and _date(solar).year == year:
            return _date(solar)
    return None


def lunar_new_year(year: int) -> dt.date | None:
    """春节 of the calendar year."""
    return lunar_day(year, 1, 1)


def cycle_of(year: int) -> int:
    """Place of the lunar year in the cycle of sixty, 0 = 甲子; modulo 12 it is the zodiac's, 0 = rat."""
    return (year - 4) % 60
