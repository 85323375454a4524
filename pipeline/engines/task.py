"""What is handed to those who work: shards of the inputs, and what comes back. Quick to import."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pipeline.config import Config
from pipeline.engines.ledger import digest
from pipeline.engines.units import Item, unit_of
from pipeline.publishing import Folder, part_name

SHARD_TABLES = (
    "documents",
    "articles",
    "sentences",
    "entities",
    "dates",
    "numbers",
    "events",
    "statistics",
    "checks",
    "rejects",
)
"""Tables that are written shard by shard; the others need the whole corpus."""

Watch = Callable[[int], None]
"""Called with the number of each item of a shard before work on it begins, and of the end after the last."""


@dataclass(frozen=True, slots=True)
class Shard:
    """Inputs to work through together. `ordinal` is the first one's place in the run; `given_up` are
    the units of inputs that took their process with them, with the reason of the reject."""

    ordinal: int
    items: tuple[Item, ...]
    given_up: Mapping[bytes, str] = field(default_factory=dict)

    @property
    def part(self) -> str:
        """The name of its part files."""
        return part_name(self.ordinal, digest(map(unit_of, self.items)))

    def halves(self) -> tuple[Shard, Shard]:
        """The shard in two."""
        middle = len(self.items) // 2
        return (
            Shard(self.ordinal, self.items[:middle], self.given_up),
            Shard(self.ordinal + middle, self.items[middle:], self.given_up),
        )


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker must know besides the shard: where to write, the settings, their fingerprint.

    `careful`: a run before this one broke off, perhaps because of a document.
    """

    folder: Folder
    config: Config
    fingerprint: str
    careful: bool = False


@dataclass(frozen=True, slots=True)
class ShardResult:
    """What became of a shard; the rows themselves are in its part files."""

    part: str
    inputs: int
    documents: int
    rejects: int
    chars: int
