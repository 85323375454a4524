"""The bodies that a corpus names, rolled up from their mentions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from pipeline.extractors.entities.areas import areas

_LONGEST_AREA = 15  # characters of 双江拉祜族佤族布朗族傣族自治县


@dataclass(slots=True)
class _Body:
    mentions: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class _Rules:
    levels: list[tuple[str, re.Pattern[str]]]
    union: re.Pattern[str]
    area: re.Pattern[str]


@cache
def _rules() -> _Rules:
    source = files("pipeline.resolution").joinpath("levels.yaml").read_text(encoding="utf-8")
    data = yaml.safe_load(source)
    return _Rules(
        [(rule["level"], re.compile(rule["pattern"])) for rule in data["levels"]],
        re.compile(data["union"]),
        re.compile(data["area"]),
    )


def level_of(name: str) -> str:
    """The level that a body's name says, by the first rule of `levels.yaml` that fits it."""
    return next(level for level, pattern in _rules().levels if pattern.search(name))


def parent_of(name: str) -> str | None:
    """The body one level up, where the name says it: 甲市乙区总工会 → 甲市总工会, 甲公司工会 → 甲公司."""
    rules = _rules()
    if m := rules.union.search(name):
        areas, tail = rules.area.findall(name[: m.start()]), m.group()
        stem = name[: m.start()]
        if areas and "".join(areas) == stem:
            return "".join(areas[:-1]) + tail if len(areas) > 1 else None
        return stem if level_of(stem) in ("enterprise", "school") else None
    return None


def area_code_of(name: str) -> str | None:
    """GB/T 2260 code of the innermost area that a body's name begins with (青河市临江区总工会); None where
    the name begins with no area, or with one of which there are several."""
    code, rest = "", name
    while True:
        for size in range(min(_LONGEST_AREA, len(rest)), 1, -1):
            codes = [c for c in areas().full.get(rest[:size], ()) if c.startswith(code.rstrip("0"))]
            if codes:
                break
        else:
            return code or None
        if len(codes) > 1:
            return None
        code, rest = codes[0], rest[size:]


class Organizations:
    """Collects the mentions of bodies, in document order."""

    def __init__(self) -> None:
        self._bodies: dict[str, _Body] = {}

    def add(self, name: str, document_id: str) -> None:
        """One mention of type ORG with its canonical name."""
        body = self._bodies.get(name)
        if body is None:
            self._bodies[name] = _Body(1, document_id, document_id)
        else:
            body.mentions += 1
            body.last = document_id

    def rows(self) -> list[dict[str, Any]]:
        """The rows of the table `organizations`, sorted by name."""
        return [
            {
                "name": name,
                "level": level_of(name),
                "parent": parent_of(name),
                "adcode": area_code_of(name),
                "mentions": body.mentions,
                "first_document_id": body.first,
                "last_document_id": body.last,
            }
            for name, body in sorted(self._bodies.items())
        ]
