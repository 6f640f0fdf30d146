"""The smallest effect that a paired comparison can see."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

# Chance of seeing an effect of the size stated.
POWER = 0.8


@dataclass(frozen=True, slots=True)
class Design:
    """What decides how much a comparison sees.

    `questions` are scored after; `effect` is how much wider the squared interval is than that of independent questions; `churn`
    is the mean squared change of a question beyond what the change of the mean explains; `tail` is the share of resamples
    beyond the end of the interval that decides.
    """

    questions: int
    effect: float
    churn: float
    tail: float


def smallest_drop(design: Design, tolerated: float) -> float:
    """The drop d of a mean of values in 0 to 1 that puts the interval wholly below -`tolerated` with a probability of 0.8.

    It solves d - tolerated = (z(1 - tail) · √effect + z(0.8)) · √((d + churn - d²) / n). Of values in 0 to 1 that only fall,
    the squared changes add up to d at most, which `churn` is added to; d² is taken off for the mean. For two proportions that
    is the formula of Connor (1987, Biometrics 43) with the share of discordant pairs d + churn, where the variance is that of
    the alternative, as the bootstrap's is. Above 1 it cannot be seen at all.
    """
    normal = NormalDist()
    reach = normal.inv_cdf(1 - design.tail) * sqrt(design.effect) + normal.inv_cdf(POWER)
    n, squared = design.questions, reach**2
    # Squared it is (n + r²) d² - (2 n t + r²) d + n t² - r² churn = 0; the larger root lies above the tolerated drop.
    a, b, c = n + squared, 2 * n * tolerated + squared, n * tolerated**2 - squared * design.churn
    return (b + sqrt(b**2 - 4 * a * c)) / (2 * a)
