"""Overlapping spans, cut into segments."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.report.segments import Segment, Span, segments

SPANS = st.lists(st.tuples(st.integers(-5, 30), st.integers(-5, 30)), max_size=12)


def test_nested_and_overlapping_spans_are_cut_at_every_edge() -> None:
    spans = [Span(0, 6, 0), Span(2, 4, 1), Span(3, 8, 2)]
    assert segments(0, 10, spans) == [
        Segment(0, 2, (0,), (0,)),
        Segment(2, 3, (0, 1), (1,)),
        Segment(3, 4, (0, 1, 2), (2,)),
        Segment(4, 6, (0, 2), ()),
        Segment(6, 8, (2,), ()),
        Segment(8, 10, (), ()),
    ]


@given(SPANS)
def test_segments_cover_the_text_and_hold_exactly_the_spans_around_them(edges: list[tuple[int, int]]) -> None:
    spans = [Span(start, end, key) for key, (start, end) in enumerate(edges)]
    cut = segments(0, 25, spans)
    assert [p for s in cut for p in range(s.start, s.end)] == list(range(25))
    for segment in cut:
        for point in range(segment.start, segment.end):
            assert set(segment.keys) == {s.key for s in spans if s.start <= point < s.end}
    begun = [key for s in cut for key in s.begins]
    assert sorted(begun) == [s.key for s in spans if max(s.start, 0) < min(s.end, 25)]
