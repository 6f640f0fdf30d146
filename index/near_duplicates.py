"""Finds articles that say nearly the same: one agency's text as several sites printed it.

Two texts are compared by the Jaccard index of their shingles of eight words, and exactly: no sketch, nothing drawn by chance.
Sets that share at least a threshold of their shingles must meet among their rarest ones, so only those are looked up (prefix
filtering, Bayardo, Ma and Srikant 2007, "Scaling up all pairs similarity search").
"""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.errors import SettingError
from index.noise.repeats import shingles

# A word changed breaks eight shingles. A text of 300 words has 293; with ten words changed, far apart, two prints share 213 of
# them, which is 213 / (293 + 80) = 0.57; with half as much text again around it, 293 / 440 = 0.67. Unlike articles are far below:
# the most alike of the ten pairs of articles in seeds/ have 0.03.
NEARLY_THE_SAME = 0.5
# A caption or a correction of under 20 words is alike too easily.
_SHINGLES_AT_LEAST = 12


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles that are nearly the same, the lesser id first, and the Jaccard index of their shingles, 0 to 1."""

    first: str
    second: str
    jaccard: float


def similar_pairs(texts: Mapping[str, str], threshold: float = NEARLY_THE_SAME) -> tuple[Pair, ...]:
    """Every pair of articles, by id, whose shingles have a Jaccard index of `threshold` or more, in order of their ids.

    The order of `texts` changes nothing. Texts of fewer than 19 words are left out. Raises SettingError outside 0 to 1.
    """
    if not 0 < threshold <= 1:
        raise SettingError(
            f"a threshold of {threshold} is not over 0 and up to 1; half the shingles is {NEARLY_THE_SAME}"
        )
    found = {name: frozenset(shingles(text)) for name, text in texts.items()}
    sets = {name: mine for name, mine in sorted(found.items()) if len(mine) >= _SHINGLES_AT_LEAST}
    counts = Counter(shingle for mine in sets.values() for shingle in mine)
    holders: dict[int, list[str]] = defaultdict(list)
    pairs: list[Pair] = []
    for name, mine in sets.items():
        rarest = _rarest(mine, counts, threshold)
        for other in sorted({held for shingle in rarest for held in holders[shingle]}):
            jaccard = _jaccard(mine, sets[other])
            if jaccard >= threshold:
                pairs.append(Pair(other, name, jaccard))
        for shingle in rarest:
            holders[shingle].append(name)
    return tuple(sorted(pairs, key=lambda pair: (pair.first, pair.second)))


def groups(pairs: Sequence[Pair]) -> tuple[tuple[str, ...], ...]:
    """The articles that pairs hang together by, each group in order of ids, the groups by their first.

    Likeness goes from hand to hand: a text edited twice is in one group with the first, though the two alone may be unlike.
    """
    group_of: dict[str, list[str]] = {}
    for pair in pairs:
        one = group_of.setdefault(pair.first, [pair.first])
        other = group_of.setdefault(pair.second, [pair.second])
        if one is not other:
            one.extend(other)
            group_of.update(dict.fromkeys(other, one))
    return tuple(sorted({tuple(sorted(group)) for group in group_of.values()}))


def _rarest(mine: frozenset[int], counts: Counter[int], threshold: float) -> tuple[int, ...]:
    """So many of a set's rarest shingles that any set as like it as `threshold` holds one of its own among them.

    Two such sets share at least `threshold` of either. Those that stand in one article alone can meet nothing.
    """
    ordered = sorted(mine, key=lambda shingle: (counts[shingle], shingle))
    # Rounded down a little, so that a product such as 0.1 * 30 = 3.0000000000000004 does not cost a shingle.
    shared = math.ceil(threshold * len(mine) - 1e-9)
    return tuple(shingle for shingle in ordered[: len(mine) - shared + 1] if counts[shingle] > 1)


def _jaccard(one: frozenset[int], other: frozenset[int]) -> float:
    both = len(one & other)
    return both / (len(one) + len(other) - both)
