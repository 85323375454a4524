"""Pairs of spans, and when two answers are the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluation.matching import Spot, holds_phrase, match, same_name, same_number


def spots(*places, optional=False):
    return [Spot(lo, hi, {}, optional) for lo, hi in places]


def places(pairs):
    return [((a.lo, a.hi), (b.lo, b.hi)) for a, b in pairs]


def test_the_same_span_is_taken_before_one_that_touches():
    matching = match(spots((0, 4), (2, 6)), spots((2, 6), (1, 3)))
    assert places(matching.pairs) == [((0, 4), (1, 3)), ((2, 6), (2, 6))]
    assert (matching.exact, matching.missed, matching.spurious) == (1, [], [])


def test_a_found_span_answers_once():
    matching = match(spots((0, 2), (2, 4)), spots((0, 4)))
    assert (matching.asked, matching.found, len(matching.pairs)) == (2, 1, 1)
    assert [spot.lo for spot in matching.missed] == [2]


def test_spans_that_only_meet_do_not_touch():
    matching = match(spots((0, 2)), spots((2, 4)))
    assert (matching.pairs, len(matching.missed), len(matching.spurious)) == ([], 1, 1)


def test_what_touches_an_optional_item_is_no_blame():
    asked = spots((0, 2)) + spots((5, 8), optional=True)
    matching = match(asked, spots((0, 2), (7, 9), (10, 12)))
    assert (matching.asked, matching.found, matching.exact) == (1, 2, 1)
    assert [spot.lo for spot in matching.spurious] == [10]


_spans = st.lists(
    st.builds(lambda lo, n, o: Spot(lo, lo + n, {}, o), st.integers(0, 30), st.integers(1, 6), st.booleans()),
    max_size=12,
)


@given(_spans, _spans)
def test_nothing_is_counted_twice(asked, found):
    matching = match(asked, found)
    required = sum(not spot.optional for spot in asked)
    assert matching.asked == required
    assert matching.exact <= len(matching.pairs) <= min(required, len(found))
    assert matching.found <= len(found)
    assert all(one.overlaps(other) for one, other in matching.pairs)


@pytest.mark.parametrize(
    ("text", "span", "kept"),
    [("“春风”行动", (0, 4), (1, 3)), ("“春风”行动", (0, 6), (1, 6)), ("“”", (0, 2), (1, 2))],
)
def test_quotes_at_the_ends_are_left_out(text, span, kept):
    spot = Spot(*span, {}).unquoted(text)
    assert (spot.lo, spot.hi) == kept


@pytest.mark.parametrize(
    ("found", "gold", "same"),
    [
        ("云溪市总工会", ["市总工会"], True),
        ("工会", ["云溪市总工会"], False),
        (None, [], True),
        (None, ["甲"], False),
        ("甲", [], False),
    ],
)
def test_names(found, gold, same):
    assert same_name(found, gold) is same


@pytest.mark.parametrize(
    ("found", "gold", "same"),
    [
        ("全市职工书屋", ["职工书屋"], True),
        ("书屋", ["职工书屋"], False),
        ("职工书屋" + "和别的" * 5, ["职工书屋"], False),
        (None, [], True),
    ],
)
def test_phrases(found, gold, same):
    assert holds_phrase(found, gold) is same


@pytest.mark.parametrize(
    ("found", "gold", "same"),
    [
        (1.93e8, 193000000, True),
        (0.5, 0.51, False),
        (None, None, True),
        (float("nan"), None, True),
        (0.0, None, False),
    ],
)
def test_numbers(found, gold, same):
    assert same_number(found, gold) is same
