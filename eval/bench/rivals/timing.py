"""Times a system in turns with ours, so that both meet the same machine, however busy it is."""

import statistics
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

CLIENTS = (1, 8)
_TAIL_PERCENT = 95
Ask = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Latency:
    """Of `n` questions by `clients` at once: milliseconds, and how they compare with ours in the same rounds.

    `ratio` is the median over the rounds of median / our median, beside the smallest and largest; below 1 it is faster than ours.
    """

    clients: int
    n: int
    median_ms: float
    p95_ms: float
    ratio: float
    ratio_low: float
    ratio_high: float


def take_turns(theirs: Ask, ours: Ask, questions: Sequence[str], rounds: int) -> list[tuple[Latency, Latency]]:
    """For 1 and 8 clients the latency of theirs, then ours; each round asks all `questions`, ours first in every second."""
    return [_take_turns(theirs, ours, questions, rounds, clients) for clients in CLIENTS]


def _take_turns(theirs: Ask, ours: Ask, questions: Sequence[str], rounds: int, clients: int) -> tuple[Latency, Latency]:
    timed: tuple[list[list[float]], list[list[float]]] = ([], [])
    for number in range(rounds):
        pairs = [(timed[0], theirs), (timed[1], ours)]
        for store, ask in pairs if number % 2 else reversed(pairs):
            store.append(_round(ask, questions, clients))
    ratios = [statistics.median(a) / statistics.median(b) for a, b in zip(*timed, strict=True)]
    return _latency(timed[0], ratios, clients), _latency(timed[1], [1.0], clients)


def _round(ask: Ask, questions: Sequence[str], clients: int) -> list[float]:
    with ThreadPoolExecutor(clients) as pool:
        return list(pool.map(ask, questions))


def _latency(rounds: Sequence[Sequence[float]], ratios: Sequence[float], clients: int) -> Latency:
    values = 1000 * np.concatenate([np.asarray(one) for one in rounds])
    return Latency(
        clients,
        len(values),
        float(np.median(values)),
        float(np.percentile(values, _TAIL_PERCENT)),
        statistics.median(ratios),
        min(ratios),
        max(ratios),
    )
