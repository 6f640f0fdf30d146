"""Finds the evidence in passages: what any reader of them must be able to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from index.encoder.embedder import TextVectors, Vectors
from index.search import Passage
from rag.answer import Evidence


@dataclass(frozen=True, slots=True)
class Reading:
    """One question with its vectors, and the passages that were retrieved for it, best first.

    `language` is the question's, an ISO 639-1 code; `token_weights` says how much each of its tokens counted in the search.
    `respelled` holds the same question with its names spelled as in some of the passages, which are read in those words instead.
    """

    question: str
    language: str
    vectors: TextVectors
    token_weights: Vectors
    passages: tuple[Passage, ...]
    respelled: tuple["Reading", ...] = ()

    def part_of(self, passage: Passage) -> "Reading":
        """The part in whose words `passage` is read; raises StopIteration where it is none of its passages."""
        return next(part for part in self.parts() if any(each.position == passage.position for each in part.passages))

    def parts(self) -> tuple["Reading", ...]:
        """What is to be read, each passage once: the question as it was asked, and as it was respelled."""
        elsewhere = {passage.position for part in self.respelled for passage in part.passages}
        left = tuple(passage for passage in self.passages if passage.position not in elsewhere)
        return (replace(self, passages=left, respelled=()), *self.respelled)


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
