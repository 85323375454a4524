"""The site has words for everything the contract names."""

import re
from importlib.resources import files

import pytest

from pipeline.contract import contract
from pipeline.report.words import indicator_words, words


def test_every_code_of_the_contract_has_words_in_both_languages() -> None:
    codes = {value for table in contract().values() for column in table.columns for value in column.values}
    assert codes <= words()["codes"].keys()


@pytest.mark.parametrize("part", ["ui", "codes"])
def test_every_entry_has_two_words(part: str) -> None:
    assert all(len(pair) == 2 and all(pair) for pair in words()[part].values())


def test_indicators_have_chinese_names() -> None:
    assert indicator_words()["service_stations"] == ["服务驿站", "service stations"]


def test_templates_and_scripts_use_only_words_there_are() -> None:
    used = set()
    for folder, pattern in [("templates", r"\bt\('(\w+)'\)"), ("static", r"ui\.word\(\"(\w+)\"\)")]:
        for entry in files("pipeline.report").joinpath(folder).iterdir():
            if entry.is_file():
                used |= set(re.findall(pattern, entry.read_text(encoding="utf-8")))
    assert used and used <= words()["ui"].keys()
