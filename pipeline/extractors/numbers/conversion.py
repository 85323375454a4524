"""SI values of printed units (units.yaml holds the factors and their source)."""

from __future__ import annotations

from .lexicon import lexicon


def convert(value: float, unit: str) -> tuple[float, str] | None:
    """The value in the SI unit and that unit's symbol: (3, 亩) gives (2000.0, m2).

    None where the table gives the unit no factor (个, 元), and for unknown units.
    """
    entry = lexicon().unit_by_word.get(unit)
    if entry is None or entry.si is None:
        return None
    factor, symbol = entry.si
    return value * factor, symbol
