"""How good probabilities are: they rank, they mean what they say, and what a threshold on them costs. All cases carry weights."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
BINS = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """Probabilities, whether each came true (1 or 0), and how much each case counts; arrays of one length."""

    probabilities: Floats
    truths: Floats
    weights: Floats


def auroc(judged: Judged) -> float | None:
    """The probability that a case that came true got more than one that did not, ties counting half (Hanley and McNeil 1982).

    None where all came true or none did.
    """
    values, places = np.unique(judged.probabilities, return_inverse=True)
    true = np.bincount(places, judged.weights * judged.truths, len(values))
    false = np.bincount(places, judged.weights * (1 - judged.truths), len(values))
    pairs = true.sum() * false.sum()
    if pairs == 0:
        return None
    below = np.cumsum(false) - false
    return float((true * (below + false / 2)).sum() / pairs)


def brier(judged: Judged) -> float | None:
    """The mean of (probability - truth)² (Brier 1950); lower is better, None where there is no case."""
    total = judged.weights.sum()
    if total == 0:
        return None
    return float((judged.weights * (judged.probabilities - judged.truths) ** 2).sum() / total)


def expected_calibration_error(judged: Judged) -> float | None:
    """Σ share of a bin · |mean probability - mean truth|, over ten bins of equal weight (Naeini et al. 2015).

    Lower is better, None where there is no case.
    """
    total = judged.weights.sum()
    if total == 0:
        return None
    gaps = judged.weights * (judged.probabilities - judged.truths)
    return float(np.abs(np.bincount(bins_of(judged), gaps, BINS)).sum() / total)


def bins_of(judged: Judged) -> npt.NDArray[np.int64]:
    """The bin of each case, 0 to 9 by rising probability: ten of equal weight. There has to be weight.

    Equal probabilities share a bin, so that the order of the cases changes nothing.
    """
    values, places = np.unique(judged.probabilities, return_inverse=True)
    weights = np.bincount(places, judged.weights, len(values))
    # The bin of a probability is where the middle of its weight falls.
    middles = (np.cumsum(weights) - weights / 2) / weights.sum()
    bins: npt.NDArray[np.int64] = np.minimum((middles * BINS).astype(np.int64), BINS - 1)[places]
    return bins


def risk(judged: Judged, threshold: float) -> float | None:
    """The share of the answers given, those of probability `threshold` and more, that are wrong; None where none is given."""
    given = judged.probabilities >= threshold
    total = judged.weights[given].sum()
    if total == 0:
        return None
    return float((judged.weights * (1 - judged.truths))[given].sum() / total)
