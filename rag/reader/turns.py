"""Takes things in turns: all of them before any comes again."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

T = TypeVar("T")


def in_turns(items: Sequence[T], first: int, count: int, key: Sequence[int]) -> list[T]:
    """The draws `first` to `first + count` of endless rounds over `items`, each round in an order that `key` decides."""
    orders: dict[int, npt.NDArray[np.int64]] = {}
    drawn = []
    for place in range(first, first + count):
        turn, at = divmod(place, len(items))
        if turn not in orders:
            orders[turn] = np.random.default_rng([key[0], turn, *key[1:]]).permutation(len(items))
        drawn.append(items[orders[turn][at]])
    return drawn
