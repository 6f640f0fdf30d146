"""Reciprocal rank fusion against sums worked out by hand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.fusion import reciprocal_rank_fusion


def test_scores_are_sums_of_one_by_sixty_and_the_rank() -> None:
    fused = reciprocal_rank_fusion([[7, 3, 5], [3, 9]])
    # 3: rank 2 and 1, 1/62 + 1/61; 7: rank 1, 1/61; 9: rank 2, 1/62; 5: rank 3, 1/63.
    assert [item.position for item in fused] == [3, 7, 9, 5]
    assert [item.score for item in fused] == pytest.approx([1 / 62 + 1 / 61, 1 / 61, 1 / 62, 1 / 63])
    assert fused[0].score == pytest.approx(0.0325225, abs=1e-7)


def test_two_middling_ranks_beat_one_first_rank() -> None:
    # 1/65 + 1/65 = 0.0308 against 1/61 = 0.0164.
    first = reciprocal_rank_fusion([[0, 11, 12, 13, 9], [21, 22, 23, 24, 9]])[0]
    assert (first.position, first.score) == (9, pytest.approx(2 / 65))


def test_equal_sums_keep_the_order_of_the_positions() -> None:
    # Each of them is first in one ranking and second in the other: 1/61 + 1/62.
    assert [item.position for item in reciprocal_rank_fusion([[8, 2], [2, 8]])] == [2, 8]
    assert [item.position for item in reciprocal_rank_fusion([[8], [2], [5]])] == [2, 5, 8]


def test_nothing_fused_is_nothing() -> None:
    assert reciprocal_rank_fusion([]) == []
    assert reciprocal_rank_fusion([[], []]) == []


RANKINGS = st.lists(st.lists(st.integers(0, 30), unique=True, max_size=12), max_size=4)


@settings(deadline=None)
@given(RANKINGS)
def test_every_position_comes_out_once_best_first(rankings: list[list[int]]) -> None:
    fused = reciprocal_rank_fusion(rankings)
    assert sorted(item.position for item in fused) == sorted({p for ranking in rankings for p in ranking})
    assert [item.score for item in fused] == sorted((item.score for item in fused), reverse=True)


@settings(deadline=None)
@given(RANKINGS)
def test_the_order_of_two_rankings_does_not_matter(rankings: list[list[int]]) -> None:
    two = rankings[:2]
    assert reciprocal_rank_fusion(two) == reciprocal_rank_fusion(two[::-1])
