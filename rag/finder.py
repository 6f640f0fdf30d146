"""Finds the evidence in passages: what any reader of them must be able to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.encoder.embedder import TextVectors, Vectors
from index.search import Passage
from rag.answer import Evidence


@dataclass(frozen=True, slots=True)
class Reading:
    """One question with its vectors, and the passages that were retrieved for it, best first.

    `language` is the question's, an ISO 639-1 code; `token_weights` says how much each of its tokens counted in the search.
    """

    question: str
    language: str
    vectors: TextVectors
    token_weights: Vectors
    passages: tuple[Passage, ...]


class EvidenceFinder(Protocol):
    """Reads passages for the words that answer."""

    @property
    def name(self) -> str:
        """What the finder is called in an answer's `models`."""
        ...

    @property
    def confidence_file(self) -> str:
        """The file in `rag` that holds the confidence model fitted on this finder's signals."""
        ...

    def find(self, readings: Sequence[Reading]) -> list[list[Evidence]]:
        """For each reading its evidence, best first; empty where there are no passages. All readings share one batch."""
        ...

    def signals(self, reading: Reading, evidence: Sequence[Evidence]) -> Mapping[str, float]:
        """What the confidence in the first piece of `evidence` is judged by; raises ValueError where there is none."""
        ...
