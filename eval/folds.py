"""Which observations confidence is fitted on, and which it is measured on."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from eval.trials import Observation

FOLDS = 10
_SEED = 20240601


def folds(observations: Sequence[Observation]) -> npt.NDArray[np.int64]:
    """The number of each observation's fold, 0 to `FOLDS` - 1: of one title all are in one, in whichever language and set.

    Every set is spread over the folds as evenly as its titles allow.
    """
    from sklearn.model_selection import StratifiedGroupKFold  # type: ignore[import-untyped]

    sets, titles = [o.set_name for o in observations], [o.title for o in observations]
    count = min(FOLDS, len(set(titles)))
    numbers = np.zeros(len(observations), dtype=np.int64)
    if count > 1:
        split = StratifiedGroupKFold(count, shuffle=True, random_state=_SEED).split(sets, sets, titles)
        for number, (_, measured) in enumerate(split):
            numbers[measured] = number
    return numbers
