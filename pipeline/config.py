"""The configuration of a run: what a user may set, read from TOML, hashed into the run's id."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import BaoshuError

FILES = ("aliases", "indicators", "events", "corrections")
"""Settings that name a file of the user's."""

_MOST = 2**31 - 1

NOT_ROWS = ("batch_chars", "keep", "corrections")
"""Settings that no extracted row depends on; corrections are applied anew by each run."""


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of a run.

    `max_file_mb`: a page file larger than this (MiB) is rejected; bulk files are streamed and have
    no limit, but a single record of more than `max_record_chars` code points is rejected.
    `batch_chars`: code points a worker takes at a time; it shapes part files, never rows.
    `page_seconds`: time after which a document is given up and becomes a reject. Where no alarm reaches
    (a loop in C; a system without such signals, as Windows) a worker process is ended a quarter later.
    `keep`: published versions kept besides the current one. `ner`: the statistical half of entity
    recognition: `crf` (ours), `none`, or the name or path of a spaCy pipeline whose NER takes its place.
    `aliases` (CSV), `indicators` (YAML) and `events` (YAML): files of the user's that add to ours.
    `corrections` (CSV): decisions of analysts, in place of `corrections.csv` in the result folder.
    """

    max_file_mb: int = 64
    max_record_chars: int = 4_000_000
    batch_chars: int = 400_000
    page_seconds: int = 120
    keep: int = 1
    ner: str = "crf"
    aliases: str | None = None
    indicators: str | None = None
    events: str | None = None
    corrections: str | None = None

    @classmethod
    def read(cls, path: Path) -> Config:
        """The settings in a TOML file; files it names are looked for beside it.

        Raises BaoshuError B003 with the place and the mend.
        """
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise BaoshuError("B003", f"{path}: cannot be read: {error}.") from error
        except (ValueError, RecursionError) as error:  # also a number of thousands of digits
            raise BaoshuError("B003", f"{path}: not valid TOML: {error}.") from error
        known = {f.name for f in dataclasses.fields(cls)}
        for name, value in data.items():
            if name not in known:
                raise BaoshuError(
                    "B003", f"{path}: unknown setting {name!r}.", f"Known: {', '.join(sorted(known))}."
                )
            data[name] = _checked(path, name, value)
        return cls(**data)

    @property
    def foreign_ner(self) -> bool:
        """Whether the NER of another spaCy pipeline takes the place of ours."""
        return self.ner not in ("crf", "none")

    @property
    def hash(self) -> str:
        """Twelve hexadecimal digits that change when a setting does, or a file that one names."""
        return _hash(dataclasses.asdict(self))

    @property
    def rows_hash(self) -> str:
        """The same over the settings that rows depend on."""
        return _hash({k: v for k, v in dataclasses.asdict(self).items() if k not in NOT_ROWS})


def _hash(settings: dict[str, Any]) -> str:
    for name in FILES:
        if settings.get(name) is not None and Path(settings[name]).is_file():
            settings[name] = hashlib.sha256(Path(settings[name]).read_bytes()).hexdigest()
    return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()[:12]


def _checked(path: Path, name: str, value: Any) -> Any:
    if name == "ner" or name in FILES:
        if not isinstance(value, str) or not value:
            raise BaoshuError("B003", f"{path}: {name} = {value!r} is no name.", "Write it in quotes.")
        return str(path.parent / value) if name in FILES else value
    if type(value) is not int or not (0 if name == "keep" else 1) <= value <= _MOST:
        raise BaoshuError("B003", f"{path}: {name} = {value!r} is not a positive whole number up to {_MOST}.")
    return value
