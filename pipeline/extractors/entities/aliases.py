"""An analyst's own aliases: other names of a body, place or person, and the name to join by."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from pipeline.errors import BaoshuError
from pipeline.mentions import EntityMention


def read_aliases(path: Path) -> dict[str, str]:
    """Alias to canonical name, from a CSV file with the columns `alias` and `name` (UTF-8).

    Raises BaoshuError B010 with file and line for what cannot be used.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            if not {"alias", "name"} <= set(reader.fieldnames or ()):
                raise BaoshuError("B010", f"{path}:1: the first line must name the columns alias and name.")
            found: dict[str, str] = {}
            for row in reader:
                alias, name = ((row[key] or "").strip() for key in ("alias", "name"))
                where = f"{path}:{reader.line_num}"
                if not alias or not name:
                    raise BaoshuError("B010", f"{where}: alias and name must both be given.")
                if found.setdefault(alias, name) != name:
                    raise BaoshuError("B010", f"{where}: {alias!r} stands for {found[alias]!r} already.")
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BaoshuError("B010", f"{path}: cannot be read: {error}.") from error
    return found


def apply_aliases(mentions: Iterable[EntityMention], aliases: dict[str, str], text: str) -> None:
    """Give mentions whose printed or resolved name is an alias the name it stands for."""
    for mention in mentions:
        printed = text[mention.start : mention.end]
        mention.name = aliases.get(printed) or aliases.get(mention.name) or mention.name
