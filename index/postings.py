"""Which passages hold which terms and how often: parts of the lexical index that never change, and how they become one."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from threading import Lock

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int32]
Counts = npt.NDArray[np.unsignedinteger]

# In `positions`: a passage that is gone.
GONE = -1


class Vocabulary:
    """A number for each term, the same as long as it is in use. Safe to use from many threads."""

    def __init__(self, terms: Iterable[str] = ()) -> None:
        self._numbers = defaultdict[str, int](count().__next__)
        self._lock = Lock()
        self.number(terms)

    def __len__(self) -> int:
        """How many terms have a number."""
        return len(self._numbers)

    def __iter__(self) -> Iterator[str]:
        """The terms in order of their numbers."""
        return iter(self._numbers)

    def find(self, term: str) -> int | None:
        """The number of a term, None where it was never given one."""
        return self._numbers.get(term)

    def number(self, terms: Iterable[str]) -> list[int]:
        """The numbers of terms in their order; those that have none get the next."""
        with self._lock:
            return [self._numbers[term] for term in terms]


@dataclass(frozen=True, slots=True)
class Held:
    """The postings of some terms, one term's behind the other's: which passages, where they stand, how often they hold it.

    `sizes` is by term how many there are, `frequencies` how many of them are of passages that are not gone.
    """

    rows: Numbers
    positions: Numbers
    counts: Counts
    sizes: npt.NDArray[np.int64]
    frequencies: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Postings:
    """The postings of some passages, in order of their terms' numbers.

    `terms` are sorted, each once; those of `terms[i]` are `[starts[i]:starts[i + 1]]` of `rows` and `counts`: in which passage,
    by its number here, and how often. `lengths` and `positions` are by passage: how many terms it has, and where it stands
    among all passages now, or GONE; `gone` is how many are.
    """

    terms: Numbers
    starts: npt.NDArray[np.int64]
    rows: Numbers
    counts: Counts
    lengths: Numbers
    positions: Numbers
    gone: int = 0

    def __len__(self) -> int:
        """How many passages there are, those that are gone included."""
        return len(self.positions)

    def moved(self, places: Numbers) -> "Postings":
        """The same, with each passage where `places` says that the one at its position stands now, or GONE."""
        # The last place is that of those gone already: they are at position -1.
        positions = np.append(places, np.int32(GONE))[self.positions]
        return replace(self, positions=positions, gone=int(np.count_nonzero(positions == GONE)))

    def held(self, terms: Numbers) -> Held:
        """The postings of terms, in the order that they are given in."""
        places = np.searchsorted(self.terms, terms)
        places[places == len(self.terms)] = 0
        known = self.terms[places] == terms if len(self.terms) else np.zeros(len(terms), dtype=bool)
        begins, ends = self.starts[places * known], self.starts[(places + 1) * known]
        ranges = [slice(begin, end) for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)]
        rows = np.concatenate([self.rows[these] for these in ranges])
        counts = np.concatenate([self.counts[these] for these in ranges])
        positions, sizes = self.positions[rows], ends - begins
        frequencies = sizes
        if self.gone:
            so_far = np.append(0, np.cumsum(positions != GONE))
            frequencies = np.diff(so_far[np.append(0, np.cumsum(sizes))])
        return Held(rows, positions, counts, sizes, frequencies)


class NewPassages:
    """Passages that are to come into an index, of whose terms the counts are kept and nothing else."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._terms, self._counts = array("i"), array("i")
        self._distinct, self._lengths = array("i"), array("i")

    def __len__(self) -> int:
        """How many passages there are."""
        return len(self._lengths)

    def add(self, terms: Sequence[str]) -> None:
        """One more passage, given as its terms."""
        held = Counter(terms)
        self._terms.extend(self._vocabulary.number(held))
        self._counts.extend(held.values())
        self._distinct.append(len(held))
        self._lengths.append(len(terms))

    def postings(self, positions: Numbers) -> Postings:
        """Their postings, where they stand at those positions."""
        rows = np.repeat(np.arange(len(self), dtype=np.int32), _numbers(self._distinct))
        return _sorted(_numbers(self._terms), rows, _numbers(self._counts), _numbers(self._lengths), positions)


def joined(parts: Sequence[Postings]) -> Postings:
    """One part for several, without the passages that are gone."""
    terms, rows, counts, lengths, positions = [], [], [], [], []
    passages = 0
    for part in parts:
        there = part.positions != GONE
        numbers = np.cumsum(there, dtype=np.int32) + np.int32(passages - 1)
        kept = there[part.rows]
        terms.append(np.repeat(part.terms, np.diff(part.starts))[kept])
        rows.append(numbers[part.rows[kept]])
        counts.append(part.counts[kept])
        lengths.append(part.lengths[there])
        positions.append(part.positions[there])
        passages += len(positions[-1])
    joined_ = (np.concatenate(arrays) for arrays in (terms, rows, counts, lengths, positions))
    return _sorted(*joined_)


def renumbered(parts: Sequence[Postings], vocabulary: Vocabulary) -> tuple[list[Postings], Vocabulary]:
    """The same parts with a vocabulary that has no terms but theirs."""
    used = np.zeros(len(vocabulary), dtype=bool)
    for part in parts:
        used[part.terms] = True
    # Terms keep their order, so what is sorted by the old numbers is so by the new ones.
    numbers = np.cumsum(used, dtype=np.int32) - np.int32(1)
    kept = Vocabulary(term for term, in_use in zip(vocabulary, used.tolist(), strict=True) if in_use)
    return [replace(part, terms=numbers[part.terms]) for part in parts], kept


def _sorted(terms: Numbers, rows: Numbers, counts: Counts | Numbers, lengths: Numbers, positions: Numbers) -> Postings:
    # Stable, which for parts that are in order already is a merge.
    order = np.argsort(terms, kind="stable")
    terms = terms[order]
    first = np.flatnonzero(np.diff(terms, prepend=-1))
    starts = np.append(first, len(terms)).astype(np.int64)
    # A term rarely stands in a passage more than a few times.
    narrow = np.min_scalar_type(int(counts.max(initial=0)))
    return Postings(terms[first], starts, rows[order], counts[order].astype(narrow), lengths, positions)


def _numbers(values: "array[int]") -> Numbers:
    return np.frombuffer(values, dtype=np.int32) if len(values) else np.empty(0, dtype=np.int32)
