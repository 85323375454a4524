"""Dates: temporal expressions of Chinese news (TIMEX3), and what they denote."""

from __future__ import annotations

from .compose import find_dates
from .expression import DateExpression, Point
from .resolve import resolve_dates

__all__ = ["DateExpression", "Point", "find_dates", "resolve_dates"]
