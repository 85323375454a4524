"""The few words of SQL that SQLite and PostgreSQL share, with upserts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any


class Database:
    """A connection. In statements `{}` stands for a parameter."""

    def __init__(self, connection: Any, mark: str, columns: str) -> None:
        self._connection, self._mark, self._columns = connection, mark, columns

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing."""
        try:
            yield
        except BaseException:
            self._connection.rollback()
            raise
        self._connection.commit()

    def execute(self, statement: str, *values: Any) -> None:
        """Execute a statement."""
        self._connection.cursor().execute(self._marked(statement), values)

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows that a query gives."""
        cursor = self._connection.cursor()
        cursor.execute(self._marked(statement), values)
        return [tuple(row) for row in cursor.fetchall()]

    def create(
        self, name: str, types: Mapping[str, str], key: str | None = None, index: str | None = None
    ) -> None:
        """Make the table, or add the columns that it lacks: the contract adds columns, so a job must
        expect them."""
        described = [f'"{c}" {t}' + (" PRIMARY KEY" if c == key else "") for c, t in types.items()]
        self.execute(f'CREATE TABLE IF NOT EXISTS "{name}" ({", ".join(described)})')
        there = {column for (column,) in self.rows(self._columns, name)}
        for column, kind in types.items():
            if column not in there:
                self.execute(f'ALTER TABLE "{name}" ADD COLUMN "{column}" {kind}')
        if index and index != key:
            self.execute(f'CREATE INDEX IF NOT EXISTS "{name}_{index}" ON "{name}" ("{index}")')

    def insert(self, name: str, rows: Sequence[Mapping[str, Any]], suffix: str = "") -> None:
        """Insert rows, which all have the same columns."""
        if not rows:
            return
        columns = list(rows[0])
        named = ", ".join(f'"{c}"' for c in columns)
        marks = ", ".join(self._mark for _ in columns)
        self._connection.cursor().executemany(
            f'INSERT INTO "{name}" ({named}) VALUES ({marks}) {suffix}',
            [tuple(row[c] for c in columns) for row in rows],
        )

    def upsert(self, name: str, key: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows, or overwrite those of the same key."""
        if rows:
            new = ", ".join(f'"{c}" = excluded."{c}"' for c in rows[0] if c != key)
            self.insert(
                name, rows, f'ON CONFLICT ("{key}") DO ' + (f"UPDATE SET {new}" if new else "NOTHING")
            )

    def _marked(self, statement: str) -> str:
        return statement.replace("{}", self._mark)


@contextmanager
def connect(target: str) -> Iterator[Database]:
    """A database: the path of an SQLite file, or a postgresql:// URL."""
    if target.startswith(("postgresql://", "postgres://")):
        import psycopg

        with psycopg.connect(target) as connection:
            yield Database(
                connection,
                "%s",
                "SELECT column_name FROM information_schema.columns "
                "WHERE table_schema = current_schema() AND table_name = {}",
            )
        return
    sqlite = sqlite3.connect(target, isolation_level=None)
    try:
        sqlite.execute("BEGIN IMMEDIATE")  # the driver itself would begin too late to cover CREATE TABLE
        yield Database(sqlite, "?", "SELECT name FROM pragma_table_info({})")
    finally:
        sqlite.close()
