"""SQL over a published result, which can neither change it nor see any other file.

DuckDB is given the tables as Arrow data sets, so that it need not open files itself, and its access to
files, extensions and Python's variables is closed and locked before a word of the query is read.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb
import pyarrow as pa

from pipeline.contract import table_names
from pipeline.errors import BaoshuError
from pipeline.export.database import create_views
from pipeline.export.rows import dataset
from pipeline.publishing import Folder

VIEWS = ("facts", "series_points", "series_facts", "check_facts")
"""What can be asked besides the tables."""
_ALLOWED = ("SELECT", "EXPLAIN", "MULTI")  # PIVOT is several statements to DuckDB
_BATCH = 10_000


@contextmanager
def queried(folder: Folder, sql: str) -> Iterator[pa.RecordBatchReader]:
    """The rows that a query gives, as a stream of Arrow batches.

    Raises BaoshuError B020 for a query that is wrong or asks for more than reading the tables.
    """
    with tempfile.TemporaryDirectory(prefix="baoshu-query-") as spill, _tables(folder, spill) as tables:
        try:
            _refuse_writing(tables, sql)
            relation = tables.sql(sql)
            if relation is None:
                raise BaoshuError("B020", "The query gives no rows.", "Begin it with SELECT.")
            yield _told(relation.to_arrow_reader(_BATCH))
        except duckdb.Error as error:
            raise _explained(error) from error


@contextmanager
def _tables(folder: Folder, spill: str) -> Iterator[duckdb.DuckDBPyConnection]:
    settings: dict[str, str | bool | int | float | list[str]] = {
        "temp_directory": spill,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    with duckdb.connect(":memory:", config=settings) as tables:
        tables.execute("SET TimeZone = 'UTC'")
        for name in table_names():
            tables.register(name, dataset(folder, name))
        create_views(tables)
        tables.execute("SET enable_external_access = false")
        tables.execute("SET python_enable_replacements = false")
        tables.execute("SET lock_configuration = true")
        yield tables


def _refuse_writing(tables: duckdb.DuckDBPyConnection, sql: str) -> None:
    statements = tables.extract_statements(sql)
    if len(statements) != 1:
        raise BaoshuError("B020", f"{len(statements)} statements were given.", "Give one SELECT.")
    if statements[0].type.name not in _ALLOWED:
        raise BaoshuError(
            "B020", f"{statements[0].type.name} is not allowed: a query only reads.", "Begin it with SELECT."
        )


def _told(reader: pa.RecordBatchReader) -> pa.RecordBatchReader:
    def batches() -> Iterator[pa.RecordBatch]:
        try:
            yield from reader
        except (pa.ArrowException, OSError) as error:  # DuckDB's errors come through Arrow's stream so
            raise _explained(error) from error

    return pa.RecordBatchReader.from_batches(reader.schema, batches())


def _explained(error: Exception) -> BaoshuError:
    message = str(error).strip()
    if isinstance(error, duckdb.PermissionException):
        return BaoshuError(
            "B020", "A query reads the tables of the result and no other file.", f"Tables: {_names()}."
        )
    if isinstance(error, duckdb.CatalogException) and "Table with name" in message:
        return BaoshuError("B020", f"{message}\n", f"Tables and views: {_names()}.")
    if isinstance(error, duckdb.BinderException):
        return BaoshuError("B020", f"{message}\n", "`baoshu schema TABLE` lists the columns of a table.")
    return BaoshuError(
        "B020", f"{message}\n", "The SQL is DuckDB's: https://duckdb.org/docs/sql/introduction"
    )


def _names() -> str:
    return ", ".join((*table_names(), *VIEWS))


def plain(value: Any) -> Any:
    """A value as JSON can hold it: days and times as ISO 8601, what is no finite number as null."""
    import datetime as dt
    import decimal
    import math

    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, decimal.Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dt.datetime):
        text = value.isoformat()
        return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | str):
        return value
    return value.hex() if isinstance(value, bytes) else str(value)
