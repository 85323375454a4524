"""Engines: who runs the stages, over which shards, in how many processes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.engines.document import extract_documents
    from pipeline.engines.local import run_local
    from pipeline.engines.stages import load

__all__ = ["extract_documents", "load", "run_local"]


def __getattr__(name: str) -> Any:
    # a run with workers leaves spaCy to them: half a second and 50 MB that its driver need not spend
    if name == "run_local":
        from pipeline.engines.local import run_local

        return run_local
    if name == "extract_documents":
        from pipeline.engines.document import extract_documents

        return extract_documents
    if name == "load":
        from pipeline.engines.stages import load

        return load
    raise AttributeError(f"module 'pipeline.engines' has no attribute {name!r}")
