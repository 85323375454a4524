"""The folder of a site: written aside, shown in one step, never in the place of anything else."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.errors import BaoshuError
from pipeline.version import VERSION

MARK = "baoshu-site.json"
_ABANDONED_SECONDS = 24 * 3600


@contextmanager
def new_site(out: Path) -> Iterator[Path]:
    """A folder to write the site in; it becomes `out` when the block ends well, replacing an earlier site.

    Raises BaoshuError B004 where `out` cannot be written, or holds something that is no site.
    """
    target = out.resolve()
    try:
        refuse_foreign(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        _sweep(target)
        aside = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".new", dir=target.parent))
    except OSError as error:
        raise BaoshuError("B004", f"{out}: cannot be written: {error.strerror or error}.") from error
    try:
        aside.chmod(0o755)
        mark = {"made_by": "baoshu report", "version": VERSION}
        (aside / MARK).write_text(json.dumps(mark) + "\n", encoding="utf-8")
        yield aside
        refuse_foreign(target)
        _show(aside, target)
    except OSError as error:
        raise BaoshuError(
            "B004", f"{out}: cannot be written: {error.strerror or error}.", "Is the disk full or read-only?"
        ) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def refuse_foreign(target: Path) -> None:
    """Raises BaoshuError B004 if something is there that is neither a site of ours nor an empty folder."""
    if not target.exists() or _is_site(target):
        return
    if target.is_dir() and not any(target.iterdir()):
        return
    raise BaoshuError(
        "B004",
        f"{target} is there and is no site that `baoshu report` made.",
        "Choose another folder for the site.",
    )


def _is_site(folder: Path) -> bool:
    try:
        mark = json.loads((folder / MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(mark, dict) and mark.get("made_by") == "baoshu report"


def _show(aside: Path, target: Path) -> None:
    old = aside.with_suffix(".old")
    if target.exists():
        target.rename(old)
    try:
        aside.rename(target)
    except OSError:
        with suppress(OSError):
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _sweep(target: Path) -> None:
    """Remove what reports on this site that were killed long ago left behind."""
    for name in (".new", ".old"):
        for left in target.parent.glob(f".{target.name}.*{name}"):
            if _is_site(left) and time.time() - left.stat().st_mtime > _ABANDONED_SECONDS:
                shutil.rmtree(left, ignore_errors=True)


def write(path: Path, text: str) -> None:
    """Write one file of the site, in UTF-8 with its line ends as they are."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
