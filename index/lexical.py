"""BM25 over terms, in an index that follows changes: what a change costs depends on the change.

The formula is that of Lucene as Kamphuis et al. (2020), "Which BM25 do you mean?", write it down, and computed as the library
bm25s does, to the last bit. What bm25s stores is the score, which every change changes for every passage; here counts are kept
and a question computes the scores. docs/decisions/0014-following-changes.md has the figures.
"""

from collections.abc import Iterable, Sequence
from math import log

import numpy as np
import numpy.typing as npt

from index.dense_rows import ADDED, Positions
from index.postings import GONE, NewPassages, Postings, Vocabulary, joined, renumbered

K1, B = 1.5, 0.75
# A part is joined with the one before it unless that one is so many times as large: of a thousand parts, some five stay.
_TIMES_AS_LARGE = 4
# A vocabulary of so many times the terms in use, or a part of so many times the passages, is made anew.
_OUTGROWN = 2


class LexicalIndex:
    """BM25 (Lucene's form, k1 1.5, b 0.75) over passages. It never changes, and is safe to read from many threads."""

    def __init__(self, parts: Sequence[Postings], vocabulary: Vocabulary) -> None:
        self._parts, self._vocabulary = tuple(parts), vocabulary
        self._count = sum(len(part) - part.gone for part in self._parts)
        total = sum(int(part.lengths[part.positions != GONE].sum()) for part in self._parts)
        average = total / self._count if total else 1.0
        # What the length of each passage adds under the fraction.
        self._norms = [K1 * ((1 - B) + B * part.lengths / average) for part in self._parts]

    @classmethod
    def of(cls, passages: Iterable[Sequence[str]]) -> "LexicalIndex":
        """Index the terms of each passage."""
        empty = cls((), Vocabulary())
        added = empty.new_passages()
        for terms in passages:
            added.add(terms)
        return empty.updated(np.full(len(added), ADDED), added)

    def __len__(self) -> int:
        """How many passages there are."""
        return self._count

    def new_passages(self) -> NewPassages:
        """An empty list of passages to give to `updated`."""
        return NewPassages(self._vocabulary)

    def updated(self, origins: Positions, added: NewPassages) -> "LexicalIndex":
        """A new index with the passages of `origins` in that order; this one stays as it is.

        Each of `origins` is the position that the passage has here, or ADDED for the next one of `added`. It ranks as one made
        of all these passages from nothing. Raises ValueError where `added` has another number of passages.
        """
        new = origins == ADDED
        if np.count_nonzero(new) != len(added):
            raise ValueError(f"origins name {np.count_nonzero(new)} new passages, {len(added)} are given")
        places = np.full(self._count, GONE, dtype=np.int32)
        places[origins[~new]] = np.flatnonzero(~new)
        parts = [part.moved(places) for part in self._parts]
        if len(added):
            parts.append(added.postings(np.flatnonzero(new).astype(np.int32)))
        return LexicalIndex(*_tidied(parts, self._vocabulary))

    def rank(self, terms: Sequence[str], count: int, allowed: Positions | None) -> Positions:
        """Positions of the `count` best passages that hold any of `terms`, best first; equal ones in order of position."""
        scores = self._scores(terms)
        found = np.flatnonzero(scores) if allowed is None else allowed[scores[allowed] > 0]
        if 0 < count < len(found):
            least = np.partition(scores[found], -count)[-count]
            found = found[scores[found] >= least]
        order = np.lexsort((found, -scores[found]))
        best: Positions = found[order[:count]].astype(np.int64)
        return best

    def _scores(self, terms: Sequence[str]) -> npt.NDArray[np.float32]:
        """The score of every passage, 0 where it holds none of `terms`."""
        numbers = [number for term in terms if (number := self._vocabulary.find(term)) is not None]
        # The last place is that of passages that are gone: they are at position -1.
        scores = np.zeros(self._count + 1, dtype=np.float32)
        if not numbers:
            return scores[:-1]
        held = [part.held(np.array(numbers, dtype=np.int32)) for part in self._parts]
        rarities = np.array(
            [self._rarity(sum(by_part)) for by_part in zip(*(h.frequencies for h in held), strict=True)]
        )
        for one, norms in zip(held, self._norms, strict=True):
            counts = one.counts.astype(np.float64)
            parts = np.repeat(rarities, one.sizes) * (counts / (norms[one.rows] + counts))
            # In the order of `terms`, as they are added one by one: sums of float32 depend on it.
            np.add.at(scores, one.positions, parts.astype(np.float32))
        return scores[:-1]

    def _rarity(self, frequency: int) -> np.float32:
        """What a term that so many passages hold is worth."""
        return np.float32(log(1 + (self._count - frequency + 0.5) / (frequency + 0.5)))


def _tidied(parts: list[Postings], vocabulary: Vocabulary) -> tuple[list[Postings], Vocabulary]:
    """Few parts for many, and nothing for long of what is gone, at a price that over many changes is small for each."""
    kept: list[Postings] = []
    for part in parts:
        gone = part.gone
        if gone == len(part):
            continue
        kept.append(joined([part]) if gone * _OUTGROWN > len(part) else part)
        while len(kept) > 1 and len(kept[-2]) < _TIMES_AS_LARGE * len(kept[-1]):
            kept[-2:] = [joined(kept[-2:])]
    if len(vocabulary) > _OUTGROWN * sum(len(part.terms) for part in kept):
        return renumbered(kept, vocabulary)
    return kept, vocabulary
