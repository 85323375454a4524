"""Text of pages in HTML and in scripts."""

import json

from hypothesis import given
from hypothesis import strategies as st

from pipeline.report.escape import exact, script_json


def test_no_markup_of_a_page_survives() -> None:
    assert exact("<script>&\r\n\0") == "&lt;script&gt;&amp;&#13;\n\u2400"


@given(st.text())
def test_json_in_scripts_reads_back_and_never_closes_its_element(text: str) -> None:
    written = script_json({"text": text})
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written) == {"text": text}


def test_infinite_values_become_null() -> None:
    assert script_json([float("inf"), float("nan"), 2.0, 0.5]) == "[null,null,2,0.5]"
