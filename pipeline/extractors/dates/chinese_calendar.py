"""The Chinese calendar: lunar days, solar terms, festivals, zodiac and 甲子 years.

The astronomy is that of `lunar_python` (6tail, MIT licence); this module is the only one that
knows the library. What newspapers ask for stands worked out in `calendar.txt`, as the library takes five
milliseconds a year and undated pages ask for every year that they may be of:

    python scripts/chinese_calendar.py > pipeline/extractors/dates/calendar.txt

A line there is a year; its twelve lunar months without the leap month, each as month and day of its first
day and its length in days (`0210+29`; a month before the one in front of it lies in the next calendar
year); a bar; its 24 solar terms from 小寒 to 冬至 (`0106`).
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lunar_python import Solar

FIRST_YEAR, LAST_YEAR = 1, 9990
WORKED_OUT: Final = range(1949, 2050)
TERMS: Final = (
    *("小寒", "大寒", "立春", "雨水", "惊蛰", "春分", "清明", "谷雨", "立夏", "小满", "芒种", "夏至"),
    *("小暑", "大暑", "立秋", "处暑", "白露", "秋分", "寒露", "霜降", "立冬", "小雪", "大雪", "冬至"),
)


def _date(solar: Solar) -> dt.date:
    return dt.date(solar.getYear(), solar.getMonth(), solar.getDay())


@cache
def _table() -> dict[int, tuple[list[str], list[str]]]:
    """The lines of `calendar.txt`: months and terms by year."""
    table = {}
    for line in files(__package__).joinpath("calendar.txt").read_text(encoding="ascii").splitlines():
        year, *columns = line.split()
        table[int(year)] = (columns[:12], columns[13:])
    return table


@cache
def lunar_month(year: int, month: int) -> tuple[dt.date, int] | None:
    """First day and length in days of a lunar month of lunar year `year`; None outside the tables."""
    if not FIRST_YEAR < year < LAST_YEAR or not 1 <= month <= 12:
        return None
    if (line := _table().get(year)) is None:
        return month_of_library(year, month)
    day, _, length = line[0][month - 1].partition("+")
    return dt.date(year + (day < line[0][0][:4]), int(day[:2]), int(day[2:])), int(length)


def month_of_library(year: int, month: int) -> tuple[dt.date, int] | None:
    """`lunar_month` as the library works it out."""
    from lunar_python import LunarMonth, Solar

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
    if (line := _table().get(year)) is None:
        return terms_of_library(year)
    return {name: dt.date(year, int(day[:2]), int(day[2:])) for name, day in zip(TERMS, line[1], strict=True)}


def terms_of_library(year: int) -> dict[str, dt.date]:
    """`solar_terms` as the library works them out."""
    from lunar_python import Solar

    table = Solar.fromYmd(year, 6, 15).getLunar().getJieQiTable()
    days = ((name, _date(solar)) for name, solar in table.items())
    return {name: day for name, day in days if day.year == year and not name.isascii()} | (
        {"冬至": day} if (day := _winter_solstice(year)) else {}
    )


def _winter_solstice(year: int) -> dt.date | None:
    from lunar_python import Solar

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
