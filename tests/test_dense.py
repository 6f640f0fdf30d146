"""FAISS against a dot product by brute force."""

import numpy as np
import pytest

from index.dense import DenseIndex

DIMENSION = 16


def unit_rows(count: int, seed: int = 0, dimension: int = DIMENSION) -> np.ndarray:
    rows = np.random.default_rng(seed).normal(size=(count, dimension))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


ROWS = unit_rows(200)
INDEX = DenseIndex.of(ROWS)
QUESTIONS = unit_rows(20, seed=1)


def by_hand(question: np.ndarray, allowed: np.ndarray, count: int) -> list[int]:
    return [int(i) for i in allowed[np.argsort(-(ROWS[allowed].astype(np.float64) @ question))][:count]]


@pytest.mark.parametrize("count", [1, 10, 200])
def test_the_nearest_are_those_of_the_largest_dot_products(count: int) -> None:
    found = INDEX.rank(QUESTIONS, count, None)
    assert [row.tolist() for row in found] == [by_hand(q, np.arange(200), count) for q in QUESTIONS]


@pytest.mark.parametrize("share", [1, 2, 20, 100, 200])  # 0.5 % to all of the 200
def test_a_filter_never_costs_a_hit(share: int) -> None:
    allowed = np.sort(np.random.default_rng(2).choice(200, size=share, replace=False))
    found = INDEX.rank(QUESTIONS, 10, allowed)
    assert [row.tolist() for row in found] == [by_hand(q, allowed, 10) for q in QUESTIONS]
    assert all(len(row) == min(10, share) for row in found)


def test_four_axes_give_the_order_that_one_can_see() -> None:
    index = DenseIndex.of(np.array([[1, 0], [0, 1], [0.6, 0.8], [-1, 0]], dtype=np.float32))
    # Against (1, 0): 1, 0, 0.6, -1.
    assert index.rank(np.array([[1, 0]], dtype=np.float32), 4, None)[0].tolist() == [0, 2, 1, 3]
    assert index.rank(np.array([[1, 0]], dtype=np.float32), 4, np.array([3, 1]))[0].tolist() == [1, 3]


def test_fewer_than_asked_for_are_given_without_stand_ins() -> None:
    index = DenseIndex.of(ROWS[:3])
    assert sorted(index.rank(QUESTIONS[:1], 50, None)[0].tolist()) == [0, 1, 2]


def test_nothing_is_found_where_nothing_is_or_nothing_is_allowed() -> None:
    empty = DenseIndex.of(np.empty((0, DIMENSION), dtype=np.float32))
    assert len(empty) == 0
    assert [row.tolist() for row in empty.rank(QUESTIONS[:2], 5, None)] == [[], []]
    assert INDEX.rank(QUESTIONS[:1], 5, np.empty(0, dtype=np.int64))[0].tolist() == []
    assert INDEX.rank(QUESTIONS[:0], 5, None) == []


def test_vectors_come_back_as_they_were_given() -> None:
    assert np.array_equal(INDEX.vectors(), ROWS)
    assert DenseIndex.of(ROWS[:0]).vectors().shape == (0, DIMENSION)
