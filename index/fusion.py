"""Puts several rankings together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Cormack, Clarke and Büttcher (2009), "Reciprocal rank fusion outperforms Condorcet and individual rank learning methods".
RANK_CONSTANT = 60


@dataclass(frozen=True, slots=True)
class Fused:
    """A passage's position and its fused score; higher is better."""

    position: int
    score: float


def reciprocal_rank_fusion(rankings: Iterable[Sequence[int]]) -> list[Fused]:
    """Every position that any ranking holds, best first: the sum of 1 / (60 + rank), rank from 1.

    Equal sums keep the order of the positions, so that the result does not depend on anything but the rankings.
    """
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, position in enumerate(ranking, start=1):
            scores[int(position)] = scores.get(int(position), 0.0) + 1.0 / (RANK_CONSTANT + rank)
    return [Fused(position, score) for position, score in sorted(scores.items(), key=lambda item: (-item[1], item[0]))]
