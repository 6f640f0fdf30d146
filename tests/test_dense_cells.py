"""Cells against a dot product by brute force, and an index that rows go out of and come into."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import pytest

from index.dense import DenseIndex
from index.dense_rows import ADDED
from index.dense_rules import EXACT_UP_TO, Cells, Rule, cells_for

DIMENSION, TOPICS = 32, 60
RNG = np.random.default_rng(5)
CENTRES = RNG.normal(size=(TOPICS, DIMENSION))


def cells(_count: int) -> Cells:
    return Cells(count=32, opened=10, gathered=40)


def rows_about(topics: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    rows = CENTRES[topics] + 0.8 * rng.normal(size=(len(topics), DIMENSION)) + 0.5
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def rows(count: int, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return rows_about(rng.integers(0, TOPICS, count), rng)


TOPIC_OF = RNG.integers(0, TOPICS, 4000)
ROWS = rows_about(TOPIC_OF, RNG)
QUESTIONS = rows(100, seed=1)
INDEX = DenseIndex.of(ROWS, cells)


def nearest(vectors: np.ndarray, allowed: np.ndarray) -> list[set[int]]:
    return [set(allowed[np.argsort(-(vectors[allowed] @ question))][:10].tolist()) for question in QUESTIONS]


def recall(index: DenseIndex, vectors: np.ndarray, allowed: np.ndarray | None = None) -> float:
    """The share of the ten nearest that are among the ten found, after a check that ten different ones were found."""
    everything = np.arange(len(vectors)) if allowed is None else allowed
    found = index.rank(QUESTIONS, 10, allowed)
    assert {len(set(row.tolist())) for row in found} == {min(10, len(everything))}
    assert set(np.concatenate(found).tolist()) <= set(everything.tolist())
    wanted = nearest(vectors, everything)
    return sum(len(w & set(f.tolist())) for w, f in zip(wanted, found, strict=True)) / sum(map(len, wanted))


@pytest.mark.parametrize(
    ("passages", "expected"),
    [(0, None), (EXACT_UP_TO, None), (EXACT_UP_TO + 1, 1024), (100_000, 2048), (1_000_000, 4096)],
)
def test_the_cells_follow_the_passages(passages: int, expected: int | None) -> None:
    found = cells_for(passages)
    assert (found and found.count) == expected


def test_cells_grow_with_the_passages_and_never_hold_too_few_to_draw_them() -> None:
    drawn = [cells_for(10**power) for power in range(5, 9)]
    assert all(a is not None and b is not None and a.count < b.count for a, b in pairwise(drawn))
    assert all(one is not None and one.count * 39 <= 10**power for power, one in enumerate(drawn, start=5))


def test_few_are_exact_and_many_lie_in_cells() -> None:
    assert DenseIndex.of(ROWS).exact
    assert not INDEX.exact


def test_opening_some_cells_finds_nearly_all() -> None:
    assert 0.95 <= recall(INDEX, ROWS) < 1  # not every cell was opened


def test_opening_all_cells_finds_all_but_what_eight_bits_blur() -> None:
    whole = DenseIndex.of(ROWS, lambda _: Cells(count=32, opened=32, gathered=0))
    assert recall(whole, ROWS) >= 0.98
    # Of 2 / 255 or less for an axis from -1 to 1 half can be lost, more only beyond the range that 1280 sampled rows have.
    assert np.quantile(np.abs(whole.vectors() - ROWS), 0.999) < 1 / 255


@pytest.mark.parametrize("share", [0.001, 0.01, 0.1, 0.5, 1])  # 4 rows are looked at, all others are found in cells
def test_a_filter_leaves_nearly_all_to_be_found(share: float) -> None:
    allowed = np.sort(np.random.default_rng(2).choice(4000, size=int(share * 4000), replace=False))
    assert recall(INDEX, ROWS, allowed) >= 0.95


@pytest.mark.parametrize("topics", [1, 6, 30])
def test_a_filter_on_topics_that_nobody_asks_about_opens_the_cells_they_lie_in(topics: int) -> None:
    # 4000 rows of 60 topics: one topic has about 67 rows, more than the 40 that are looked at one by one.
    allowed = np.flatnonzero(np.isin(TOPIC_OF, np.arange(topics)))
    assert len(allowed) > 40
    assert recall(INDEX, ROWS, allowed) >= 0.95


@pytest.mark.parametrize("count", [1, 40, 41, 300, 4000])
def test_as_many_as_there_are_come_back_and_none_twice(count: int) -> None:
    found = INDEX.rank(QUESTIONS[:5], count, None)
    assert [len(set(row.tolist())) for row in found] == [count] * 5
    assert all((row >= 0).all() for row in found)


def test_equal_rows_come_in_order_of_position() -> None:
    twice = np.concatenate([ROWS[:2000], ROWS[:2000]])
    for found in DenseIndex.of(twice, cells).rank(QUESTIONS, 10, None):
        assert all(b - a == 2000 for a, b in zip(found[::2], found[1::2], strict=True))


def state(index: DenseIndex) -> list[list[float]]:
    """What it keeps of each row, and what it finds with how much of it looked at."""
    return [*index.vectors().tolist(), *(row.tolist() for row in index.rank(QUESTIONS, 10, None))]


def test_the_same_rows_give_the_same_index() -> None:
    assert state(DenseIndex.of(ROWS, cells)) == state(INDEX)


class Pieces:
    """Rows of which no more than a part is ever in memory, as a store would give them."""

    shape = ROWS.shape
    largest = 0

    def __getitem__(self, wanted: slice, /) -> np.ndarray:
        first, last, _ = wanted.indices(len(ROWS))
        self.largest = max(self.largest, last - first)
        return np.array([ROWS[i] for i in range(first, last)])


def test_rows_can_be_read_in_pieces() -> None:
    pieces = Pieces()
    assert state(DenseIndex.of(pieces, cells)) == state(INDEX)
    assert pieces.largest <= 16_384


def test_many_threads_read_at_once() -> None:
    alone = [INDEX.rank(QUESTIONS[i : i + 1], 10, None)[0].tolist() for i in range(100)]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda i: INDEX.rank(QUESTIONS[i : i + 1], 10, None)[0].tolist(), range(100)))
    assert together == alone


@pytest.mark.parametrize("rule", [cells, cells_for])  # in cells, exact
def test_after_any_changes_the_removed_are_gone_and_the_others_found(rule: Rule) -> None:
    rng = np.random.default_rng(8)
    vectors, index = ROWS, DenseIndex.of(ROWS, rule)
    names, unused = np.arange(len(ROWS)), len(ROWS)  # which row is which, over all changes
    for step in range(12):
        kept = rng.permutation(len(names))[: int(rng.uniform(0.5, 1) * len(names))]
        origins = rng.permutation(np.concatenate([kept, np.full(rng.integers(0, 900), ADDED)]))
        fresh = np.flatnonzero(origins == ADDED)
        added = rows(len(fresh), seed=100 + step)
        before, stored = index.rank(QUESTIONS, 10, None), index.vectors()
        changed = index.updated(origins, added)
        assert all(np.array_equal(a, b) for a, b in zip(index.rank(QUESTIONS, 10, None), before, strict=True))
        old = origins != ADDED
        assert np.array_equal(changed.vectors()[old], stored[origins[old]])  # no row is blurred by being moved
        gone = set(names.tolist()) - set(names[kept].tolist())
        names = np.where(old, names[origins], 0)
        names[fresh] = np.arange(unused, unused + len(fresh))
        unused += len(fresh)
        vectors = np.where(old[:, None], vectors[origins], 0).astype(np.float32)
        vectors[fresh] = added
        index = changed
        assert len(index) == len(names)
        assert gone.isdisjoint(names[np.concatenate(index.rank(QUESTIONS, 10, None))].tolist())
        assert recall(index, vectors) >= 0.95


def test_a_removed_row_leaves_nothing_in_the_index() -> None:
    marked = np.zeros((1, DIMENSION), dtype=np.float32)
    marked[0, 0] = 1
    index = DenseIndex.of(np.concatenate([ROWS, marked]), cells)
    assert index.rank(marked, 1, None)[0].tolist() == [4000]
    without = index.updated(np.arange(4000), ROWS[:0])
    assert (len(without), int(without._rows.sizes.sum())) == (4000, 4000)
    assert float((without.vectors() @ marked[0]).max()) < 0.9


def test_a_few_rows_left_of_many_are_all_found() -> None:
    left = np.arange(0, 4000, 200)  # 20 rows, in at most 20 of the 32 cells
    few = INDEX.updated(left, ROWS[:0])
    assert recall(few, ROWS[left]) >= 0.99  # eight bits may exchange two that are as near
    assert all(len(row) == 20 for row in few.rank(QUESTIONS, 50, None))


def test_nothing_is_left_and_something_comes_again() -> None:
    empty = INDEX.updated(np.empty(0, dtype=np.int64), ROWS[:0])
    assert [row.tolist() for row in empty.rank(QUESTIONS[:2], 5, None)] == [[], []]
    again = empty.updated(np.full(500, ADDED), ROWS[:500])
    assert recall(again, ROWS[:500]) >= 0.95


def test_cells_are_drawn_anew_when_the_rows_have_outgrown_them() -> None:
    def by_size(count: int) -> Cells:
        return Cells(count=8 if count <= 1000 else 64, opened=4 if count <= 1000 else 16, gathered=0)

    index = DenseIndex.of(ROWS[:1000], by_size)
    twice = index.updated(np.concatenate([np.arange(1000), np.full(1000, ADDED)]), ROWS[1000:2000])
    more = index.updated(np.concatenate([np.arange(1000), np.full(1001, ADDED)]), ROWS[1000:2001])
    drawn = [len(i._rows.sizes) for i in (index, twice, more)]
    assert drawn == [8, 8, 64]
    assert np.array_equal(more.vectors()[:1000], index.vectors())
    assert recall(more, ROWS[:2001]) >= 0.95


def test_an_exact_index_that_grows_beyond_its_size_is_cut_into_cells() -> None:
    index = DenseIndex.of(ROWS[:3000], lambda count: cells(count) if count > 3000 else None)
    assert index.exact
    grown = index.updated(np.concatenate([np.arange(3000), np.full(1000, ADDED)]), ROWS[3000:])
    assert state(grown) == state(INDEX)


@pytest.mark.parametrize("index", [INDEX, DenseIndex.of(ROWS)])
@pytest.mark.parametrize(
    ("origins", "added", "message"),
    [([0, 1, ADDED], 0, "1 new rows, 0 are given"), ([0, 1], 2, "0 new rows, 2 are given"), ([3, 3], 0, "twice")],
)
def test_origins_that_do_not_fit_are_refused(index: DenseIndex, origins: list[int], added: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        index.updated(np.array(origins), ROWS[:added])
