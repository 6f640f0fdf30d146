"""Which observations confidence is fitted on, and which it is measured on."""

import random
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from eval.trials import Observation

_SEED = 20240601


def first_halves(observations: Sequence[Observation]) -> npt.NDArray[np.bool_]:
    """Those of every other article by title: one article is on one side, in whichever language and set it is asked.

    Titles are shuffled and then put in order of the sets they stand in, so that every other one is half of each set.
    """
    sets: dict[str, set[str]] = {}
    for o in observations:
        sets.setdefault(o.title, set()).add(o.set_name)
    titles = sorted(sets)
    random.Random(_SEED).shuffle(titles)  # noqa: S311 - a fixed split, no secret
    titles.sort(key=lambda title: sorted(sets[title]))
    chosen = frozenset(titles[::2])
    return np.array([o.title in chosen for o in observations])
