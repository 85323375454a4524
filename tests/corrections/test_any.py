"""Whatever analysts write, the run goes on, each line has its row, and the result keeps the contract."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

import pipeline
from pipeline.checking import check_folder
from pipeline.contract import contract, correctable_tables
from pipeline.corrections import ACTIONS, Correction, csv_bytes
from pipeline.extractors.statistics import builtin_indicators
from tests.corrections.rows import rows

WORDS = [
    "0",
    "-1",
    "1e308",
    "0.5",
    "7",
    "12000",
    "2023-12-31",
    "2024-05-06",
    "个",
    "人",
    "%",
    "青河市",
    "=1",
    "甲；乙",
    "是",
    "110105",
    "nan",
    "",
]


def lines(result: pipeline.Tables, chance: random.Random, count: int) -> Iterator[Correction]:
    """Corrections of rows that are there and some that are not, with values that may fit."""
    tables = {name: result.arrow(name).to_pylist() for name in correctable_tables()}
    codes = sorted(builtin_indicators().by_code)
    for _ in range(count):
        name = chance.choice([*tables, "statistics", "statistics", "statistics"])
        spec, row = contract()[name], chance.choice(tables[name])
        column = chance.choice([c for c in spec.columns if c.correctable or chance.random() < 0.1])
        values = [*WORDS, *column.values, *column.values, *(codes if column.name == "indicator" else ())]
        others = [r[column.name] for r in tables[name] if r[column.name] is not None]
        action = chance.choice([*ACTIONS[:2], "set", "set", "set", *ACTIONS, "?"])
        value = str(chance.choice([*values, *others[:20]])) if action != "clear" else ""
        at = {k: str(row[k]) for k in ("document_id", "start", "end")} if chance.random() < 0.5 else {}
        yield Correction(
            table=name,
            id=str(row[spec.key or ""]) if chance.random() < 0.95 else "no:0:f1",
            action=action,
            column=column.name if action in ("set", "clear") or chance.random() < 0.1 else "",
            value=value,
            **at,
        )


@pytest.mark.parametrize("seed", range(3))
def test_any_corrections_keep_the_contract(
    sample: tuple[Path, pipeline.Tables], sample_pages: Path, seed: int
) -> None:
    out, plain = sample
    made = list(lines(plain, random.Random(seed), 1500))
    (out / "corrections.csv").write_bytes(csv_bytes(made))
    result = pipeline.run(sample_pages, out)
    assert result.outcome is not None
    assert not result.outcome.worked_on
    assert not check_folder(out).faults
    found = result.arrow("corrections").to_pylist()
    assert len(found) == len(made)
    assert {r["state"] for r in found} == set(contract()["corrections"].column("state").values)
    assert all(r["reason"] for r in found if r["state"] in ("invalid", "not_found", "superseded"))
    (out / "corrections.csv").unlink()
    assert rows(pipeline.run(sample_pages, out)) == rows(plain)


@pytest.fixture(scope="module")
def sample(sample_pages: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, pipeline.Tables]:
    """A result of the sample pages, to correct, and its tables as extracted."""
    out = tmp_path_factory.mktemp("sample")
    result = pipeline.run(sample_pages, out)
    for name in result.names:
        result.arrow(name)  # into memory: the version itself goes
    return out, result
