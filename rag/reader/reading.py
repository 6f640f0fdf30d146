"""Reads many questions and passages at once, in batches of windows of like length."""

from collections.abc import Sequence
from dataclasses import dataclass

from rag.reader.windows import Marked, SpanScorer, Window, WindowScores, combine

# Measured on passages of 200 tokens; larger batches read no faster and take more memory.
_BATCH_WINDOWS = 16


@dataclass(frozen=True, slots=True)
class Pairing:
    """A question and a passage to look for its answer in: in each of `ranges`, half-open in code points."""

    question: str
    passage: str
    ranges: tuple[tuple[int, int], ...]


class Reader:
    """A span scorer with everything around it. Safe to call from many threads."""

    def __init__(self, scorer: SpanScorer) -> None:
        self._scorer = scorer

    @property
    def name(self) -> str:
        """What the reader is called in an answer's `models`."""
        return self._scorer.name

    def read(self, pairings: Sequence[Pairing]) -> list[Marked]:
        """What the reader marks in each passage, in the order of `pairings`; one that comes several times is read once."""
        different = list(dict.fromkeys(pairings))
        encoded = self._scorer.encode([p.question for p in different], [p.passage for p in different])
        windows = [window for own in encoded for window in own]
        scores = iter(self._score(windows))
        marked = {
            pairing: combine(pairing.ranges, own, [next(scores) for _ in own])
            for pairing, own in zip(different, encoded, strict=True)
        }
        return [marked[pairing] for pairing in pairings]

    def _score(self, windows: Sequence[Window]) -> list[WindowScores]:
        """Windows of like length share a batch, so that little of it is padding."""
        order = sorted(range(len(windows)), key=lambda i: len(windows[i].ids))
        scored: dict[int, WindowScores] = {}
        for at in range(0, len(order), _BATCH_WINDOWS):
            batch = order[at : at + _BATCH_WINDOWS]
            scored.update(zip(batch, self._scorer.score([windows[i] for i in batch]), strict=True))
        return [scored[i] for i in range(len(windows))]
