"""Settings: read from TOML with clear errors, hashed with the files they name."""

from pathlib import Path

import pytest

from pipeline.config import Config
from pipeline.errors import BaoshuError


def written(folder: Path, text: str) -> Path:
    (folder / "c.toml").write_text(text, encoding="utf-8")
    return folder / "c.toml"


def test_settings_are_read_and_files_found_beside_the_toml(tmp_path: Path) -> None:
    config = Config.read(written(tmp_path, 'keep = 0\nner = "none"\naliases = "a.csv"\n'))
    assert config == Config(keep=0, ner="none", aliases=str(tmp_path / "a.csv"))


@pytest.mark.parametrize(
    "text",
    ["keep = -1", "max_file_mb = 0", 'max_file_mb = "3"', "ner = 3", 'aliases = ""', "colour = 1", "keep ="],
)
def test_wrong_settings_are_refused_with_the_file(tmp_path: Path, text: str) -> None:
    with pytest.raises(BaoshuError, match=r"B003.*c\.toml"):
        Config.read(written(tmp_path, text))


def test_the_hash_changes_with_a_setting_and_with_a_file_it_names(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("alias,name\n")
    config = Config(aliases=str(tmp_path / "a.csv"))
    before = config.hash
    assert Config().hash != Config(keep=5).hash
    (tmp_path / "a.csv").write_text("alias,name\n甲,乙\n", encoding="utf-8")
    assert config.hash != before
