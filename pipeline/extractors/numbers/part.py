"""A numeral with its unit, and arithmetic on numerals that have bounds."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from .lexicon import Unit
from .numerals import Numeral

BOUNDARY = frozenset(" \t\r\n\u3000，。、；：！？,.;:!?）)(（”’“‘》《」】—…-·|/")
ONE_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {str(i): i for i in range(10)} | {"两": 2}


@dataclass(slots=True)
class Part:
    """A numeral and its unit in normal text; `printed` is the numeral as found there."""

    start: int
    end: int
    printed: str
    numeral: Numeral
    unit: Unit | None = None
    word: str | None = None  # the unit's word as it is reported
    kind: str = "quantity"
    unit_kind: str | None = None
    currency: str | None = None
    rule: str = "bare"


def exact(value: Decimal) -> Numeral:
    return Numeral(value, value, value, "exact", value, Decimal(1))


def shifted(n: Numeral, add: Decimal) -> Numeral:
    """The numeral with `add` added to its value and bounds."""
    return n._replace(
        value=None if n.value is None else n.value + add,
        low=None if n.low is None else n.low + add,
        high=None if n.high is None else n.high + add,
    )


def scaled(n: Numeral, factor: Decimal) -> Numeral:
    """The numeral with its value and bounds multiplied."""
    return n._replace(
        value=None if n.value is None else n.value * factor,
        low=None if n.low is None else n.low * factor,
        high=None if n.high is None else n.high * factor,
    )
