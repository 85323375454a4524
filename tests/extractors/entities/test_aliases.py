"""An analyst's aliases make names join."""

from pathlib import Path

import pytest

import pipeline
from pipeline.config import Config
from pipeline.errors import BaoshuError
from pipeline.extractors.entities.aliases import read_aliases


def test_an_alias_gives_the_name_it_stands_for(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "alias,name\n青河热力,青河市热力集团有限公司\n青河热力集团,青河市热力集团有限公司\n"
    )
    found = pipeline.extract(
        "青河热力集团工会慰问职工，青河热力集团负责人到场。", config=Config(aliases=str(tmp_path / "a.csv"))
    )
    names = {(r["text"], r["name"]) for r in found.arrow("entities").to_pylist()}
    assert ("青河热力集团", "青河市热力集团有限公司") in names


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("name\nx\n", r"a\.csv:1: the first line"),
        ("alias,name\n甲,\n", r"a\.csv:2: alias and name"),
        ("alias,name\n甲,乙\n甲,丙\n", r"a\.csv:3: '甲' stands for '乙'"),
    ],
)
def test_a_broken_file_names_its_line(tmp_path: Path, content: str, fault: str) -> None:
    (tmp_path / "a.csv").write_text(content, encoding="utf-8")
    with pytest.raises(BaoshuError, match=fault):
        read_aliases(tmp_path / "a.csv")
