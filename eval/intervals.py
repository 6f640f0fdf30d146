"""Means with their bootstrap intervals. The mean of nothing is None."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

RESAMPLES = 2_000
SEED = 20240601
TAIL_PERCENT = 2.5


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure of `n` values, mostly their mean, and its 95 % interval; None where n is 0, the interval None where n is 1."""

    value: float | None
    low: float | None
    high: float | None
    n: int


def estimate(values: Sequence[float]) -> Estimate:
    """The mean and its percentile bootstrap interval (Efron and Tibshirani 1993, ch. 13): 2,000 resamples, a fixed seed."""
    if not values:
        return Estimate(None, None, None, 0)
    array = np.asarray(values, dtype=np.float64)
    mean = float(array.mean())
    if len(array) == 1:
        return Estimate(mean, None, None, 1)
    drawn = np.random.default_rng(SEED).integers(0, len(array), (RESAMPLES, len(array)))
    low, high = np.percentile(array[drawn].mean(axis=1), [TAIL_PERCENT, 100 - TAIL_PERCENT])
    return Estimate(mean, float(low), float(high), len(array))
