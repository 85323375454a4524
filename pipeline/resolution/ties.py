"""The words that tie figures together, read from ties.yaml."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pipeline.text import safe_yaml


@dataclass(frozen=True, slots=True)
class Partition:
    """Groups that exclude each other; `complete`: two of them are all there are."""

    name: str
    members: tuple[re.Pattern[str], ...]
    complete: bool

    def divides(self, measures: Sequence[str]) -> bool:
        """Whether each measure is one group of its own. 以上, 及 and the like join groups."""
        groups = [[i for i, m in enumerate(self.members) if m.search(words)] for words in measures]
        single = [found[0] for found in groups if len(found) == 1]
        joined = any(word in words for words in measures for word in ("以上", "以下", "及", "和", "或"))
        return len(single) == len(measures) > 1 and len(set(single)) == len(single) and not joined


@dataclass(frozen=True, slots=True)
class Ties:
    """The patterns by name, and the partitions."""

    patterns: dict[str, re.Pattern[str]]
    partitions: tuple[Partition, ...]

    def partition(self, measures: Sequence[str | None]) -> Partition | None:
        """The partition of which the measures are groups, None where they may overlap."""
        words = [m or "" for m in measures]
        return next((p for p in self.partitions if p.divides(words)), None)


@cache
def ties() -> Ties:
    """What ties.yaml says, read once a process."""
    data = safe_yaml(files("pipeline.resolution").joinpath("ties.yaml").read_text(encoding="utf-8"))
    partitions = tuple(
        Partition(p["name"], tuple(map(re.compile, p["members"])), p.get("complete", False))
        for p in data.pop("partitions")
    )
    return Ties({name: re.compile(rule["pattern"]) for name, rule in data.items()}, partitions)
