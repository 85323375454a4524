"""What happens around imports that take long."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.abc import MetaPathFinder


@contextmanager
def without_pandas() -> Iterator[None]:
    """Nobody imports pandas here, unless it was imported before.

    pyarrow does (0.5 s, 80 MB) only to ask whether a list that it is given is one of its series; for processes that
    never have any.
    """
    finder = _WithoutPandas()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


class _WithoutPandas(MetaPathFinder):
    """Finds no pandas. (None in `sys.modules` will not do: code made by Cython takes that for the module.)"""

    def find_spec(self, fullname: str, path: object, target: object = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError("pandas is not imported in a run", name=fullname)


@contextmanager
def without_collection() -> Iterator[None]:
    """No garbage is looked for: what is imported here stays, and a fifth of the time it takes would go into
    looking through it again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
