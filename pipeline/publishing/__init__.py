"""Publishing: part files, versions of a result, and the one step that makes a version current."""

from pipeline.publishing.parts import (
    corpus_part,
    iter_parts,
    link_part,
    marked_part,
    move_part,
    ordinal_of,
    part_name,
    part_schema,
    read_part,
    read_table,
    row_counts,
    write_part,
)
from pipeline.publishing.places import Folder, Place, listed, place_of, removed, source, spill
from pipeline.publishing.remote import RemoteStore
from pipeline.publishing.store import Store


def store_of(out: Folder) -> Store | RemoteStore:
    """The store that keeps results in a folder."""
    return RemoteStore(out) if isinstance(out, Place) else Store(out)


__all__ = [
    "Folder",
    "Place",
    "RemoteStore",
    "Store",
    "corpus_part",
    "iter_parts",
    "link_part",
    "listed",
    "marked_part",
    "move_part",
    "ordinal_of",
    "part_name",
    "part_schema",
    "place_of",
    "read_part",
    "read_table",
    "removed",
    "row_counts",
    "source",
    "spill",
    "store_of",
    "write_part",
]
