"""Which articles hold each shingle, in memory, so that a write need not read the shingles of all articles.

It takes 12 bytes a word of all articles, is read from the store at the first write of a process, and follows it from then on.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.article_store import Shingles, Writing

Numbers = npt.NDArray[np.int32]
# As in index/lexical.py.
_TIMES_AS_LARGE = 4
_OUTGROWN = 2


@dataclass(frozen=True, slots=True)
class _Part:
    """Shingles in order, each as often as articles hold it, and the numbers of those articles."""

    shingles: Shingles
    articles: Numbers

    def __len__(self) -> int:
        return len(self.shingles)


class ShingleIndex:
    """The shingles of the articles of one store, as they were at the last `follow`. For one thread at a time."""

    def __init__(self) -> None:
        self._fingerprint = ""
        self._parts: list[_Part] = []
        self._names: list[str] = []
        self._numbers: dict[str, int] = {}
        self._there = np.zeros(0, dtype=bool)

    def follow(self, writing: Writing) -> None:
        """Make it that of the store's state, before `writing` has changed anything; raises DamagedGenerationError."""
        changed = writing.changed_since(self._fingerprint)
        if changed is None or len(self._names) > _OUTGROWN * len(self._numbers) + len(changed):
            self._parts, self._names, self._numbers = [], [], {}
            self._there = np.zeros(0, dtype=bool)
            self._add(writing.shingles())
        elif changed:
            for article_id in changed & self._numbers.keys():
                self._there[self._numbers.pop(article_id)] = False
            self._add((article_id, writing.shingles_of(article_id)) for article_id in sorted(changed))
        self._fingerprint = "" if writing.is_new() else writing.state().fingerprint

    def count(self, wanted: Shingles) -> npt.NDArray[np.int64]:
        """In how many articles each of `wanted` stands."""
        found = np.zeros(len(wanted), dtype=np.int64)
        for part in self._parts:
            places, articles = _held(part, wanted)
            found += np.bincount(places[self._there[articles]], minlength=len(wanted))
        return found

    def holders(self, wanted: Shingles) -> set[str]:
        """The ids of the articles that hold any of `wanted`."""
        numbers = [np.unique(_held(part, wanted)[1]) for part in self._parts]
        return {self._names[number] for some in numbers for number in some[self._there[some]].tolist()}

    def _add(self, articles: Iterable[tuple[str, Shingles]]) -> None:
        first, added = len(self._names), []
        for article_id, own in articles:
            if len(own):
                self._numbers[article_id] = len(self._names)
                self._names.append(article_id)
                added.append(own)
        if not added:
            return
        self._there = np.append(self._there, np.ones(len(added), dtype=bool))
        numbers = np.arange(first, len(self._names), dtype=np.int32)
        self._parts.append(_sorted(np.concatenate(added), np.repeat(numbers, [len(own) for own in added])))
        while len(self._parts) > 1 and len(self._parts[-2]) < _TIMES_AS_LARGE * len(self._parts[-1]):
            self._parts[-2:] = [self._joined(*self._parts[-2:])]

    def _joined(self, one: _Part, other: _Part) -> _Part:
        """One part for two, without the shingles of articles that are gone."""
        kept = [self._there[part.articles] for part in (one, other)]
        shingles = np.concatenate([one.shingles[kept[0]], other.shingles[kept[1]]])
        return _sorted(shingles, np.concatenate([one.articles[kept[0]], other.articles[kept[1]]]))


def _sorted(shingles: Shingles, articles: Numbers) -> _Part:
    # Stable, which for two parts that are in order already is a merge.
    order = np.argsort(shingles, kind="stable")
    return _Part(shingles[order], articles[order])


def _held(part: _Part, wanted: Shingles) -> tuple[npt.NDArray[np.int64], Numbers]:
    """Where in `wanted` each shingle of the part that it names stands, and which article holds it."""
    begin, end = (np.searchsorted(part.shingles, wanted, side) for side in ("left", "right"))
    counts = end - begin
    places = np.repeat(np.arange(len(wanted)), counts)
    # Ranges behind each other: where each begins, and a step of one within it.
    within = np.arange(len(places)) - np.repeat(np.cumsum(counts) - counts, counts)
    return places, part.articles[np.repeat(begin, counts) + within]
