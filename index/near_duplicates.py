"""Finds articles that say nearly the same: one agency's text as several sites printed it.

Two texts are compared by the Jaccard index of their shingles of eight words, exactly, and only where sketches of them are alike:
the least of their shingles in an order drawn once (Broder 1997, "On the resemblance and containment of documents").
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from index.article_store import Shingles

# A word changed breaks eight shingles. A text of 300 words has 293; with ten words changed, far apart, two prints share 213 of
# them, which is 213 / (293 + 80) = 0.57; with half as much text again around it, 293 / 440 = 0.67. Unlike articles are far below:
# the most alike of the ten pairs of articles in seeds/ have 0.03.
NEARLY_THE_SAME = 0.5
# A caption or a correction of under 20 words is alike too easily.
_SHINGLES_AT_LEAST = 12
# Each of the least shingles of two texts together is in both with a probability of their Jaccard index, 0.5 at least. Fewer than
# 4 of 32 are in 1 + 32 + 496 + 4960 of 2^32 such pairs, some in a million. A quote that is a tenth of either gives 2 on average.
_SKETCH, _SHARED_AT_LEAST = 32, 4
# Words that more articles hold are a site's, or a form's such as that of a daily report. They alone make no articles the same.
HOLDERS_AT_MOST = 100
# Odd, so that multiplying by it modulo 2^64 changes the order of shingles and brings no two together: those that differ in their
# last word are close to each other before.
_ORDER = np.uint64(0x9E3779B97F4A7C15)
_SHINGLES_IN_MEMORY = 256

Groups = Mapping[str, tuple[str, ...]]
Fetch = Callable[[str], Shingles]
_Sketch = npt.NDArray[np.uint64]
_Numbers = npt.NDArray[np.int32]
_Places = npt.NDArray[np.int64]
_NO_SKETCH: _Sketch = np.empty(0, dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class _Known:
    """The text that an article's sketch was made of, and the number that it has here."""

    sha256: str
    number: int
    sketch: _Sketch


class NearDuplicates:
    """The groups of a collection's articles, brought up to date by what has changed. For one thread at a time.

    They depend on the texts alone, and not on how the collection came to hold them. Keeps some 650 bytes an article.
    """

    def __init__(self, most_holders: int = HOLDERS_AT_MOST) -> None:
        self._most_holders = most_holders
        self._known: dict[str, _Known] = {}
        self._names: dict[int, str] = {}
        self._next = 0
        # All sketches behind each other in order of their values, and whose they are.
        self._values: _Sketch = _NO_SKETCH
        self._owners: _Numbers = np.empty(0, dtype=np.int32)
        self._alike: dict[str, set[str]] = {}
        self._to_compare: set[str] = set()  # is not empty where fetching shingles failed
        self._groups: Groups = {}

    def update(self, sha256s: Mapping[str, str], shingles_of: Fetch) -> Groups:
        """The articles nearly the same as each article, itself among them, in order of ids; one that is alone is left out.

        `sha256s` are those of all articles' texts by id, and `shingles_of` gives the shingles of one, sorted, each once; only
        those of changed articles and of what is like them are asked for. Likeness goes from hand to hand: a text edited twice
        is in one group with the first, though the two alone may be unlike. Texts of fewer than 19 words are alone.
        """
        gone = [name for name, known in self._known.items() if sha256s.get(name) != known.sha256]
        come = [
            name for name, sha256 in sha256s.items() if name not in self._known or self._known[name].sha256 != sha256
        ]
        if not gone and not come and not self._to_compare:
            return self._groups
        fetch = lru_cache(_SHINGLES_IN_MEMORY)(shingles_of)
        touched = [self._known[name].sketch for name in gone]
        new = {name: _Known(sha256s[name], self._next + n, _sketch(fetch(name))) for n, name in enumerate(come)}
        values = np.unique(np.concatenate([_NO_SKETCH, *touched, *(known.sketch for known in new.values())]))
        few_before = self._are_few(values)
        self._take_out(gone)
        self._put_in(new)
        crossed = values[few_before != self._are_few(values)]
        self._to_compare = {name for name in self._to_compare if name in self._known}
        self._to_compare |= {*come, *(self._names[number] for number in self._holders(crossed))}
        self._compare(self._to_compare, fetch)
        self._to_compare = set()
        self._groups = _groups(self._alike)
        return self._groups

    def _ranges(self, values: _Sketch) -> tuple[_Places, _Places]:
        """From where up to where in all sketches each of `values` stands."""
        return np.searchsorted(self._values, values, "left"), np.searchsorted(self._values, values, "right")

    def _are_few(self, values: _Sketch) -> npt.NDArray[np.bool_]:
        """Whether so few articles hold each of `values` that it tells something."""
        starts, ends = self._ranges(values)
        return ends - starts <= self._most_holders

    def _holders(self, values: _Sketch) -> list[int]:
        """The numbers of the articles that hold `values`, for each value those of its own."""
        return [n for start, end in zip(*self._ranges(values), strict=True) for n in self._owners[start:end].tolist()]

    def _take_out(self, gone: Iterable[str]) -> None:
        numbers = []
        for name in gone:
            number = self._known.pop(name).number
            del self._names[number]
            numbers.append(number)
            self._part(name)
        kept = ~np.isin(self._owners, numbers)
        self._values, self._owners = self._values[kept], self._owners[kept]

    def _put_in(self, new: Mapping[str, _Known]) -> None:
        self._known |= new
        self._names |= {known.number: name for name, known in new.items()}
        self._next += len(new)
        values = np.concatenate([_NO_SKETCH, *(known.sketch for known in new.values())])
        owners = np.repeat([known.number for known in new.values()], [len(known.sketch) for known in new.values()])
        order = np.argsort(values, kind="stable")
        places = np.searchsorted(self._values, values[order])
        self._values = np.insert(self._values, places, values[order])
        self._owners = np.insert(self._owners, places, owners[order].astype(np.int32))

    def _part(self, name: str) -> None:
        for other in self._alike.pop(name, ()):
            self._alike[other].discard(name)

    def _compare(self, names: set[str], fetch: Fetch) -> None:
        """Find anew what each of `names` is like."""
        for name in names:
            self._part(name)
        for name in self._sharing(names):
            for other in self._candidates(name):
                if (other not in names or other < name) and _jaccard(fetch(name), fetch(other)) >= NEARLY_THE_SAME:
                    self._alike.setdefault(name, set()).add(other)
                    self._alike.setdefault(other, set()).add(name)

    def _sharing(self, names: Iterable[str]) -> list[str]:
        """Those of `names` that share enough of their sketches with anything to be like it."""
        ordered = list(names)
        sketches = [self._known[name].sketch for name in ordered]
        whose = np.repeat(np.arange(len(ordered)), [len(sketch) for sketch in sketches])
        told = self._tells(np.concatenate([_NO_SKETCH, *sketches]))
        enough = np.bincount(whose[told], minlength=len(ordered)) >= _SHARED_AT_LEAST
        return [ordered[place] for place in np.flatnonzero(enough)]

    def _tells(self, values: _Sketch) -> npt.NDArray[np.bool_]:
        """Whether each of `values` is held by more than one article, and by few."""
        starts, ends = self._ranges(values)
        return (ends - starts > 1) & (ends - starts <= self._most_holders)

    def _candidates(self, name: str) -> list[str]:
        """The other articles with enough of the sketch of `name`."""
        known = self._known[name]
        shared = Counter(self._holders(known.sketch[self._tells(known.sketch)]))
        return [self._names[n] for n, count in shared.items() if count >= _SHARED_AT_LEAST and n != known.number]


def _sketch(shingles: Shingles) -> _Sketch:
    """The least of an article's shingles; none of a text that is too short."""
    if len(shingles) < _SHINGLES_AT_LEAST:
        return _NO_SKETCH
    ordered = shingles.astype(np.uint64) * _ORDER
    # A copy, since a slice keeps the whole array in memory.
    return np.partition(ordered, _SKETCH - 1)[:_SKETCH].copy() if len(ordered) > _SKETCH else ordered


def _jaccard(one: Shingles, other: Shingles) -> float:
    both = len(np.intersect1d(one, other, assume_unique=True))
    return both / (len(one) + len(other) - both)


def _groups(alike: Mapping[str, set[str]]) -> Groups:
    groups: dict[str, tuple[str, ...]] = {}
    for name in alike:
        if name in groups or not alike[name]:
            continue
        reached, waiting = {name}, [name]
        while waiting:
            further = alike[waiting.pop()] - reached
            reached |= further
            waiting += further
        groups |= dict.fromkeys(reached, tuple(sorted(reached)))
    return groups
