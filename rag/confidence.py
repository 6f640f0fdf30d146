"""From what was found to the probability that the answer is right: a small logistic model whose numbers anyone can read."""

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

import numpy as np

from index.late import LateIndex
from rag.answer import Evidence
from rag.finder import Reading

MODEL_FILE = "confidence.toml"


@dataclass(frozen=True, slots=True)
class Signals:
    """What confidence is judged by; all of it comes from the question and the passages, none from what the answer says.

    `best_passage` and `best_sentence` are late-interaction scores; `lead` is how far the best passage stands above the mean of
    all that were read; `weakest_word` is how well the question's worst matched weighty token is matched anywhere in the best
    passage: a name that stands nowhere shows here. `sentence_lead` is how far the best sentence stands above the mean of the
    others of its passage, 0 where it is alone; other passages are left out, for they may well say the same.
    """

    best_passage: float
    best_sentence: float
    lead: float
    weakest_word: float
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


def read_signals(reading: Reading, evidence: Sequence[Evidence], late: LateIndex) -> Signals:
    """The signals of one question; raises ValueError where nothing was found, since then there is nothing to judge."""
    if not evidence:
        raise ValueError("signals need at least one piece of evidence")
    scores = [passage.score for passage in reading.passages]
    best = max(reading.passages, key=lambda passage: passage.score)
    matches = late.best_matches(reading.vectors, best.position)
    beside = [other.score for other in evidence[1:] if other.passage.position == evidence[0].passage.position]
    weighty = reading.vectors.weights >= np.median(reading.vectors.weights)
    return Signals(
        best_passage=best.score,
        best_sentence=evidence[0].score,
        lead=best.score - float(np.mean(scores)),
        weakest_word=float(matches[weighty].min()),
        sentence_lead=evidence[0].score - float(np.mean(beside)) if beside else 0.0,
    )
