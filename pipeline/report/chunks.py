"""Rows for the tables of the browser, in script files of bounded size that a page loads one after another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipeline.report.escape import script_json
from pipeline.report.folder import write

CHUNK_ROWS = 10_000
MAX_ROWS = 200_000


class Chunks:
    """Script files `data/<name>-000.js` …, each of which appends rows to `window.BAOSHU.<name>`.

    Rows over MAX_ROWS are only counted (`left_out`): no browser filters them with ease.
    """

    def __init__(self, site: Path, name: str, columns: list[str]) -> None:
        self.site, self.name, self.columns = site, name, columns
        self.files: list[str] = []
        self.rows = 0
        self.left_out = 0
        self._held: list[list[Any]] = []

    def add(self, row: list[Any]) -> None:
        """One row; values in the order of `columns`."""
        if self.rows >= MAX_ROWS:
            self.left_out += 1
            return
        self.rows += 1
        self._held.append(row)
        if len(self._held) >= CHUNK_ROWS:
            self._flush()

    def close(self) -> None:
        """Write what is held back; a table without rows gets one empty file."""
        if self._held or not self.files:
            self._flush()

    def _flush(self) -> None:
        path = f"data/{self.name}-{len(self.files):03d}.js"
        chunk = script_json({"columns": self.columns, "rows": self._held})
        write(self.site / path, f"((window.BAOSHU ??= {{}}).{self.name} ??= []).push({chunk});\n")
        self.files.append(path)
        self._held = []
