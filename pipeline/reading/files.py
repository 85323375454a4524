"""Which files an input stands for."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.reading.model import Reject, printable_path

PAGE_SUFFIXES = (".txt", ".md")
RECORD_SUFFIXES = (".jsonl", ".jsonl.gz", ".jsonl.zst", ".csv", ".parquet")
PAGES_CSV = "pages.csv"


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read; `name` is its path relative to the input that led to it, with `/`."""

    path: Path
    name: str

    @property
    def suffix(self) -> str:
        """`.txt`, `.jsonl.gz` …, in lower case; empty where the type is not one we read."""
        lowered = self.name.lower()
        return max((s for s in PAGE_SUFFIXES + RECORD_SUFFIXES if lowered.endswith(s)), key=len, default="")

    @property
    def stem(self) -> str:
        """The name without its suffix."""
        return self.name[: len(self.name) - len(self.suffix)]


def find_files(inputs: list[Path]) -> Iterator[InputFile | Reject]:
    """The files that the inputs (files or folders) stand for, in a stable order.

    Folders are walked through, links to folders followed once; hidden files and `pages.csv` are
    no inputs. A file that is no ordinary file, or of a type that is not read, is a reject.
    """
    seen: dict[str, str] = {}
    for start in inputs:
        candidates = _walk(start) if start.is_dir() else iter([InputFile(start, start.name)])
        for file in candidates:
            real = os.path.realpath(file.path)
            if real in seen:
                shown = printable_path(file.name)
                yield Reject(shown, "duplicate_id", f"The same file as {seen[real]}, which was read before.")
                continue
            seen[real] = printable_path(file.name)
            yield _checked(file)


def _walk(root: Path) -> Iterator[InputFile]:
    visited: set[str] = set()
    for folder, folders, names in os.walk(root, followlinks=True):
        real = os.path.realpath(folder)
        if real in visited:
            folders.clear()
            continue
        visited.add(real)
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and name.lower() != PAGES_CSV:
                path = Path(folder, name)
                yield InputFile(path, path.relative_to(root).as_posix())


def _checked(file: InputFile) -> InputFile | Reject:
    shown = printable_path(file.name)
    try:
        mode = file.path.stat().st_mode
    except OSError as error:
        return Reject(shown, "unreadable", f"The file cannot be opened: {error.strerror}.")
    if not stat.S_ISREG(mode):
        return Reject(shown, "unreadable", "Not an ordinary file (a pipe, device or socket).")
    if not file.suffix:
        known = " ".join(PAGE_SUFFIXES + RECORD_SUFFIXES)
        return Reject(shown, "not_text", f"Files of this type are not read; those that are: {known}.")
    return file
