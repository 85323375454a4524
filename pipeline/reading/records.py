"""Bulk records: JSON lines (plain, .gz, .zst), CSV and Parquet, streamed."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator
from typing import IO, Any, cast

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.reading.dates import parse_date
from pipeline.reading.decode import Undecodable, decode
from pipeline.reading.files import InputFile
from pipeline.reading.model import Reject, SourceDocument, sha256, storable

_SAMPLE_BYTES = 1 << 16
_PARQUET_ROWS = 256
_FIELDS = ("id", "text", "title", "publication_date", "source")


def read_records(file: InputFile, max_chars: int) -> Iterator[SourceDocument | Reject]:
    """The records of a bulk file, one document or reject each; a broken one never stops the rest.

    `max_chars`: code points above which a record is rejected. Never raises for what is in the file.
    """
    try:
        if file.suffix == ".parquet":
            yield from _parquet(file, max_chars)
        elif file.suffix == ".csv":
            yield from _csv(file, max_chars)
        else:
            yield from _json_lines(file, max_chars)
    except (OSError, pa.ArrowException, EOFError, UnicodeError) as error:
        yield Reject(file.name, "unreadable", f"The file breaks off or is damaged: {error}.")


def _json_lines(file: InputFile, max_chars: int) -> Iterator[SourceDocument | Reject]:
    max_bytes = 6 * max_chars  # a character takes at most six bytes, as a JSON escape
    with _open(file) as stream:
        encoding = "utf-8"
        number = 0
        while line := stream.readline(max_bytes):
            number += 1
            where = f"{file.name}#{number}"
            if number == 1:
                encoding = _encoding(line[:_SAMPLE_BYTES])
            if not line.endswith(b"\n") and len(line) >= max_bytes:
                while (rest := stream.readline(max_bytes)) and not rest.endswith(b"\n"):
                    pass
                yield Reject(where, "too_large", f"The line is longer than {max_bytes} bytes.")
                continue
            if not line.strip():
                continue
            yield _json_record(where, line, encoding, max_chars)


def _json_record(where: str, line: bytes, encoding: str, max_chars: int) -> SourceDocument | Reject:
    try:
        record = json.loads(line.decode(encoding).removeprefix("\ufeff"))
    except UnicodeDecodeError as error:
        return Reject(
            where, "undecodable", f"Broken {encoding} at byte {error.start} of the line: {error.reason}."
        )
    except (ValueError, RecursionError) as error:
        return Reject(where, "bad_record", f"Not valid JSON: {error}.")
    if not isinstance(record, dict):
        return Reject(where, "bad_record", f"A JSON object is wanted, this is {type(record).__name__}.")
    return _document(where, record, encoding, max_chars)


def _csv(file: InputFile, max_chars: int) -> Iterator[SourceDocument | Reject]:
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    with _open(file) as stream:
        encoding = _encoding(stream.peek(_SAMPLE_BYTES)[:_SAMPLE_BYTES])
        # bytes that do not decode become lone surrogates, which reject their record alone
        text = io.TextIOWrapper(stream, encoding=encoding, errors="surrogateescape", newline="")
        reader = csv.DictReader(text)
        try:
            header = [h.removeprefix("\ufeff") for h in reader.fieldnames or ()]
        except csv.Error as error:
            yield Reject(file.name, "bad_record", f"The header line cannot be read: {error}.")
            return
        reader.fieldnames = header
        if missing := [f for f in ("id", "text") if f not in header]:
            yield Reject(
                file.name, "missing_field", f"The header line has no column {' and no '.join(missing)}."
            )
            return
        number = 1
        while True:
            number += 1
            try:
                record = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Reject(f"{file.name}#{number}", "bad_record", f"Line {reader.line_num}: {error}.")
                continue
            yield _document(f"{file.name}#{number}", record, encoding, max_chars)


def _parquet(file: InputFile, max_chars: int) -> Iterator[SourceDocument | Reject]:
    with pq.ParquetFile(file.path) as parquet:
        present = [f for f in _FIELDS if f in parquet.schema_arrow.names]
        if missing := [f for f in ("id", "text") if f not in present]:
            yield Reject(file.name, "missing_field", f"There is no column {' and no '.join(missing)}.")
            return
        number = 0
        for batch in parquet.iter_batches(batch_size=_PARQUET_ROWS, columns=present):
            for record in batch.to_pylist():
                number += 1
                yield _document(f"{file.name}#{number}", record, "utf-8", max_chars)


def _document(where: str, record: dict[str, Any], encoding: str, max_chars: int) -> SourceDocument | Reject:
    identity, body = record.get("id"), record.get("text")
    if isinstance(identity, int) and not isinstance(identity, bool):
        identity = str(identity)
    for name, value in (("id", identity), ("text", body)):
        if value is None:
            return Reject(where, "missing_field", f"The record has no {name}.")
        if not isinstance(value, str):
            return Reject(where, "bad_record", f"{name} must be text, this is {type(value).__name__}.")
    identity, body = cast(str, identity).strip(), cast(str, body)
    if not identity:
        return Reject(where, "missing_field", "The record's id is empty.")
    title, source = record.get("title") or None, record.get("source") or None
    for name, value in (("title", title), ("source", source)):
        if value is not None and not isinstance(value, str):
            return Reject(where, "bad_record", f"{name} must be text, this is {type(value).__name__}.")
    if not body.strip():
        return Reject(where, "empty", f"Record {identity!r} has no text.")
    text = f"{title}\n\n{body}" if title and title.strip() else body
    if len(text) > max_chars:
        return Reject(
            where, "too_large", f"Record {identity!r} has {len(text)} characters; the limit is {max_chars}."
        )
    if not storable(identity + text + (source or "")):
        return Reject(where, "undecodable", "The record holds bytes or escapes that are no Unicode text.")
    try:
        supplied = parse_date(record.get("publication_date"))
    except ValueError as error:
        return Reject(where, "bad_record", f"publication_date: {error}.")
    return SourceDocument(
        document_id=identity,
        source_path=where,
        sha256=sha256(text.encode("utf-8")),
        encoding=encoding,
        text=text,
        title=title if title and title.strip() else None,
        source=source,
        supplied=supplied,
        is_record=True,
    )


def _encoding(sample: bytes) -> str:
    """The encoding of a bulk file, from the longest part of its beginning that decodes: the sample may
    end within a character, or hold one broken line among good ones."""
    while sample:
        decoded = decode(sample)
        if not isinstance(decoded, Undecodable):
            return decoded.encoding
        sample = sample[: sample.rfind(b"\n", 0, len(sample) // 2) + 1]  # at most half of it: it ends
    return "utf-8"


def _open(file: InputFile) -> io.BufferedReader:
    if file.suffix.endswith((".gz", ".zst")):
        codec = "gzip" if file.suffix.endswith(".gz") else "zstd"
        return io.BufferedReader(cast(io.RawIOBase, pa.input_stream(str(file.path), compression=codec)))
    return cast(io.BufferedReader, cast(IO[bytes], file.path.open("rb")))
