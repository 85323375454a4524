"""Publishing: part files, versions of a result, and the one step that makes a version current."""

from pipeline.publishing.parts import (
    CORPUS_PART,
    iter_parts,
    link_part,
    ordinal_of,
    part_name,
    read_part,
    read_table,
    row_counts,
    write_part,
)
from pipeline.publishing.store import Store

__all__ = [
    "CORPUS_PART",
    "Store",
    "iter_parts",
    "link_part",
    "ordinal_of",
    "part_name",
    "read_part",
    "read_table",
    "row_counts",
    "write_part",
]
