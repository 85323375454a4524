"""Units of work, told apart by what goes into them: what has not changed need not be done again."""

from __future__ import annotations

import hashlib
import json
import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

from pipeline.config import Config
from pipeline.contract import CONTRACT_VERSION
from pipeline.engines.compiled import STAMP, SUFFIXES, check_compiled
from pipeline.reading import Reject, SourceDocument
from pipeline.version import VERSION

Item = SourceDocument | Reject

LIBRARIES = ("jieba", "lunar_python", "numpy", "python-crfsuite", "pyarrow", "regex", "rensa", "spacy")
"""Libraries whose version can change rows."""


def unit_of(item: Item) -> bytes:
    """Sixteen bytes that differ for inputs that differ in their bytes, name or metadata."""
    if isinstance(item, Reject):
        facts: list[object] = ["reject", item.source_path, item.reason, item.detail]
    else:
        facts = ["document", item.document_id, item.source_path, item.sha256, item.encoding, item.title]
        facts += [item.source, item.supplied, item.from_filename, item.is_record]
    return hashlib.blake2b(json.dumps(facts, default=str).encode(), digest_size=16).digest()


def fingerprint(config: Config) -> str:
    """Hash of all that shapes rows besides the inputs: code, lexicons and model of this package,
    settings with the files they name, Python and the libraries that matter. Compiled modules are not
    counted, their sources are. Raises BaoshuError B021 if the two do not belong together."""
    check_compiled()
    facts = [VERSION, CONTRACT_VERSION, config.rows_hash, _package(), platform.python_version_tuple()[:2]]
    facts += [(name, _version(name)) for name in LIBRARIES]
    if config.foreign_ner:
        facts.append(_version(config.ner))
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


READERS = ("checking", "cli", "evaluation", "export", "report", "review", "terminal", "training")
"""Parts of this package that only read tables or start runs: a change in them changes no row of a page."""


@cache
def _package() -> str:
    root = Path(str(files("pipeline")))
    digest = hashlib.sha256()
    for path in shaping_files(root):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def shaping_files(root: Path) -> list[Path]:
    """The files of the package at `root` that have a say in the rows of a page, in order."""
    made = (".pyc", *SUFFIXES)
    found = (
        p for p in root.rglob("*") if p.is_file() and p.suffix not in made and p.name != Path(STAMP).name
    )
    return sorted(p for p in found if p.relative_to(root).parts[0] not in READERS)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
