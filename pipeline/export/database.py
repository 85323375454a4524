"""A DuckDB database of a result: tables with keys, comments and ready views."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.contract import CONTRACT_VERSION, Column, Table, contract
from pipeline.contract.exchange import foreign_keys
from pipeline.errors import BaoshuError
from pipeline.export.rows import dataset
from pipeline.export.written import told, written_aside
from pipeline.publishing import Folder

if TYPE_CHECKING:
    import duckdb

MEMORY = "800MB"
"""What DuckDB may take; beyond it works on disk."""


def write_database(folder: Folder, target: Path) -> dict[str, int]:
    """Write the version in `folder` to the DuckDB file `target`; gives the rows by table.

    Raises BaoshuError B019, also where rows break the keys of the contract (`baoshu check` names them).
    """
    import duckdb  # only who asks for it loads it

    counts = {}
    with written_aside(target) as aside, _connected(aside, target) as database:
        for table in contract().values():
            database.execute(_create(table))
            database.register("incoming", dataset(folder, table.name))
            try:
                database.execute(f'INSERT INTO "{table.name}" BY NAME SELECT * FROM incoming')
            except duckdb.ConstraintException as error:
                raise BaoshuError(
                    "B019", f"{table.name} breaks its keys: {error}.", "`baoshu check` names the rows."
                ) from error
            database.unregister("incoming")
            counts[table.name] = _count(database, table.name)
            for statement in _comments(table):
                database.execute(statement)
        create_views(database)
        database.execute("CHECKPOINT")
    return counts


@contextmanager
def _connected(aside: Path, target: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    import duckdb

    spill = aside.with_suffix(".spill")
    wal = aside.with_name(f"{aside.name}.wal")
    try:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": MEMORY,
            "temp_directory": str(spill),
        }
        with duckdb.connect(str(aside), config=settings) as database:
            database.execute("SET TimeZone = 'UTC'")
            yield database
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        raise BaoshuError("B019", f"{target}: {error}.", "Is the disk full?") from error
    finally:
        with told(target):
            wal.unlink(missing_ok=True)
            if spill.is_dir():
                spill.rmdir()


def create_views(database: duckdb.DuckDBPyConnection) -> None:
    """Make the ready views of `views.sql` over the tables."""
    database.execute(files("pipeline.export").joinpath("views.sql").read_text(encoding="utf-8"))


def _count(database: duckdb.DuckDBPyConnection, name: str) -> int:
    found = database.execute(f'SELECT count(*) FROM "{name}"').fetchall()
    return int(found[0][0])


def _create(table: Table) -> str:
    lines = [_column(c) for c in table.columns]
    if table.key:
        lines.append(f'PRIMARY KEY ("{table.key}")')
    for name, other, key in foreign_keys(table):
        if other != table.name:  # a row may name one that comes after it
            lines.append(f'FOREIGN KEY ("{name}") REFERENCES "{other}" ("{key}")')
    return f'CREATE TABLE "{table.name}" ({", ".join(lines)})'


def _column(column: Column) -> str:
    return f'"{column.name}" {_sql_type(column.type_name)}' + ("" if column.nullable else " NOT NULL")


def _sql_type(name: str) -> str:
    plain = {
        "string": "VARCHAR",
        "int32": "INTEGER",
        "int64": "BIGINT",
        "float64": "DOUBLE",
        "bool": "BOOLEAN",
        "date": "DATE",
        "timestamp": "TIMESTAMP",  # in UTC; with a zone, DuckDB's Python interface would want pytz
    }
    if name in plain:
        return plain[name]
    if name.startswith("list<"):
        return _sql_type(name[5:-1]) + "[]"
    inner = name.removeprefix("struct{").removesuffix("}").split(",")
    pairs = (pair.split(":") for pair in inner)
    return "STRUCT(" + ", ".join(f'"{n}" {plain[t]}' for n, t in pairs) + ")"


def _comments(table: Table) -> Iterator[str]:
    about = f"{table.en} {table.zh} (contract_version {CONTRACT_VERSION})"
    yield f'COMMENT ON TABLE "{table.name}" IS {_quoted(about)}'
    for column in table.columns:
        words = f"{column.en} {column.zh}"
        words += f" Unit: {column.unit}." if column.unit else ""
        words += f" One of {', '.join(column.values)}." if column.values else ""
        words += f" → {column.ref}" if column.ref else ""
        yield f'COMMENT ON COLUMN "{table.name}"."{column.name}" IS {_quoted(words)}'


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
