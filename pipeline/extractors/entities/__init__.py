"""Entities: who, which body, where, with what title."""

from .extract import find_entities
from .resolve import resolve_names

__all__ = ["find_entities", "resolve_names"]
