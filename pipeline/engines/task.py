"""What is handed to those who work: shards of the inputs, and what comes back. Quick to import."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.config import Config
from pipeline.engines.ledger import digest
from pipeline.engines.units import Item, unit_of
from pipeline.publishing import Folder, part_name
from pipeline.reading import SourceDocument

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

Watch = Callable[[range], None]
"""Called with the numbers of the items of a shard that are worked on next, together, and with an empty range
at its end when the last are done."""


@dataclass(frozen=True, slots=True)
class Shard:
    """Inputs to work through together. `ordinal` is the first one's place in the run; `given_up` are
    the units of inputs that took their process with them, with the reason of the reject; `singly`: one of them
    took its process with it, and it shall be known which."""

    ordinal: int
    items: tuple[Item, ...]
    given_up: Mapping[bytes, str] = field(default_factory=dict)
    singly: bool = False

    @property
    def part(self) -> str:
        """A name for its inputs."""
        return self.part_by("")

    def part_by(self, fingerprint: str) -> str:
        """The name of its part files when code and settings of that fingerprint make them."""
        return part_name(self.ordinal, digest(map(unit_of, self.items), fingerprint))

    @property
    def chars(self) -> int:
        """What its inputs count for in a batch, together."""
        return sum(map(size_of, self.items))

    def halves(self) -> tuple[Shard, Shard]:
        """The shard in two."""
        middle = len(self.items) // 2
        return (
            replace(self, items=self.items[:middle]),
            replace(self, items=self.items[middle:], ordinal=self.ordinal + middle),
        )

    def cut(self, chars: int) -> tuple[Shard, Shard | None]:
        """As many of its inputs as it takes to have so many code points, and the others."""
        size = 0
        for number, item in enumerate(self.items, 1):
            size += size_of(item)
            if size >= chars and number < len(self.items):
                rest = replace(self, ordinal=self.ordinal + number, items=self.items[number:])
                return replace(self, items=self.items[:number]), rest
        return self, None


def tapered(shards: Sequence[Shard], workers: int, least: int) -> Iterator[Shard]:
    """The last shards of a run cut smaller and smaller, down to `least` code points: each is half of what a
    worker still has to do, so that none has long to wait for the others at the end."""
    left = sum(shard.chars for shard in shards)
    for shard in shards:
        rest: Shard | None = shard
        while rest is not None:
            piece, rest = rest.cut(max(least, left // (2 * workers)))
            left -= piece.chars
            yield piece


_REJECT_CHARS = 200  # what a reject counts for in a batch: a million broken lines must not become one


def size_of(item: Item) -> int:
    """What the input counts for in a batch: its code points."""
    return len(item.text) if isinstance(item, SourceDocument) else _REJECT_CHARS


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
