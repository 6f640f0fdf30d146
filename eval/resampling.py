"""Bootstrap intervals of figures that are no means: areas, coverages, calibration, percentiles."""

from collections.abc import Callable, Sequence

import numpy as np

from eval.calibration import Judged
from eval.intervals import SEED, TAIL_PERCENT, Estimate

# Each resample computes the whole figure again, in some 50 µs; with so many, intervals take less than a tenth of a run's time.
RESAMPLES = 500


def estimate_of(statistic: Callable[[Judged], float | None], cases: Judged) -> Estimate:
    """`statistic` of `cases` and its 95 % percentile bootstrap interval, from 500 resamples of the cases, a fixed seed.

    Resamples in which it has no value (such as AUROC where all came true) say nothing and are left out.
    """
    size, value = len(cases.probabilities), statistic(cases)
    if value is None or size <= 1:
        return Estimate(value, None, None, size)
    drawn = np.random.default_rng(SEED).integers(0, size, (RESAMPLES, size))
    values = [statistic(Judged(cases.probabilities[d], cases.truths[d], cases.weights[d])) for d in drawn]
    low, high = np.percentile([v for v in values if v is not None], [TAIL_PERCENT, 100 - TAIL_PERCENT])
    return Estimate(value, float(low), float(high), size)


def estimate_error_of(statistic: Callable[[Judged], float | None], cases: Judged) -> Estimate:
    """The same for an error, which chance makes larger and nothing makes negative: the basic interval, clipped at 0.

    It is that of Davison and Hinkley (1997, section 5.2). Chance in the cases adds to such a figure, and chance in resampling
    adds as much again. What the resamples lie above the figure is therefore taken off below it, so an interval may lie wholly
    below its figure: that is then chance for the most part.
    """
    found = estimate_of(statistic, cases)
    if found.value is None or found.low is None or found.high is None:
        return found
    return Estimate(found.value, max(0.0, 2 * found.value - found.high), max(0.0, 2 * found.value - found.low), found.n)


def estimate_percentile(values: Sequence[float], percent: float) -> Estimate:
    """A percentile (linear interpolation between ranks) of `values`, at least one, and its interval in the same manner."""
    array = np.asarray(values, dtype=np.float64)
    value = float(np.percentile(array, percent))
    if len(array) == 1:
        return Estimate(value, None, None, 1)
    drawn = np.random.default_rng(SEED).integers(0, len(array), (RESAMPLES, len(array)))
    low, high = np.percentile(np.percentile(array[drawn], percent, axis=1), [TAIL_PERCENT, 100 - TAIL_PERCENT])
    return Estimate(value, float(low), float(high), len(array))
