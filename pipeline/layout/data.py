"""Reads the rule files beside the code; nothing is read before it is asked for."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from pipeline.text import safe_yaml


@cache
def load(name: str) -> dict[str, Any]:
    """The rules in `<name>.yaml`. Raises FileNotFoundError for an unknown name."""
    text = (files("pipeline.layout") / f"{name}.yaml").read_text(encoding="utf-8")
    rules: dict[str, Any] = safe_yaml(text)
    return rules


def alternation(words: list[str]) -> str:
    """A non-capturing regex group of regex fragments, longest first so that none hides another."""
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"
