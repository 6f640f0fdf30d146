"""The smallest effect that a paired comparison can see."""

from dataclasses import dataclass
from itertools import count
from math import comb, inf, sqrt
from statistics import NormalDist

# Chance of seeing an effect of the size stated.
POWER = 0.8
# The chance that a question that changes falls, where nothing got worse or better.
_EVEN = 0.5
# Halvings that leave nothing of an interval between 0 and 1 that a float could tell.
_HALVINGS = 60


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


def fewest_changes(tail: float) -> int:
    """How many questions must change for chance to be ruled out at all, by the exact sign test with this `tail`.

    By chance alone each of them falls as likely as it rises, and all fall in .5 to the power of their number.
    """
    return next(changes for changes in count(1) if _EVEN**changes <= tail)


def visible_drop(design: Design, able: int, tolerated: float) -> float:
    """The drop of the mean that fails a gate with a probability of 0.8: by the interval, and by enough questions that fall.

    Only `able` of the questions can score less than they did. Infinite where they are fewer than it takes: no drop is seen.
    """
    return max(smallest_drop(design, tolerated), _drop_of_enough(design, able))


def _drop_of_enough(design: Design, able: int) -> float:
    """The drop at which so many questions fall as it takes, with a probability of 0.8.

    Each of the `able` falls with one chance, from 1 to 0: what falls by less falls more often for the same drop of the mean.
    """
    enough = fewest_changes(design.tail)
    if able < enough:
        return inf
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        chance = (low + high) / 2
        low, high = (low, chance) if _at_least(enough, able, chance) >= POWER else (chance, high)
    return high * able / design.questions


def _at_least(least: int, tries: int, chance: float) -> float:
    """The probability that `least` or more of `tries` succeed, each with this `chance`."""
    return 1 - sum(comb(tries, hits) * chance**hits * (1 - chance) ** (tries - hits) for hits in range(least))


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
