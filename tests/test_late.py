"""Late interaction on vectors small enough to work out by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from index.encoder.embedder import TextVectors
from index.late import LateIndex, TokenRows, TokensInMemory, quantise, token_weights

X, Y, MINUS_X, SLANT = [1.0, 0.0], [0.0, 1.0], [-1.0, 0.0], [0.6, 0.8]


def question(*tokens: list[float]) -> TextVectors:
    rows = np.array(tokens, dtype=np.float32).reshape(-1, 2)
    places = np.arange(len(rows), dtype=np.int32)
    return TextVectors(np.array(X, dtype=np.float32), rows, places, places + 1)


def chunk(*tokens: list[float], units: list[int]) -> TokenRows:
    return quantise(np.array(tokens, dtype=np.float32).reshape(-1, 2), np.array(units, dtype=np.int16))


# Three chunks: X and SLANT in two sentences, Y in one, and one without tokens.
INDEX = LateIndex(TokensInMemory([chunk(X, SLANT, units=[0, 1]), chunk(Y, units=[0]), chunk(units=[])]))
# The largest of a row is exact; another value lies within half a step of 1/127 of the largest.
HALF_STEP = 0.5 / 127
NEAR = HALF_STEP * 2  # each axis of a two-dimensional row may be off by half a step


def test_each_token_of_the_question_finds_its_closest_in_each_chunk() -> None:
    # Chunk 0: X meets X, 1; Y meets SLANT, 0.8. Chunk 1: X·Y = 0, Y·Y = 1. Chunk 2 has no token: -1.
    closest = INDEX.closest(question(X, Y), np.array([0, 1, 2]))
    assert closest.shape == (2, 3)
    assert closest[0].tolist() == pytest.approx([1, 0, -1], abs=NEAR)
    assert closest[1].tolist() == pytest.approx([0.8, 1, -1], abs=NEAR)
    assert closest.dtype == np.float32


def test_chunks_come_in_the_order_of_the_positions() -> None:
    assert INDEX.closest(question(X), np.array([1, 0, 1]))[0].tolist() == pytest.approx([0, 1, 0], abs=NEAR)


def test_the_opposite_is_worth_minus_one() -> None:
    lonely = LateIndex(TokensInMemory([chunk(X, units=[0])]))
    assert lonely.closest(question(MINUS_X), np.array([0])).tolist() == [pytest.approx([-1], abs=NEAR)]


def test_each_sentence_is_scored_by_its_own_tokens() -> None:
    # Sentence 0 holds X: X·X = 1, Y·X = 0: 0.5. Sentence 1 holds SLANT: 0.6 and 0.8: 0.7. Sentence 2 has no token: -1.
    half = np.array([0.5, 0.5], dtype=np.float32)
    assert INDEX.score_sentences(question(X, Y), half, 0, 3).tolist() == pytest.approx([0.5, 0.7, -1.0], abs=NEAR)
    # X three times as heavy as Y: 3/4 · 1 + 0 = 0.75, and 3/4 · 0.6 + 1/4 · 0.8 = 0.65.
    heavy = np.array([0.75, 0.25], dtype=np.float32)
    assert INDEX.score_sentences(question(X, Y), heavy, 0, 2).tolist() == pytest.approx([0.75, 0.65], abs=NEAR)
    assert INDEX.score_sentences(question(X), half[:1], 2, 2).tolist() == [-1.0, -1.0]


def test_no_positions_give_no_columns() -> None:
    assert INDEX.closest(question(X, Y), np.empty(0, dtype=np.int64)).shape == (2, 0)


def test_a_token_counts_by_how_far_its_best_match_stands_out() -> None:
    # Means 0.5 and 0.8: the first leads by 0.9 - 0.5 = 0.4, the second by 0.9 - 0.8 = 0.1, so 4/5 and 1/5.
    closest = np.array([[0.9, 0.1, 0.5], [0.9, 0.7, 0.8]], dtype=np.float32)
    assert token_weights(closest).tolist() == pytest.approx([0.8, 0.2])


def test_where_nothing_stands_out_all_tokens_count_the_same() -> None:
    for closest in (np.full((4, 59), 0.8448276), np.full((4, 1), 0.3), np.array([[0.3] * 7, [0.1] * 7] * 2)):
        assert token_weights(closest.astype(np.float32)).tolist() == [0.25] * 4
    assert token_weights(np.empty((4, 0), dtype=np.float32)).tolist() == [0.25] * 4
    assert token_weights(np.empty((0, 3), dtype=np.float32)).tolist() == []


@settings(deadline=None)
@given(arrays(np.float32, st.tuples(st.integers(1, 6), st.integers(1, 40)), elements=st.floats(-1, 1, width=32)))
def test_weights_are_not_negative_and_add_up_to_one(closest: np.ndarray) -> None:
    weights = token_weights(closest)
    assert (weights >= 0).all()
    assert weights.sum() == pytest.approx(1, abs=1e-5)


def test_eight_bits_keep_the_numbers_worked_out_by_hand() -> None:
    rows = chunk(SLANT, [-0.25, 0.5], units=[0, 0])
    # SLANT: scale 0.8/127; 0.6/0.8 · 127 = 95.25, so 95. The other: scale 0.5/127; -0.25/0.5 · 127 = -63.5, so -64 (even).
    assert rows.rows.tolist() == [[95, 127], [-64, 127]]
    assert rows.scales.tolist() == pytest.approx([0.8 / 127, 0.5 / 127])


@settings(deadline=None)
@given(arrays(np.float32, st.tuples(st.integers(1, 6), st.integers(1, 12)), elements=st.floats(-4, 4, width=32)))
def test_eight_bits_are_off_by_half_a_step_at_most(tokens: np.ndarray) -> None:
    packed = quantise(tokens, np.zeros(len(tokens), dtype=np.int16))
    restored = packed.rows.astype(np.float64) * packed.scales[:, None].astype(np.float64)
    # Rounding moves a value by half a step of largest/127 at most; float32 division adds its own 2^-23 of 127 steps.
    steps = np.maximum(np.abs(tokens).max(axis=1, keepdims=True).astype(np.float64) / 127, np.finfo(np.float32).tiny)
    assert (np.abs(restored - tokens) <= steps * (0.5 + 127 * 2**-21)).all()
    assert np.abs(packed.rows.astype(int)).max() <= 127


def test_eight_bits_move_a_dot_product_by_less_than_arithmetic_allows() -> None:
    generator = np.random.default_rng(0)
    rows = generator.normal(size=(500, 96)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    packed = quantise(rows, np.zeros(500, dtype=np.int16))
    asked = rows[generator.permutation(500)]
    exact = (asked * rows).sum(axis=1)
    found = (asked * (packed.rows.astype(np.float32) * packed.scales[:, None])).sum(axis=1)
    # Each axis is off by half a step at most: |error| <= half a step · sum |asked|, and sum |asked| <= sqrt(96) = 9.8.
    bound = 0.5 * packed.scales * np.abs(asked).sum(axis=1)
    assert (np.abs(found - exact) <= bound + 1e-5).all()
    assert np.abs(found - exact).max() <= 0.5 * np.abs(rows).max() / 127 * np.sqrt(96) + 1e-5


def test_a_row_of_zeros_stays_zeros() -> None:
    packed = chunk([0.0, 0.0], units=[0])
    assert packed.rows.tolist() == [[0, 0]]
    assert LateIndex(TokensInMemory([packed])).closest(question(X), np.array([0])).tolist() == [[0.0]]


def test_an_index_without_chunks_scores_nothing() -> None:
    empty = LateIndex(TokensInMemory([]))
    assert len(empty) == 0
    assert empty.closest(question(X), np.empty(0, dtype=np.int64)).shape == (1, 0)
