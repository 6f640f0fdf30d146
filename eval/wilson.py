"""The interval of a share: how many of n did."""

import math
from dataclasses import dataclass

# The 97.5 % quantile of the normal distribution, for an interval of 95 %.
_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Share:
    """A share of `n` cases, n at least 1, and its 95 % interval, all in 0 to 1."""

    value: float
    low: float
    high: float
    n: int


def wilson(successes: float, n: int) -> Share:
    """The share and its score interval (Wilson 1927), which is never a point and never leaves 0 to 1.

    centre (p + z²/2n) / (1 + z²/n), half its width z √(p(1−p)/n + z²/4n²) / (1 + z²/n). Raises ValueError where n is 0 or
    fewer than the successes.
    """
    if not 0 <= successes <= n or n == 0:
        raise ValueError(f"{successes} of {n} is no share; n has to be 1 or more, and the successes 0 to n")
    share = successes / n
    shrink = 1 + _Z**2 / n
    centre = (share + _Z**2 / (2 * n)) / shrink
    half = _Z * math.sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2)) / shrink
    return Share(share, max(0.0, centre - half), min(1.0, centre + half), n)
