"""What earlier runs left that need not be done again, and its way into a new version."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.contract import correctable_tables
from pipeline.engines.ledger import LEDGER_TABLES, UNITS, digest, fingerprint_of
from pipeline.engines.task import SHARD_TABLES
from pipeline.publishing import (
    Folder,
    iter_parts,
    link_part,
    move_part,
    part_name,
    read_part,
    row_counts,
    write_part,
)

PART_TABLES = (*SHARD_TABLES, *LEDGER_TABLES)

EXTRACTED = {name: f"_extracted_{name}" for name in (*correctable_tables(), "checks")}
"""Table -> where a part of it stands as it was before corrections, if any changed it."""

MERGE_FROM = 4
"""So many small neighbours are put together into one part; fewer are not worth the writing."""


@dataclass(slots=True)
class _Part:
    folder: Folder
    name: str
    begin: int  # of its rows in the index
    units: int
    chars: int
    corrected: frozenset[str]  # tables that are not as they were extracted
    kept: int = 0
    ordinal: int = -1  # place in the new run of the first unit that is kept


class Known:
    """The units whose rows stand in finished parts of earlier runs.

    Takes 21 bytes a unit: an index of millions fits into memory.
    """

    def __init__(self, folders: Sequence[Folder], fingerprint: str) -> None:
        """`folders`: results to look through; of a unit that several hold the first one's rows are taken.
        Parts that other code or settings made are passed over."""
        self._parts: list[_Part] = []
        keys: list[npt.NDArray[np.uint64]] = []
        owners: list[npt.NDArray[np.int32]] = []
        size = 0
        for folder in folders:
            aside = {t: {n for n, _ in iter_parts(folder, x)} for t, x in EXTRACTED.items()}
            for name, path in iter_parts(folder, UNITS):
                if fingerprint_of(path) != fingerprint or not _is_complete(folder, name):
                    continue
                units = read_part(path, ["unit", "chars", "again"])
                keys.append(_keys(units["unit"]))
                again = units["again"].to_numpy()
                owners.append(np.where(again, -1, len(self._parts)).astype(np.int32))
                chars = pc.sum(units["chars"]).as_py() or 0
                corrected = frozenset(table for table, names in aside.items() if name in names)
                self._parts.append(_Part(folder, name, size, units.num_rows, chars, corrected))
                size += units.num_rows
        self._owner = np.concatenate(owners) if owners else np.zeros(0, np.int32)
        unsorted = np.concatenate(keys) if keys else np.zeros(0, np.uint64)
        self._order = np.argsort(unsorted, kind="stable")
        self._keys = unsorted[self._order]
        self._kept = np.zeros(size, np.bool_)

    def keep(self, unit: bytes, ordinal: int) -> bool:
        """Whether the unit is known; if so its rows will be taken over. `ordinal`: its place in the run."""
        key = np.uint64(int.from_bytes(unit[:8], "little"))
        at = int(np.searchsorted(self._keys, key))
        while at < len(self._keys) and self._keys[at] == key:
            row = int(self._order[at])
            owner = int(self._owner[row])
            if owner >= 0 and not self._kept[row]:
                part = self._parts[owner]
                self._kept[row] = True
                part.kept += 1
                part.ordinal = ordinal if part.ordinal < 0 else min(part.ordinal, ordinal)
                return True
            at += 1
        return False

    def kept_of(self, folder: Folder | None) -> int:
        """How many units of a folder are taken over."""
        return sum(p.kept for p in self._parts if p.folder == folder)

    def is_whole(self, folder: Folder) -> bool:
        """Whether all that is kept is all that `folder` holds."""
        everything = sum(p.kept for p in self._parts)
        return self.kept_of(folder) == everything == row_counts(folder, UNITS)

    def take_over(self, target: Folder, small: int) -> None:
        """Bring the kept units' rows into `target`: parts that are kept whole as they are, of others the
        rows of the units that are kept; neighbours of less than `small` code points become one part. All rows
        are as extracted, before corrections."""
        run: list[_Part] = []
        for part in sorted((p for p in self._parts if p.kept), key=lambda p: p.ordinal):
            if part.chars * part.kept < small * part.units:
                run.append(part)
                if sum(p.chars for p in run) >= small:
                    self._bring(run, target)
                    run = []
            else:
                self._bring(run, target)
                self._bring([part], target)
                run = []
        self._bring(run, target)

    def _bring(self, parts: list[_Part], target: Folder) -> None:
        if len(parts) >= MERGE_FROM:
            self._write(parts, target)
            return
        for part in parts:
            if part.kept < part.units:
                self._write([part], target)
                continue
            units = self._units(part)
            name = part_name(part.ordinal, digest(units["unit"].to_pylist()))
            for table in PART_TABLES:
                link_part(_path(part, table), target, table, name)

    def _write(self, parts: list[_Part], target: Folder) -> None:
        kept = [_Kept(part, self._units(part)) for part in parts]
        units = pa.concat_tables([k.units for k in kept])
        name = part_name(parts[0].ordinal, digest(units["unit"].to_pylist()))
        for table in PART_TABLES:
            rows = units if table == UNITS else pa.concat_tables([k.rows(table) for k in kept])
            write_part(rows, target, table, name)

    def _units(self, part: _Part) -> pa.Table:
        kept = self._kept[part.begin : part.begin + part.units]
        return read_part(_path(part, UNITS)).filter(pa.array(kept))


def drop_unfinished(folder: Folder) -> None:
    """Remove the files of parts that a process died on: their rows are in other parts by now."""
    finished = {name for name, _ in iter_parts(folder, UNITS)}
    for table in PART_TABLES:
        for name, path in iter_parts(folder, table):
            if name not in finished:
                path.unlink()


def move_all(folder: Folder, part: str, renamed: str, besides: Collection[str]) -> None:
    """Give a part another name in all its tables besides those that have it already; `_units` comes last."""
    for table in EXTRACTED.values():
        if (folder / table / f"{part}.parquet").is_file():
            move_part(folder, table, part, renamed)
    for table in PART_TABLES:
        if table not in besides:
            move_part(folder, table, part, renamed)


class _Kept:
    """Of a part the rows that belong to the units which are kept."""

    def __init__(self, part: _Part, units: pa.Table) -> None:
        self.part, self.units = part, units
        self.documents = units["document_id"].drop_null()
        self.rejected = units.filter(pc.is_null(units["document_id"]))["source_path"]
        articles = read_part(_path(part, "articles"), ["article_id", "document_id"])
        self.articles = articles.filter(pc.is_in(articles["document_id"], self.documents))["article_id"]

    def rows(self, table: str) -> pa.Table:
        rows = read_part(_path(self.part, table))
        if "document_id" in rows.column_names:
            return rows.filter(pc.is_in(rows["document_id"], self.documents))
        if "article_id" in rows.column_names:
            return rows.filter(pc.is_in(rows["article_id"], self.articles))
        return rows.filter(pc.is_in(rows["source_path"], self.rejected))


def _path(part: _Part, table: str) -> Folder:
    return part.folder / (EXTRACTED[table] if table in part.corrected else table) / f"{part.name}.parquet"


def _is_complete(folder: Folder, name: str) -> bool:
    return all((folder / table / f"{name}.parquet").is_file() for table in PART_TABLES)


def _keys(units: pa.ChunkedArray) -> npt.NDArray[np.uint64]:
    """The first eight bytes of each unit; with ten million units two agree once in 400,000 runs."""
    return np.frombuffer(b"".join(u[:8] for u in units.to_pylist()), "<u8")
