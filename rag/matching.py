"""How well a question is matched by what was retrieved: the signals that need no reader."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.generation import Contents
from rag.answer import Evidence
from rag.finder import Reading


@dataclass(frozen=True, slots=True)
class MatchSignals:
    """What the encoder alone says of an answer; all of it comes from the question and the passages.

    `cosine` is that of the question and the passage the best sentence stands in, each as one vector. `passage_match` and
    `sentence_match` are how well the question's tokens are matched on average in that passage and in that sentence;
    `weakest_match` is how well the worst matched one is matched in any passage that was read: a name that stands nowhere
    shows here. `sentence_lead` is how far the best sentence stands above the mean of the others of its passage, 0 where it is
    alone; other passages are left out, for they may well say the same. No signal compares one passage with others, since how
    many articles tell of one thing says nothing about whether they are right.
    """

    cosine: float
    passage_match: float
    sentence_match: float
    weakest_match: float
    sentence_lead: float


def match_signals(reading: Reading, evidence: Sequence[Evidence], contents: Contents) -> MatchSignals:
    """The signals of one question; raises ValueError where nothing was found, since then there is nothing to judge."""
    if not evidence:
        raise ValueError("signals need at least one piece of evidence")
    best = evidence[0]
    home = best.passage.position
    # Judged by the words it was found with.
    reading = reading.part_of(best.passage)
    closest = contents.late.closest(reading.vectors, np.array([p.position for p in reading.passages]))
    place = [p.position for p in reading.passages].index(home)
    equal = np.full(len(closest), 1 / len(closest), dtype=np.float32)
    sentences = contents.late.score_sentences(reading.vectors, equal, home, len(best.passage.chunk.sentences))
    chosen = [s.start for s in best.passage.chunk.sentences].index(best.span.start)
    others = np.delete(sentences, chosen)
    return MatchSignals(
        cosine=contents.dense.similarity(reading.vectors.pooled, home),
        passage_match=float(closest[:, place].mean()),
        sentence_match=float(sentences[chosen]),
        weakest_match=float(closest.max(axis=1).min()),
        sentence_lead=float(sentences[chosen] - others.mean()) if len(others) else 0.0,
    )
