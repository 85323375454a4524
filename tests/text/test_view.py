"""Views know where each of their characters stood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text import View, ViewBuilder


def test_a_word_closed_up_over_a_column_break_keeps_its_place() -> None:
    raw = "甲公司总\n\n经理到会"
    builder = ViewBuilder(raw)
    builder.add(0, 4)
    builder.add(6, 10)
    view = builder.build()
    assert view.text == "甲公司总经理到会"
    at = view.text.index("总经理")
    start, end = view.raw_span(at, at + 3)
    assert raw[start:end] == "总\n\n经理"


@pytest.mark.parametrize(("start", "end"), [(0, 0), (3, 2), (-1, 1), (0, 9)])
def test_spans_outside_the_view_are_refused(start: int, end: int) -> None:
    with pytest.raises(IndexError):
        View.identity("八个字的一句话。").raw_span(start, end)


@given(st.text(min_size=1), st.data())
def test_every_character_of_a_piece_is_the_raw_one(raw: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(raw)), min_size=2, max_size=8)))
    builder = ViewBuilder(raw)
    wanted = ""
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        builder.add(start, end)
        wanted += raw[start:end]
    view = builder.build()
    assert view.text == wanted
    assert len(builder) == len(wanted)
    assert all(raw[view.origin(i)] == c for i, c in enumerate(view.text))
