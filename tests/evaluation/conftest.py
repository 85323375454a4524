"""Fixtures: the tiny page's gold and tables, to be changed at will, and a scorer of both."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from pipeline.evaluation import evaluate

from .cases import GOLD, Row, perfect, write_gold, write_tables


@pytest.fixture
def tables() -> dict[str, list[Row]]:
    return perfect()


@pytest.fixture
def gold() -> dict[str, Any]:
    return deepcopy(GOLD)


@pytest.fixture
def score(tmp_path: Path) -> Callable[..., Any]:
    """Scores tables against gold; both in memory."""

    def run(tables: dict[str, list[Row]], gold: Any = GOLD, raw: Path | None = None) -> Any:
        write_gold(tmp_path / "gold", gold)
        return evaluate(write_tables(tmp_path / "tables", tables), raw, tmp_path / "gold")

    return run
