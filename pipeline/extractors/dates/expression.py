"""What a temporal expression says before it is known on which day the page was published."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.mentions import DateMention


@dataclass(slots=True)
class Point:
    """An under-specified stretch of the calendar: every field that is None is left open.

    A `*_shift` counts units from the anchor (0 = the anchor's own year, month, week or day).
    `portion` cuts a part out of the stretch that the other fields denote: ("month", 1, 6) the
    first half of a year, ("day", 11, 20) the middle of a month; 0 as last day is the month's end.
    `years` are the first and last year of a decade, a century or a plan.
    """

    year: int | None = None
    year_shift: int | None = None
    years: tuple[int, int] | None = None
    month: int | None = None
    month_shift: int | None = None
    week_shift: int | None = None
    weekday: int | None = None  # ISO weekday 1 to 7; 67 is the weekend
    day: int | None = None
    day_shift: int | None = None
    portion: tuple[str, int, int] | None = None
    nth: tuple[str, int] | None = None  # ("W", 1) first week, ("WD1", -1) last Monday, ("M", 9) ninth month
    festival: str | None = None  # name of a day in festivals of the lexicon
    lunar: tuple[int, int | None] | None = None  # lunar month, lunar day
    zodiac: int | None = None  # 0 = year of the rat
    cycle: int | None = None  # 0 to 59, place of a 甲子 year in its cycle
    same_period: bool = False  # 去年同期: of that year, the stretch that the context has of its own
    clock: str | None = None  # TIMEX3 time of day, with its leading T
    anchor: str | None = (
        None  # publication | context | nearest (context, else publication); None = the calendar alone
    )

    def is_year_open(self) -> bool:
        """Whether the point names a place in a year but not the year."""
        return self.year is None and self.year_shift is None and self.years is None


@dataclass(slots=True)
class DateExpression(DateMention):
    """A found expression, its dates still open.

    `shape` says how `first` and `last` make an interval: `point` (first alone), `range` (first
    to last), `until_last` (publication to last, 即日起至…), `back` (`length` up to the anchor:
    5年前, 3年来), `ahead` (`length` from the anchor: 3天后), `none` (no interval: 近日, durations).
    `tense` is how the words around tell it: `past`, `ahead` or None.
    """

    shape: str = "none"
    first: Point = field(default_factory=Point)
    last: Point | None = None
    length: tuple[float, str] | None = None  # amount and TIMEX3 unit letter (Y M W D, TH TM TS)
    tense: str | None = None
    firm: bool = False  # told as past beyond doubt: 了, 已, or the day a sentence opens with
    quoted: bool = False
    lends: bool = True  # its year may be that of a bare month behind it; not so in 比去年增长
    beside: Point | None = None  # the same day named again in brackets: 1月22日（农历小年）
    opens: bool = False  # the first expression of its paragraph: no year is lent across a line break


# An expression with the kinds of the atoms it is made of.
Made = tuple[DateExpression, tuple[str, ...]]
