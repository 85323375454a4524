"""Numbers of Chinese news text: quantities, money, percentages, ordinals, durations.

What is a number and what is not stands in tables beside the code, each with examples and
counter-examples that the tests run: `units.yaml`, `hedges.yaml`, `negatives.yaml`, and
`examples.yaml` for whole sentences. The way of a text: `normal` (one form of digits) → `find`
(the scan) → `context` and `calendar` (codes, idioms, names, dates: no numbers) → `parts` and
`shares` (numeral and unit) → `ranges`, `prefixes`, `hedges` (what stands around) → mentions.

Where the contract leaves room, this reads:
- about (约, 左右, 来) sets neither low nor high: how far it reaches is not in the words;
- 成, 折, 百分之, 千分之 give `%` and a value in percent; `‰` keeps its sign and its value;
- 翻一番 is 1 with the unit 番; 一打 is 12 and 40k is 40000 without a unit;
- smaller units are added to the larger: 1小时30分钟 is 1.5 小时, 50元6角 is 50.6 元;
- 近三年 is the last three years (span 三年, exact); 历时近三年 and 近三年时间 are `under`;
- 达, 共, 累计, 仅 say how a number is told, not how large it is: they stay outside the span.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.mentions import NumberMention

__all__ = ["convert", "find_numbers"]


def find_numbers(text: str) -> list[NumberMention]:
    """Numeric expressions of any text, in order, without overlap; offsets into `text`."""
    from pipeline.extractors.numbers import find

    return find.find_numbers(text)


def convert(value: float, unit: str) -> tuple[float, str] | None:
    """The value in the SI unit and that unit's symbol; None where the unit has none."""
    from pipeline.extractors.numbers import conversion

    return conversion.convert(value, unit)
