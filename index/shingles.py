"""Which articles come out differently when others change, because what repeats across articles counts as noise.

Every article's shingles are stored, so this is a few passes over sorted numbers and no article is read for it. It costs time
in proportion to the collection, as deriving a generation does, and little of it: some 8 bytes a word.
"""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import numpy.typing as npt

from index.article_store import Shingles
from index.noise.repeats import REPEATED_AT_LEAST, Repeats, shingles

_NONE: Shingles = np.empty(0, dtype=np.int64)
# Articles are counted in blocks of this many shingles, or numpy's calls would take longer than its work.
_BLOCK = 1 << 18


def shingles_in(text: str) -> Shingles:
    """The shingles of a text, sorted, each once."""
    return np.unique(np.fromiter(shingles(text), dtype=np.int64))


def crossing(before: Mapping[str, Shingles], after: Mapping[str, Shingles], stored: "Stored") -> Shingles:
    """The shingles that stand in enough articles to count as repeated now and did not before, or the other way round.

    `before` and `after` give the shingles of the articles that changed; `stored` those of all articles after the change.
    """
    gone, come = np.concatenate([_NONE, *before.values()]), np.concatenate([_NONE, *after.values()])
    changed, places = np.unique(np.concatenate([gone, come]), return_inverse=True)
    signs = np.concatenate([np.full(len(gone), -1), np.full(len(come), 1)])
    difference = np.bincount(places, signs, len(changed)).astype(np.int64)
    changed, difference = changed[difference != 0], difference[difference != 0]
    now = count(changed, stored)
    crossed: Shingles = changed[(now >= REPEATED_AT_LEAST) != (now - difference >= REPEATED_AT_LEAST)]
    return crossed


Stored = Iterable[tuple[str, Shingles]]


def count(wanted: Shingles, stored: Stored) -> npt.NDArray[np.int64]:
    """In how many articles each of `wanted` (sorted, each once) stands."""
    found = np.zeros(len(wanted), dtype=np.int64)
    if not len(wanted):
        return found
    for _, block in _blocks(stored):
        found += np.bincount(_places(block, wanted), minlength=len(wanted))
    return found


def holders(wanted: Shingles, stored: Stored) -> set[str]:
    """The ids of the articles that hold any of `wanted`, which are sorted."""
    held: set[str] = set()
    if not len(wanted):
        return held
    for articles, block in _blocks(stored):
        if len(_places(block, wanted)):
            held |= {article_id for article_id, own in articles if len(_places(own, wanted))}
    return held


def repeats_of(chosen: frozenset[str], stored: Stored) -> Repeats:
    """What repeats over all articles, as far as the texts of those `chosen` can tell; reads `stored` twice."""
    own = np.concatenate([_NONE, *(own for article_id, own in stored if article_id in chosen)])
    wanted, counts = np.unique(own, return_counts=True)
    counts = counts + count(wanted, ((article_id, others) for article_id, others in stored if article_id not in chosen))
    repeated = counts >= REPEATED_AT_LEAST
    return Repeats(dict(zip(wanted[repeated].tolist(), counts[repeated].tolist(), strict=True)))


def _places(own: Shingles, wanted: Shingles) -> npt.NDArray[np.int64]:
    """Where in `wanted`, which is not empty, those of `own` that it holds stand."""
    places = np.searchsorted(wanted, own)
    places[places == len(wanted)] = 0
    found: npt.NDArray[np.int64] = places[wanted[places] == own].astype(np.int64)
    return found


def _blocks(stored: Stored) -> Iterator[tuple[list[tuple[str, Shingles]], Shingles]]:
    """The articles some at a time, with all their shingles behind each other."""
    articles: list[tuple[str, Shingles]] = []
    size = 0
    for article in stored:
        articles.append(article)
        size += len(article[1])
        if size >= _BLOCK:
            yield articles, np.concatenate([own for _, own in articles])
            articles, size = [], 0
    if articles:
        yield articles, np.concatenate([own for _, own in articles])
