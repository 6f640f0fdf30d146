"""BM25 over terms; the only module that uses bm25s's index."""

from collections.abc import Sequence

import bm25s
import numpy as np
import numpy.typing as npt

from index.dense import Positions


class LexicalIndex:
    """BM25 (Lucene's form, k1 1.5, b 0.75) over passages, given as their terms in order."""

    def __init__(self, index: bm25s.BM25) -> None:
        self._index = index

    @classmethod
    def of(cls, passages: Sequence[list[str]]) -> "LexicalIndex":
        """Index the terms of each passage."""
        vocabulary = {
            term: number for number, term in enumerate(sorted({term for terms in passages for term in terms}))
        }
        numbers = [[vocabulary[term] for term in terms] for terms in passages]
        if not vocabulary:
            # bm25s cannot index without a single term; one that no question can hold stands in for it.
            vocabulary, numbers = {"": 0}, [[0] for _ in passages] or [[0]]
        index = bm25s.BM25()
        index.index((numbers, vocabulary), show_progress=False)
        return cls(index)

    def rank(self, terms: Sequence[str], count: int, allowed: Positions | None) -> Positions:
        """Positions of the `count` best passages that hold any of `terms`, best first; equal ones in order of position."""
        known = self._index.get_tokens_ids(list(terms))
        if not known:
            return np.empty(0, dtype=np.int64)
        scores: npt.NDArray[np.float32] = self._index.get_scores_from_ids(known)
        positions = np.arange(len(scores)) if allowed is None else np.asarray(allowed)
        positions = positions[scores[positions] > 0]
        order = np.lexsort((positions, -scores[positions]))
        best: Positions = positions[order[:count]].astype(np.int64)
        return best
