"""YAML: our own rule files as data, a user's file as nodes, which know their lines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from pipeline.errors import BaoshuError

MAX_MIB = 16
MAX_DEPTH = 16
"""Levels of lists and maps; no lexicon needs more, and a file of brackets would take the process down."""


def safe_yaml(text: str) -> Any:
    """The data of a YAML text: strings, numbers, lists and maps only, read by libyaml where it is there.

    Raises yaml.YAMLError.
    """
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def read_nodes(path: Path) -> yaml.Node | None:
    """The root node of a YAML file, None for an empty one.

    Raises BaoshuError B010 with file and line for what cannot be read, is no YAML, refers to other
    parts of itself (`*name`, by which a few lines can stand for millions), or is nested too deeply.
    """
    try:
        if path.stat().st_size > MAX_MIB * 2**20:
            raise BaoshuError("B010", f"{path}: larger than {MAX_MIB} MiB.", "Is it the right file?")
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BaoshuError(
            "B010", f"{path}: cannot be read: {error}.", "It must be a YAML file in UTF-8."
        ) from error
    return compose(text, str(path))


def compose(text: str, name: str) -> yaml.Node | None:
    """The same for text; `name` is the file's for messages."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        depth = 0
        for event in yaml.parse(text, Loader=loader):
            line = event.start_mark.line + 1 if event.start_mark else 1
            if isinstance(event, yaml.AliasEvent):
                raise BaoshuError(
                    "B010", f"{name}, line {line}: *{event.anchor} is not read here.", "Write it out."
                )
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                raise BaoshuError("B010", f"{name}, line {line}: nested more than {MAX_DEPTH} levels deep.")
        root: yaml.Node | None = yaml.compose(text, Loader=loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{name}, line {mark.line + 1}" if mark else name
        problem = getattr(error, "problem", None) or error
        raise BaoshuError("B010", f"{where}: not valid YAML: {problem}.", "Mend the YAML.") from error
    return root
