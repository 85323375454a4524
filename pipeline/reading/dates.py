"""Publication dates that come with the input: from metadata or a file name."""

from __future__ import annotations

import datetime as dt
import re

_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:([-_.年])(\d{1,2})[-_.月](\d{1,2})日?|(\d\d)(\d\d))(?!\d)")

FIRST_YEAR, LAST_YEAR = 1800, 2199
"""Years of a publication date that is taken from metadata."""


def date_in_name(name: str) -> dt.date | None:
    """The calendar date in a file name (2024-05-06, 20240506, 2024_5_6, 2024年5月6日), if exactly one."""
    found = set()
    for m in _IN_NAME.finditer(name):
        try:
            found.add(dt.date(int(m[1]), int(m[3] or m[5]), int(m[4] or m[6])))
        except ValueError:
            continue
    return found.pop() if len(found) == 1 else None


def parse_date(value: object) -> dt.date | None:
    """A date out of metadata: a date or datetime, or text such as 2024-05-06, 20240506, 2024/5/6.

    None for a missing or blank value; raises ValueError for what is no calendar date, or one on which
    no newspaper came out (databases write 0001-01-01 or 9999-12-31 where they know none).
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    date = _date(value)
    if not FIRST_YEAR <= date.year <= LAST_YEAR:
        raise ValueError(
            f"{date} is not between {FIRST_YEAR} and {LAST_YEAR}; leave it out if it is not known"
        )
    return date


def _date(value: object) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    m = re.fullmatch(
        r"\s*(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[T ]\d\d:\d\d.*)?\s*", str(value), re.ASCII
    )
    if m is None:
        raise ValueError(f"{value!r} is no date; write it as 2024-05-06")
    try:
        return dt.date(int(m[1]), int(m[2]), int(m[3]))
    except ValueError as error:
        raise ValueError(f"{value!r} is no calendar date: {error}") from None
