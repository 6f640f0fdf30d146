"""BM25 against scores worked out by hand, against bm25s, and after changes against an index made from nothing."""

from itertools import pairwise
from math import log

import bm25s
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.dense_rows import ADDED
from index.language import detect_language
from index.lexical import LexicalIndex
from index.words import question_terms
from rag.wire import Engine

PASSAGES = [["leike", "quitte"], ["leike", "leike", "reste", "ici"], ["altman", "reste"], ["autre", "chose"]]
INDEX = LexicalIndex.of(PASSAGES)


def bm25(passages: list[list[str]], asked: list[str], position: int) -> float:
    """Robertson's formula in the form of Lucene, k1 1.5 and b 0.75, written out."""
    average = sum(map(len, passages)) / len(passages)
    passage, score = passages[position], 0.0
    for term in asked:
        holding = sum(term in other for other in passages)
        count = passage.count(term)
        if count:
            idf = log(1 + (len(passages) - holding + 0.5) / (holding + 0.5))
            score += idf * count / (count + 1.5 * (1 - 0.75 + 0.75 * len(passage) / average))
    return score


def test_the_formula_gives_the_figures_worked_out_by_hand() -> None:
    # 4 passages of 2.5 terms on average, "leike" in 2: idf = ln(1 + 2.5/2.5) = 0.693.
    # Passage 0: 1 / (1 + 1.5 · (0.25 + 0.75 · 2/2.5)) = 1 / 2.275 = 0.4396, times 0.693 = 0.3047.
    # Passage 1: 2 / (2 + 1.5 · (0.25 + 0.75 · 4/2.5)) = 2 / 4.175 = 0.4790, times 0.693 = 0.3320.
    assert bm25(PASSAGES, ["leike"], 0) == pytest.approx(0.3047, abs=5e-5)
    assert bm25(PASSAGES, ["leike"], 1) == pytest.approx(0.3320, abs=5e-5)


def test_passages_are_ranked_as_by_hand() -> None:
    assert INDEX.rank(["leike"], 10, None).tolist() == [1, 0]
    # "reste" is as rare as "leike": passage 1 holds both; passage 0 and 2 one each, and are as long.
    assert INDEX.rank(["leike", "reste"], 10, None).tolist() == [1, 0, 2]
    # "quitte" stands in 1 of 4: idf = ln(1 + 3.5/1.5) = 1.204, so passage 0 passes: 0.3047 + 1.204 · 0.4396 = 0.834.
    assert INDEX.rank(["leike", "quitte"], 10, None).tolist() == [0, 1]


def test_only_the_best_are_given() -> None:
    assert INDEX.rank(["leike", "reste"], 1, None).tolist() == [1]
    assert INDEX.rank(["leike", "reste"], 0, None).tolist() == []


def test_a_filter_leaves_the_others_in_their_order() -> None:
    assert INDEX.rank(["leike", "reste"], 10, np.array([0, 2, 3])).tolist() == [0, 2]
    assert INDEX.rank(["leike"], 10, np.array([2, 3])).tolist() == []
    assert INDEX.rank(["leike"], 10, np.empty(0, dtype=np.int64)).tolist() == []


def test_equal_passages_come_in_order_of_position() -> None:
    index = LexicalIndex.of([["a", "b"]] * 50 + [["c"]] * 60)
    assert index.rank(["a"], 50, None).tolist() == list(range(50))
    assert index.rank(["a"], 3, np.array([40, 7, 30, 99])).tolist() == [7, 30, 40]


def test_terms_that_no_passage_holds_find_nothing() -> None:
    assert INDEX.rank(["inconnu"], 10, None).tolist() == []
    assert INDEX.rank([], 10, None).tolist() == []
    assert INDEX.rank(["inconnu", "altman"], 10, None).tolist() == [2]


@pytest.mark.parametrize("passages", [[], [[]], [[], [], []]])
def test_passages_without_terms_find_nothing(passages: list[list[str]]) -> None:
    assert LexicalIndex.of(passages).rank(["leike"], 10, None).tolist() == []


WORDS = st.sampled_from("abcdef")


@settings(deadline=None)
@given(
    st.lists(st.lists(WORDS, min_size=1, max_size=6), min_size=1, max_size=8), st.lists(WORDS, min_size=1, max_size=3)
)
def test_the_order_is_that_of_the_formula(passages: list[list[str]], asked: list[str]) -> None:
    found = LexicalIndex.of(passages).rank(asked, len(passages), None).tolist()
    scores = [bm25(passages, asked, position) for position in range(len(passages))]
    assert sorted(found) == [position for position, score in enumerate(scores) if score > 0]
    ordered = [scores[position] for position in found]
    # Scores are float32, so two that differ by less than their last digits may stand in either order.
    assert all(one >= two - 1e-6 for one, two in pairwise(ordered))


def ranked_by_bm25s(passages: list[list[str]], asked: list[str]) -> list[int]:
    """All passages that bm25s gives a score, best first, equal ones in order of position."""
    vocabulary = {term: number for number, term in enumerate(sorted({term for terms in passages for term in terms}))}
    numbers = [[vocabulary[term] for term in terms] for terms in passages]
    reference = bm25s.BM25()
    reference.index((numbers, vocabulary), show_progress=False)
    known = reference.get_tokens_ids(asked)
    scores = reference.get_scores_from_ids(known) if known else np.zeros(len(passages), dtype=np.float32)
    return sorted(np.flatnonzero(scores).tolist(), key=lambda position: (-scores[position], position))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(WORDS, max_size=8), min_size=1, max_size=30), st.lists(WORDS, min_size=1, max_size=4))
def test_the_order_is_that_of_bm25s_also_among_equals(passages: list[list[str]], asked: list[str]) -> None:
    if any(passages):
        found = LexicalIndex.of(passages).rank(asked, len(passages), None).tolist()
        assert found == ranked_by_bm25s(passages, asked)


def test_the_five_seeds_are_ranked_as_by_bm25s(hashed_seeds: Engine) -> None:
    with hashed_seeds.library.store.reading() as reading:
        passages = [list(stored.cut.terms) for stored in reading.chunks()]
    index = hashed_seeds.library.open().contents.lexical
    questions = (
        "Pourquoi Jan Leike a-t-il quitté OpenAI ?",
        "Who replaced Ilya Sutskever?",
        "OpenAI GPT-4 Microsoft 2024",
    )
    for question in questions:
        asked = question_terms(question, detect_language(question), {"fr", "en"})
        found = index.rank(asked, len(passages), None).tolist()
        assert found == ranked_by_bm25s(passages, asked)
        assert len(found) > 10


PASSAGE = st.lists(WORDS | st.sampled_from(["rare", "1", "2", "3"]), max_size=6)
# Where a step puts new passages in, how many of those there were before it takes out there, and the new ones.
CHANGE = st.tuples(st.integers(0, 30), st.integers(0, 12), st.lists(PASSAGE, max_size=8))


@settings(max_examples=40, deadline=None)
@given(st.lists(CHANGE, max_size=12), st.lists(WORDS, min_size=1, max_size=3))
def test_after_any_changes_it_ranks_as_one_made_from_nothing(
    changes: list[tuple[int, int, list[list[str]]]], asked: list[str]
) -> None:
    index, passages = LexicalIndex.of([]), list[list[str]]()
    for at, taken, new in changes:
        before, found_before = index, index.rank(asked, 99, None).tolist()
        origins = np.arange(len(passages))
        origins = np.concatenate([origins[:at], np.full(len(new), ADDED), origins[at + taken :]])
        passages = [*passages[:at], *new, *passages[at + taken :]]
        added = index.new_passages()
        for terms in new:
            added.add(terms)
        index = index.updated(origins, added)
        assert len(index) == len(passages)
        assert index.rank(asked, 99, None).tolist() == LexicalIndex.of(passages).rank(asked, 99, None).tolist()
        assert before.rank(asked, 99, None).tolist() == found_before


def test_terms_of_passages_that_are_gone_do_not_stay_for_ever() -> None:
    index = LexicalIndex.of([[f"old{n}", "both"] for n in range(40)])
    for n in range(40):  # one passage a change is taken out and another comes in
        added = index.new_passages()
        added.add([f"new{n}", "both"])
        index = index.updated(np.array([*range(1, 40), ADDED]), added)
    # What is gone is at most as much as what is there: 41 terms are in use, 81 were seen.
    assert len(index._vocabulary) <= 2 * 41
    last = index.updated(np.array([39]), index.new_passages())
    assert len(last._vocabulary) <= 2 * 2
    assert last.rank(["new39"], 9, None).tolist() == [0]
    assert last.rank(["old1", "new1"], 9, None).tolist() == []


def test_passages_that_do_not_fit_their_origins_are_refused() -> None:
    with pytest.raises(ValueError, match="origins name 1 new passages, 0 are given"):
        INDEX.updated(np.array([0, ADDED]), INDEX.new_passages())
