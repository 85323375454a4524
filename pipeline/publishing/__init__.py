"""Publishing: part files, versions of a result, and the one step that makes a version current."""

from pipeline.publishing.parts import (
    corpus_part,
    iter_parts,
    link_part,
    marked_part,
    move_part,
    ordinal_of,
    part_name,
    read_part,
    read_table,
    row_counts,
    write_part,
)
from pipeline.publishing.store import Store

__all__ = [
    "Store",
    "corpus_part",
    "iter_parts",
    "link_part",
    "marked_part",
    "move_part",
    "ordinal_of",
    "part_name",
    "read_part",
    "read_table",
    "row_counts",
    "write_part",
]
