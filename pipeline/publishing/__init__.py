"""Publishing: part files, versions of a result, and the one step that makes a version current."""

from pipeline.publishing.parts import iter_parts, read_part, read_table, row_counts, write_part
from pipeline.publishing.store import Store

__all__ = ["Store", "iter_parts", "read_part", "read_table", "row_counts", "write_part"]
