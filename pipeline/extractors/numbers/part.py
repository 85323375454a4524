"""A numeral with its unit, and arithmetic on numerals that have bounds."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final

from .lexicon import Unit
from .numerals import Numeral

BOUNDARY: Final = frozenset(" \t\r\n\u3000，。、；：！？,.;:!?）)(（”’“‘》《」】—…-·|/")
ONE_DIGIT: Final = (
    {c: i for i, c in enumerate("零一二三四五六七八九")} | {str(i): i for i in range(10)} | {"两": 2}
)


class Part:
    """A numeral and its unit in normal text; `printed` is the numeral as found there, `word` the unit's
    word as it is reported."""

    def __init__(
        self,
        start: int,
        end: int,
        printed: str,
        numeral: Numeral,
        unit: Unit | None = None,
        word: str | None = None,
        kind: str = "quantity",
        unit_kind: str | None = None,
        currency: str | None = None,
        rule: str = "bare",
    ) -> None:
        self.start = start
        self.end = end
        self.printed = printed
        self.numeral = numeral
        self.unit = unit
        self.word = word
        self.kind = kind
        self.unit_kind = unit_kind
        self.currency = currency
        self.rule = rule


def exact(value: Decimal) -> Numeral:
    return Numeral(value, value, value, "exact", value, Decimal(1))


def shifted(n: Numeral, add: Decimal) -> Numeral:
    """The numeral with `add` added to its value and bounds."""
    return replace(
        n,
        value=None if n.value is None else n.value + add,
        low=None if n.low is None else n.low + add,
        high=None if n.high is None else n.high + add,
    )


def scaled(n: Numeral, factor: Decimal) -> Numeral:
    """The numeral with its value and bounds multiplied."""
    return replace(
        n,
        value=None if n.value is None else n.value * factor,
        low=None if n.low is None else n.low * factor,
        high=None if n.high is None else n.high * factor,
    )
