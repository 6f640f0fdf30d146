"""A run held against itself many times, each time with other noise: how often do the gates fail though nothing changed?

Two runs of one system that is exactly repeatable are equal, and no gate can fail. What a gate must bear is a change that is
neither better nor worse: some answers come out otherwise, as many for the better as for the worse. So from one real run two are
drawn by resampling: in each of them, apart from the other, a share of the questions gets the outcome (verdict and all scores
together) of another question drawn at random, answerable for answerable and not for not. Both have the same expected mean in
every metric, so whatever fails is a false alarm. Questions keep their articles, languages and kinds.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from eval.decide import FAILED_STATUS, NOT_TRUSTED_STATUS, decide
from eval.gates import Gates
from eval.record import Asked, Record

# Shares of answers redrawn in each of the two runs.
CHURN = (0.01, 0.02, 0.05, 0.1, 0.2)
_SEED = 20240601


def false_alarms(run: Record, gates: Gates, churn: float, times: int) -> dict[str, int]:
    """Of `times` comparisons under no change, how many end with a failed gate, and how many cannot tell."""
    chance = np.random.default_rng([_SEED, round(1000 * churn)])
    statuses = [decide(redrawn(run, churn, chance), gates, redrawn(run, churn, chance)).status for _ in range(times)]
    return {"failed": statuses.count(FAILED_STATUS), "untold": statuses.count(NOT_TRUSTED_STATUS)}


def redrawn(run: Record, churn: float, chance: np.random.Generator) -> Record:
    """`run` with the outcome of a share of its questions taken from others."""
    return replace(run, questions=dict(_redrawn(run, churn, chance)))


def _redrawn(run: Record, churn: float, chance: np.random.Generator) -> Iterator[tuple[str, Asked]]:
    pools: dict[bool, list[Asked]] = {True: [], False: []}
    for asked in run.questions.values():
        pools[asked.scores["abstention_recall"] is None].append(asked)
    for question_id, asked in run.questions.items():
        pool = pools[asked.scores["abstention_recall"] is None]
        if chance.random() < churn:
            other = pool[int(chance.integers(len(pool)))]
            yield question_id, replace(asked, verdict=other.verdict, scores=other.scores)
        else:
            yield question_id, asked
