"""The Python interface: run over files, extract from one text, open a result."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from pipeline.config import Config
from pipeline.contract import table, table_names
from pipeline.engines.ledger import signatures_table
from pipeline.engines.local import run_local
from pipeline.engines.processes import StartMethod
from pipeline.engines.run import Outcome, Progress
from pipeline.errors import BaoshuError
from pipeline.publishing import Folder, place_of, read_table, row_counts, store_of
from pipeline.reading import Reject, SourceDocument
from pipeline.reading.dates import parse_date
from pipeline.reading.model import sha256, storable
from pipeline.tables import empty_tables

if TYPE_CHECKING:  # whoever asks for a DataFrame loads pandas; a run needs none
    import pandas as pd

StrPath = str | os.PathLike[str]


class Tables:
    """The tables of a result: `result.statistics` is a pandas DataFrame, `result.arrow("statistics")`
    a pyarrow Table. Names are those of the contract (`result.names`). Tables are read when asked for.
    """

    def __init__(
        self, read: Callable[[str], pa.Table], path: Folder | None = None, outcome: Outcome | None = None
    ) -> None:
        self._read = read
        self._arrow: dict[str, pa.Table] = {}
        self._frames: dict[str, pd.DataFrame] = {}
        self.path = path
        """Folder of the published version, None for a result that is not on disk."""
        self.outcome = outcome
        """What the run did that gave these tables; None for tables that were only opened."""

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The tables there are."""
        return table_names()

    def arrow(self, name: str) -> pa.Table:
        """The table as pyarrow, with the contract's schema. Raises BaoshuError B007 for an unknown name."""
        if name not in self._arrow:
            table(name)
            self._arrow[name] = self._read(name)
        return self._arrow[name]

    def row_count(self, name: str) -> int:
        """How many rows the table has; of a result on disk read from the files' footers alone.

        Raises BaoshuError B007 for an unknown name.
        """
        table(name)
        if self.path is not None and name not in self._arrow:
            return row_counts(self.path, name)
        return int(self.arrow(name).num_rows)

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_") or name not in table_names():
            raise AttributeError(f"a result has no table {name!r}; there are: {', '.join(table_names())}")
        if name not in self._frames:
            self._frames[name] = self.arrow(name).to_pandas()
        return self._frames[name]

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *table_names()]

    def __repr__(self) -> str:
        counts = ", ".join(f"{rows} {name}" for name in table_names() if (rows := self.row_count(name)))
        return f"<Tables {self.path or 'in memory'}: {counts or 'no rows'}>"


def run(
    inputs: StrPath | Iterable[StrPath],
    out: StrPath,
    workers: int = 1,
    config: Config | None = None,
    progress: Progress | None = None,
    *,
    force: bool = False,
    start_method: StartMethod = "spawn",
) -> Tables:
    """Work through files and folders and publish the tables in the folder `out` (or a URL: s3://, gs://, hdfs://).

    Inputs that have not changed since the last run are not worked on again, unless `force` is set;
    `outcome` of the result says what was done. Corrections (`corrections.csv` in `out`, or the file that the
    settings name) are applied; the table `corrections` says what became of each. `workers`: processes (a script that asks for more than
    one needs the usual `if __name__ == "__main__":`), made by `start_method`: `forkserver` (POSIX) has them ready
    sooner and with less memory, for programs that are nothing but a run. `progress` is called with each finished
    ShardResult. Raises BaoshuError; inputs that cannot be read raise nothing, they are rows of `rejects`.
    """
    outcome = run_local(
        _paths(inputs), place_of(out), workers, config, progress, force=force, start_method=start_method
    )
    return open_version(outcome.folder, outcome)


def run_spark(
    inputs: StrPath | Iterable[StrPath],
    out: StrPath,
    master: str | None = None,
    config: Config | None = None,
    progress: Progress | None = None,
    *,
    force: bool = False,
    settings: Mapping[str, str] | None = None,
) -> Tables:
    """The same on a Spark cluster (`master`: its URL); see `pipeline.engines.spark`.

    Raises BaoshuError B014 where PySpark or Java is missing.
    """
    from pipeline.engines import spark  # PySpark is an extra

    outcome = spark.run_spark(
        _paths(inputs), place_of(out), master, config, progress, force=force, settings=settings
    )
    return open_version(outcome.folder, outcome)


def _paths(inputs: StrPath | Iterable[StrPath]) -> list[Path]:
    return [Path(inputs)] if isinstance(inputs, str | os.PathLike) else [Path(p) for p in inputs]


def open_result(out: StrPath) -> Tables:
    """The tables last published in the folder `out`. Raises BaoshuError B006 if there are none."""
    return open_version(store_of(place_of(out)).current())


def open_version(folder: Folder, outcome: Outcome | None = None) -> Tables:
    """The tables of one published version."""
    return Tables(lambda name: read_table(folder, name), folder, outcome)


def extract(
    text: str,
    publication_date: dt.date | str | None = None,
    *,
    document_id: str = "text",
    title: str | None = None,
    config: Config | None = None,
) -> Tables:
    """Extract from one text (a newspaper page or an article) without touching the disk.

    `publication_date`: a date, or text such as `2024-05-06`; raises BaoshuError B012 for text that is
    no calendar date. With a `title` the document's text is title, blank line, text. A text that
    cannot be worked on is a row of `rejects`.
    """
    try:
        supplied = parse_date(publication_date)
    except ValueError as error:
        raise BaoshuError("B012", f"publication_date: {error}.") from None
    from pipeline.engines.batch import work_batch  # spaCy and all: a run may leave it to its workers

    batch = work_batch([_source(text, supplied, document_id, title)], config or Config())
    made = empty_tables() | batch.tables
    from pipeline.engines.corpus import resolve_tables  # DuckDB and pandas: only who asks for tables

    made |= resolve_tables(made, signatures_table(batch.signatures))
    return Tables(made.__getitem__)


def _source(
    text: str, supplied: dt.date | None, document_id: str, title: str | None
) -> SourceDocument | Reject:
    if not storable(text + (title or "")):
        return Reject(
            document_id, "undecodable", "The text holds lone surrogates, which are no Unicode text."
        )
    if not text.strip():
        return Reject(document_id, "empty", "There is nothing but white space.")
    whole = f"{title}\n\n{text}" if title else text
    return SourceDocument(
        document_id=document_id,
        source_path=document_id,
        sha256=sha256(whole.encode("utf-8")),
        encoding="utf-8",
        text=whole,
        title=title,
        supplied=supplied,
    )
