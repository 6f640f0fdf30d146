"""From what was found to the probability that the answer is right: a small logistic model whose numbers anyone can read."""

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

import numpy as np

from index.generation import Contents
from rag.answer import Evidence
from rag.finder import Reading

MODEL_FILE = "confidence.toml"


@dataclass(frozen=True, slots=True)
class Signals:
    """What confidence is judged by; all of it comes from the question and the passages, none from what the answer says.

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


@dataclass(frozen=True, slots=True)
class ConfidenceModel:
    """Weights of a logistic regression over standardised signals: p = 1 / (1 + exp(-(bias + Σ weight·(x - mean)/scale)))."""

    bias: float
    means: Mapping[str, float]
    scales: Mapping[str, float]
    weights: Mapping[str, float]

    def probability(self, signals: Signals) -> float:
        """The probability that an answer found with these signals is right, in 0 to 1."""
        total = self.bias
        for name in (field.name for field in fields(Signals)):
            total += self.weights[name] * (getattr(signals, name) - self.means[name]) / self.scales[name]
        return 1.0 / (1.0 + math.exp(-total))


@cache
def packaged_model() -> ConfidenceModel:
    """The model that ships with the product; `pourquoi eval fit-confidence` makes it."""
    values = tomllib.loads(files("rag").joinpath(MODEL_FILE).read_text("utf-8"))
    return ConfidenceModel(values["bias"], values["means"], values["scales"], values["weights"])


def read_signals(reading: Reading, evidence: Sequence[Evidence], contents: Contents) -> Signals:
    """The signals of one question; raises ValueError where nothing was found, since then there is nothing to judge."""
    if not evidence:
        raise ValueError("signals need at least one piece of evidence")
    best = evidence[0]
    home = best.passage.position
    closest = contents.late.closest(reading.vectors, np.array([p.position for p in reading.passages]))
    place = [p.position for p in reading.passages].index(home)
    equal = np.full(len(closest), 1 / len(closest), dtype=np.float32)
    sentences = contents.late.score_sentences(reading.vectors, equal, home, len(best.passage.chunk.sentences))
    chosen = [s.start for s in best.passage.chunk.sentences].index(best.span.start)
    others = np.delete(sentences, chosen)
    return Signals(
        cosine=contents.dense.similarity(reading.vectors.pooled, home),
        passage_match=float(closest[:, place].mean()),
        sentence_match=float(sentences[chosen]),
        weakest_match=float(closest.max(axis=1).min()),
        sentence_lead=float(sentences[chosen] - others.mean()) if len(others) else 0.0,
    )
