"""The stream of documents and rejects that a run works on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from pipeline.config import Config
from pipeline.errors import BaoshuError
from pipeline.reading.dates import date_in_name
from pipeline.reading.decode import Undecodable, decode
from pipeline.reading.files import PAGE_SUFFIXES, InputFile, find_files
from pipeline.reading.metadata import PageMetadata
from pipeline.reading.model import Reject, SourceDocument, printable_path, sha256, storable
from pipeline.reading.records import read_records
from pipeline.reading.seen import SeenIds


def read_inputs(inputs: list[Path], config: Config) -> Iterator[SourceDocument | Reject]:
    """One item for each file or record met, in a stable order; each either a document or a reject.

    `inputs`: files or folders. Raises BaoshuError B001 for a path that does not exist; for what is
    in a file, nothing is raised.
    """
    for path in inputs:
        if not path.exists() and not path.is_symlink():
            raise BaoshuError("B001", f"There is no file or folder {str(path)!r}.")
    seen = SeenIds()
    metadata = PageMetadata()
    for item in _items(inputs, config, metadata):
        if isinstance(item, SourceDocument) and not seen.add(item.document_id):
            item = Reject(item.source_path, "duplicate_id", f"The id {item.document_id!r} was read before.")
        yield item
    yield from metadata.rejects


def _items(inputs: list[Path], config: Config, metadata: PageMetadata) -> Iterator[SourceDocument | Reject]:
    for file in find_files(inputs):
        if isinstance(file, Reject):
            yield file
        elif file.suffix in PAGE_SUFFIXES:
            yield _page(file, config, metadata)
        else:
            yield from read_records(file, config.max_record_chars)


def _page(file: InputFile, config: Config, metadata: PageMetadata) -> SourceDocument | Reject:
    shown = printable_path(file.name)
    try:
        size = file.path.stat().st_size
        if size > config.max_file_mb * 2**20:
            return Reject(
                shown, "too_large", f"{size} bytes; the limit is max_file_mb = {config.max_file_mb}."
            )
        data = file.path.read_bytes()
    except OSError as error:
        return Reject(shown, "unreadable", f"The file cannot be read: {error.strerror}.")
    decoded = decode(data)
    if isinstance(decoded, Undecodable):
        return Reject(shown, decoded.reason, decoded.detail)
    if not storable(file.name):
        return Reject(shown, "bad_record", "The file's name is no valid text; rename it.")
    facts = metadata.facts(file.path, file.name)
    return SourceDocument(
        document_id=file.stem,
        source_path=file.name,
        sha256=sha256(data),
        encoding=decoded.encoding,
        text=decoded.text,
        source=facts.source,
        supplied=facts.publication_date,
        from_filename=date_in_name(PurePosixPath(file.name).name),
    )
