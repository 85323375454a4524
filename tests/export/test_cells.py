"""Text in cells: made harmless, and had back unharmed."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.export.cells import EXCEL_CHARACTERS, defused, excel_text, readable, undefused
from tests.export.made import HOSTILE

DANGEROUS = tuple("=+-@\t\r\n＝＋－＠")


def cell(text: str) -> str:
    made: str = defused(pa.array([text]))[0].as_py()
    return made


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_cell_begins_with_nothing_that_a_spreadsheet_runs(text: str) -> None:
    made = cell(text)
    assert not made.startswith(DANGEROUS) or text in ("-5", "+3.5%")
    assert undefused(made) == text


@pytest.mark.parametrize("text", ["-5", "+3.5%", "-1,234.50", "12", "甲", "", "a=b", "'甲"])
def test_numbers_and_harmless_text_stay_as_they_are(text: str) -> None:
    assert cell(text) == text


@pytest.mark.parametrize("text", ["-5+1", "-5\n=1", "--5", "+", "-", "=5", "-5 "])
def test_what_only_begins_like_a_number_is_made_harmless(text: str) -> None:
    assert cell(text) == "'" + text


@given(st.text(st.sampled_from("'=+-@\t\r\n＝1甲.%"), max_size=6))
def test_every_text_comes_back_unharmed(text: str) -> None:
    assert undefused(cell(text)) == text


def test_null_stays_null() -> None:
    assert defused(pa.array([None, "=1"])).to_pylist() == [None, "'=1"]


@pytest.mark.parametrize("text", ["甲" * 40_000, "𠮷" * 20_000, "甲𠮷" * 12_000])
def test_a_long_cell_is_cut_with_a_word_and_fits_excel(text: str) -> None:
    made, cut = excel_text(text)
    assert cut
    assert len(made.encode("utf-16-le")) // 2 <= EXCEL_CHARACTERS
    assert f"{len(text)} characters in all" in made
    assert text.startswith(made.partition("…")[0])


@pytest.mark.parametrize("text", ["甲" * 32_767, "𠮷" * 16_383])
def test_the_longest_cell_that_fits_is_whole(text: str) -> None:
    assert excel_text(text) == (text, False)


def test_characters_that_no_xml_holds_are_written_out() -> None:
    assert excel_text("末\ufffe尾\uffff") == ("末_xFFFE_尾_xFFFF_", False)


def test_lists_read_as_text() -> None:
    assert readable(["甲", "乙"]) == "甲；乙"
    assert (
        readable([{"table": "a", "rows": 1}, {"table": "b", "rows": 2}])
        == "table: a, rows: 1 | table: b, rows: 2"
    )
    assert readable([]) == ""
