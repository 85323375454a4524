"""Baoshu 报数: Chinese newspaper pages into tables that can be trusted.

import pipeline

result = pipeline.run("data/raw", out="data/processed")
result.statistics                     # a pandas DataFrame
pipeline.extract("全市已建驿站120个。").numbers
nlp = pipeline.load()                 # the spaCy pipeline
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.version import VERSION

if TYPE_CHECKING:
    from pipeline.api import Tables, extract, open_result, run, run_spark
    from pipeline.engines import load

__version__ = VERSION

__all__ = ["Tables", "__version__", "extract", "load", "open_result", "run", "run_spark"]


def __getattr__(name: str) -> Any:
    # spaCy takes half a second to import: only who uses it shall wait
    if name == "load":
        from pipeline.engines import load

        return load
    if name in ("Tables", "extract", "open_result", "run", "run_spark"):
        from pipeline import api

        return getattr(api, name)
    raise AttributeError(f"module 'pipeline' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
