"""Modules compiled to machine code (`make compile`): Python takes them in place of their sources, so they
must be of the same day."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

import pipeline.mentions
from pipeline.errors import BaoshuError

STAMP = "pipeline/compiled.json"
"""What `scripts/compile.py` leaves: the sources it compiled (paths below the root) and their hash."""

SUFFIXES = (".so", ".pyd")


def is_compiled() -> bool:
    """Whether this process runs compiled extractors."""
    return str(pipeline.mentions.__file__).endswith(SUFFIXES)


def check_compiled() -> None:
    """Raises BaoshuError B021 if the compiled modules were made from other sources than stand beside them."""
    if not is_compiled():
        return
    root = Path(str(pipeline.mentions.__file__)).parent.parent
    try:
        stamp = json.loads((root / STAMP).read_text(encoding="utf-8"))
        current = sources_hash(root, stamp["sources"]) == stamp["hash"]
    except (OSError, ValueError, KeyError):
        current = False
    if not current:
        raise BaoshuError(
            "B021",
            f"The compiled modules in {root / 'pipeline'} are of other sources than stand there now.",
            "Compile again (make compile), or remove them (make interpreted).",
        )


def sources_hash(root: Path, sources: Iterable[str]) -> str:
    """Hash of the sources' names and bytes. Raises OSError for one that is missing."""
    digest = hashlib.sha256()
    for name in sorted(sources):
        digest.update(name.encode() + b"\0" + (root / name).read_bytes() + b"\0")
    return digest.hexdigest()
