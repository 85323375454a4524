"""Tables: from a document's mentions to the rows of the contract, and rows to Arrow."""

from pipeline.tables.arrow import empty_tables, to_arrow
from pipeline.tables.rows import UNMARKED, Extraction, Rows, document_rows, reject_row

__all__ = ["UNMARKED", "Extraction", "Rows", "document_rows", "empty_tables", "reject_row", "to_arrow"]
