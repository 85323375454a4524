"""Prints pipeline/extractors/dates/calendar.txt, worked out by lunar_python.

python scripts/chinese_calendar.py > pipeline/extractors/dates/calendar.txt
"""

from pipeline.extractors.dates.chinese_calendar import TERMS, WORKED_OUT, month_of_library, terms_of_library


def _lines() -> list[str]:
    """The lines of `calendar.txt`."""
    lines = []
    for year in WORKED_OUT:
        months = [found for month in range(1, 13) if (found := month_of_library(year, month))]
        terms = terms_of_library(year)
        columns = [f"{first:%m%d}+{length}" for first, length in months]
        lines.append(" ".join([str(year), *columns, "|", *(f"{terms[name]:%m%d}" for name in TERMS)]))
    return lines


if __name__ == "__main__":
    print("\n".join(_lines()))
