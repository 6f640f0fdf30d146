"""Which articles come out differently when others change, because what repeats across articles counts as noise.

Every article's shingles are stored, and which articles hold one is looked up in an index of them, so this takes time for what
has changed and no article is read for it.
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from index.article_store import Shingles
from index.noise.repeats import REPEATED_AT_LEAST, Repeats, shingles
from index.shingle_index import ShingleIndex

_NONE: Shingles = np.empty(0, dtype=np.int64)


def shingles_in(text: str) -> Shingles:
    """The shingles of a text, sorted, each once."""
    return np.unique(np.fromiter(shingles(text), dtype=np.int64))


class ChangedShingles:
    """What changes do to the shingles of a collection; `held` are those of all articles before any of it."""

    def __init__(self, held: ShingleIndex) -> None:
        self._held = held
        self._before: dict[str, Shingles] = {}
        self._after: dict[str, Shingles] = {}

    def __bool__(self) -> bool:
        """Whether anything has changed."""
        return bool(self._before)

    def note(self, article_id: str, before: Shingles, after: Shingles | None) -> None:
        """Count in a change of an article; what it had `before` counts the first time, and None `after` is a deletion."""
        self._before.setdefault(article_id, before)
        self._after.pop(article_id, None)
        if after is not None:
            self._after[article_id] = after

    def of(self, article_id: str) -> Shingles | None:
        """What a changed article has now, None where it has not changed or is gone."""
        return self._after.get(article_id)

    def to_cut(self) -> set[str]:
        """The articles that are new or replaced, or hold a shingle that counts as repeated now and did not, or did."""
        gone, come = self._gone(), self._come()
        changed = np.unique(np.concatenate([gone, come]))
        difference = _count(come, changed) - _count(gone, changed)
        changed, difference = changed[difference != 0], difference[difference != 0]
        was = self._held.count(changed)
        crossed = changed[(was >= REPEATED_AT_LEAST) != (was + difference >= REPEATED_AT_LEAST)]
        return self._after.keys() | (self._held.holders(crossed) - self._before.keys())

    def repeats(self, own: Iterable[Shingles]) -> Repeats:
        """What repeats over all articles after the changes, as far as texts can tell whose shingles are `own`."""
        wanted = np.unique(np.concatenate([_NONE, *own]))
        counts = self._held.count(wanted) + _count(self._come(), wanted) - _count(self._gone(), wanted)
        repeated = counts >= REPEATED_AT_LEAST
        return Repeats(dict(zip(wanted[repeated].tolist(), counts[repeated].tolist(), strict=True)))

    def _gone(self) -> Shingles:
        return np.concatenate([_NONE, *self._before.values()])

    def _come(self) -> Shingles:
        return np.concatenate([_NONE, *self._after.values()])


def _count(those: Shingles, wanted: Shingles) -> npt.NDArray[np.int64]:
    """How often each of `wanted` (sorted, each once) is among `those`."""
    if not len(wanted):
        return np.zeros(0, dtype=np.int64)
    places = np.searchsorted(wanted, those)
    places[places == len(wanted)] = 0
    return np.bincount(places[wanted[places] == those], minlength=len(wanted))
