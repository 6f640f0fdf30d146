"""From logits to spans: the best range of tokens, windows over long passages, and what they come to together."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.reader.decode import MAX_SPAN_TOKENS, best_span
from rag.reader.windows import WINDOW_OVERLAP, Window, WindowScores, combine, cut

LOGITS = st.lists(st.floats(-20, 20, width=32), min_size=1, max_size=60)


def array(*values: float) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    return np.array(values, dtype=np.float32)


def test_the_best_span_has_the_highest_sum_and_never_ends_before_it_begins() -> None:
    # The highest start is token 2, the highest end token 0: 5 + 9 would be most, but runs backwards. Of the spans forwards
    # 0-0 has 1 + 9 = 10, and 2-2 5 + 4 = 9.
    span = best_span(array(1, 0, 5), array(9, 0, 4))
    assert span is not None
    assert (span.first, span.last, span.logit) == (0, 0, 10)


@settings(deadline=None)
@given(starts=LOGITS, data=st.data())
def test_it_is_the_best_of_all_spans_that_are_short_enough(starts: list[float], data: st.DataObject) -> None:
    ends = data.draw(st.lists(st.floats(-20, 20, width=32), min_size=len(starts), max_size=len(starts)))
    span = best_span(array(*starts), array(*ends))
    possible = [
        np.float32(starts[i]) + np.float32(ends[j])
        for i in range(len(starts))
        for j in range(i, min(len(starts), i + MAX_SPAN_TOKENS))
    ]
    assert span is not None
    assert 0 <= span.last - span.first < MAX_SPAN_TOKENS
    assert span.logit == pytest.approx(float(max(possible)))


def test_no_tokens_hold_no_span() -> None:
    assert best_span(array(), array()) is None


@settings(deadline=None)
@given(tokens=st.integers(1, 3_000), room=st.integers(65, 500))
def test_windows_cover_every_token_and_overlap(tokens: int, room: int) -> None:
    ranges = cut(tokens, room)
    assert ranges[0][0] == 0
    assert ranges[-1][1] == tokens
    for (_, end), (begin, _) in pairwise(ranges):
        assert end - begin == min(WINDOW_OVERLAP, room - 1)
    assert all(0 < end - begin <= room for begin, end in ranges)


def window(first: int, count: int) -> Window:
    """Tokens of four characters each, the first at `4 * first`."""
    starts = np.arange(first, first + count, dtype=np.int32) * 4
    return Window(np.zeros(count + 5, dtype=np.int32), None, 4, starts, starts + 3)


def test_a_span_lies_wholly_in_its_range_and_the_higher_margin_of_two_windows_counts() -> None:
    windows = [window(0, 3), window(2, 3)]
    # Token 2 (characters 8 to 11) is in both windows: 1 + 1 - 0 = 2 in the first, 3 + 3 - 1 = 5 in the second.
    scores = [
        WindowScores(array(0, 9, 1), array(0, 9, 1), 0.0),
        WindowScores(array(3, 0, 0), array(3, 0, 0), 1.0),
    ]
    marked = combine([(8, 12), (0, 8), (9, 11)], windows, scores)
    third, first_two, within_a_token = marked
    assert third is not None
    assert (third.start, third.end, third.margin) == (8, 11, 5)
    # Tokens 0 and 1: the second of them is the best, 9 + 9 - 0.
    assert first_two is not None
    assert (first_two.start, first_two.end, first_two.margin) == (4, 7, 18)
    assert within_a_token is None
