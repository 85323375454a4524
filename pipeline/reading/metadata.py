"""`pages.csv`: what is known of pages beside their text."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath

from pipeline.reading.dates import parse_date
from pipeline.reading.decode import Undecodable, decode
from pipeline.reading.files import PAGES_CSV
from pipeline.reading.model import Reject


@dataclass(frozen=True, slots=True)
class PageFacts:
    publication_date: dt.date | None = None
    source: str | None = None


@dataclass(slots=True)
class PageMetadata:
    """Looks up `pages.csv` in the folder of each page; each file is read once.

    Lines that cannot be used are kept in `rejects`: the page itself is read all the same.
    """

    rejects: list[Reject] = field(default_factory=list)
    _folders: dict[Path, dict[str, PageFacts]] = field(default_factory=dict)

    def facts(self, page: Path, name: str) -> PageFacts:
        """What the nearest pages.csv says of the page: in its own folder, else in one above it
        that is still within the input (`name` is the page's path relative to the input)."""
        folder = page.parent
        for _ in PurePosixPath(name).parts:
            if found := self._read(folder).get(page.relative_to(folder).as_posix()):
                return found
            folder = folder.parent
        return PageFacts()

    def _read(self, folder: Path) -> dict[str, PageFacts]:
        if folder not in self._folders:
            self._folders[folder] = {}
            path = folder / PAGES_CSV
            if path.is_file():
                self._folders[folder] = dict(self._rows(path))
        return self._folders[folder]

    def _rows(self, path: Path) -> Iterator[tuple[str, PageFacts]]:
        try:
            decoded = decode(path.read_bytes())
        except OSError as error:
            self._reject(path, 0, "unreadable", f"cannot be opened: {error.strerror}")
            return
        if isinstance(decoded, Undecodable):
            self._reject(path, 0, decoded.reason, decoded.detail)
            return
        reader = csv.DictReader(io.StringIO(decoded.text, newline=""))
        try:
            header = reader.fieldnames or ()
        except csv.Error as error:
            self._reject(path, 1, "bad_record", str(error))
            return
        if "path" not in header:
            self._reject(path, 1, "missing_field", "the first line must name a column `path`")
            return
        for row in self._lines(path, reader):
            name = (row.get("path") or "").strip()
            target = PurePosixPath(name)
            if not name or not _stays(name):
                self._reject(
                    path, reader.line_num, "bad_record", f"path {name!r} does not stay in this folder"
                )
                continue
            if not _is_file(path.parent / target):
                self._reject(path, reader.line_num, "bad_record", f"there is no page {name!r}")
                continue
            try:
                date = parse_date(row.get("publication_date"))
            except ValueError as error:
                self._reject(path, reader.line_num, "bad_record", f"publication_date: {error}")
                date = None
            yield target.as_posix(), PageFacts(date, (row.get("source") or "").strip() or None)

    def _lines(self, path: Path, reader: csv.DictReader[str]) -> Iterator[dict[str, str]]:
        while True:
            try:
                yield next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                self._reject(path, reader.line_num, "bad_record", str(error))

    def _reject(self, path: Path, line: int, reason: str, detail: str) -> None:
        self.rejects.append(Reject(f"{path.name}#{line}" if line else path.name, reason, detail))


def _stays(name: str) -> bool:
    """Whether a path stays below its folder, wherever it is read: `C:\\x` leads out on Windows alone."""
    flavours = PurePosixPath(name), PureWindowsPath(name)
    return not any(path.anchor or path.drive or ".." in path.parts for path in flavours)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that is too long, or none at all
        return False
