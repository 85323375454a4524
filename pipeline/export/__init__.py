"""A published result in the forms that analysts work with: Excel, CSV, DuckDB."""

from pipeline.export.csvfiles import write_csv
from pipeline.export.database import write_database
from pipeline.export.workbook import write_workbook

__all__ = ["write_csv", "write_database", "write_workbook"]
