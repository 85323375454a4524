"""`corrections.csv`: read as Excel, WPS and people write it, written so that Excel opens it."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import uuid
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

import yaml

from pipeline.corrections.cells import defused, restored
from pipeline.corrections.model import FIELDS, Correction, Corrections
from pipeline.errors import BaoshuError
from pipeline.publishing import Folder, Place
from pipeline.publishing.places import written

CORRECTIONS_CSV = "corrections.csv"
"""Its name in the result folder."""

_LARGEST_CELL = 10_000_000


def read_corrections(path: Folder, *, needed: bool = False) -> Corrections:
    """The lines of the file; none where there is none, unless it is `needed`.

    Raises BaoshuError B015 for a file that cannot be read as a whole, with line and mend. What is wrong
    with a single line is found when it is applied.
    """
    if not path.is_file():
        if needed:
            raise BaoshuError("B015", f"There is no file {path}.")
        return Corrections(str(path))
    try:
        if isinstance(path, Place):
            with path.system.open_input_stream(path.path) as stream:
                data: bytes = stream.read()
        else:
            data = path.read_bytes()
    except OSError as error:
        raise BaoshuError("B015", f"{path}: cannot be read: {error.strerror or error}.") from error
    return parse_csv(data, str(path))


def parse_csv(data: bytes, name: str) -> Corrections:
    """The lines in the bytes of a file: UTF-8 with or without byte order mark, GB18030 or UTF-16; columns
    parted by commas, semicolons or tabs. Raises BaoshuError B015."""
    if not data.strip():
        return Corrections(name)
    lines = tuple(_lines(_text(data, name), name))
    return Corrections(name, lines, _digest(data) if lines else None)


def _digest(data: bytes) -> str:
    """Of the file and of the code here: a result that other code corrected is not up to date."""
    made = hashlib.sha256(data)
    for path in sorted(p for p in Path(str(files(__package__))).iterdir() if p.suffix in (".py", ".yaml")):
        made.update(b"\0" + path.read_bytes())
    return made.hexdigest()


def _text(data: bytes, name: str) -> str:
    """A byte order mark decides; then UTF-8; then GB18030. Nothing is guessed: a few Chinese words in a
    table of ids are too little for that."""
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BaoshuError("B015", f"{name}: it is no text in UTF-8, UTF-16 or GB18030.", "Save it as CSV UTF-8.")


def csv_bytes(corrections: Iterable[Correction]) -> bytes:
    """The file: UTF-8 with byte order mark, cells that would run as a formula defused."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(FIELDS)
    for correction in corrections:
        writer.writerow(map(defused, correction.cells))
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _lines(text: str, name: str) -> Iterator[Correction]:
    head = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    csv.field_size_limit(max(csv.field_size_limit(), _LARGEST_CELL))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    columns: list[str] = []
    try:
        begin = 1
        for cells in reader:
            line, begin = begin, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if not columns:
                columns = _header(cells, name)
                continue
            if any(cell.strip() for cell in cells[len(columns) :]):
                raise BaoshuError(
                    "B015",
                    f"{name}, line {line}: {len(cells)} cells, but the header names {len(columns)} columns.",
                    'A value that holds a comma stands in quotes: "1,200".',
                )
            row = dict(zip(columns, cells, strict=False))
            yield Correction.of({k: restored(v.strip()) for k, v in row.items()}, line)
    except csv.Error as error:
        raise BaoshuError("B015", f"{name}, line {reader.line_num}: {error}.") from error


def _header(cells: list[str], name: str) -> list[str]:
    names = vocabulary()["columns"]
    columns = [names.get(cell.strip().casefold(), "") for cell in cells]
    while columns and not columns[-1] and not cells[len(columns) - 1].strip():
        columns.pop()  # Excel writes empty columns behind the last
    unknown = [c for c, column in zip(cells, columns, strict=False) if not column]
    if unknown:
        known = f"Known: {', '.join(FIELDS)}."
        raise BaoshuError("B015", f"{name}: the header has a column {unknown[0]!r}.", known)
    double = next((c for c in columns if columns.count(c) > 1), None)
    if double:
        raise BaoshuError("B015", f"{name}: the header names {double} twice.")
    if not {"id", "document_id"} & set(columns):
        raise BaoshuError(
            "B015", f"{name}: the header names neither id nor document_id.", "See docs/corrections.md."
        )
    return columns


@cache
def vocabulary() -> dict[str, dict[str, str]]:
    """Words that people write -> ours: of `columns`, `actions`, and `truth`."""
    text = files(__package__).joinpath("vocabulary.yaml").read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    return {
        kind: {str(word).casefold(): ours for ours, words in entries.items() for word in [ours, *words]}
        for kind, entries in data.items()
    }


def save(path: Folder, data: bytes) -> None:
    """Put the file in its place in one step. Raises BaoshuError B004."""
    try:
        with written(path, f".{path.name}.{uuid.uuid4().hex[:8]}.partial") as stream:
            stream.write(data)
    except OSError as error:
        raise BaoshuError("B004", f"{path}: cannot be written: {error.strerror or error}.") from error


def path_of(out: Folder, given: str | None) -> Folder:
    """The file that counts: the one given, else the one in the result folder."""
    return Path(given) if given else out / CORRECTIONS_CSV
