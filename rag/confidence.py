"""From what was found to the probability that the answer is right: a small logistic model whose numbers anyone can read."""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class ConfidenceModel:
    """Weights of a logistic regression over standardised signals: p = 1 / (1 + exp(-(bias + Σ weight·(x - mean)/scale)))."""

    bias: float
    means: Mapping[str, float]
    scales: Mapping[str, float]
    weights: Mapping[str, float]

    def probability(self, signals: Mapping[str, float]) -> float:
        """The probability that an answer found with these signals is right, in 0 to 1; a signal without weight counts nothing."""
        total = self.bias
        for name, weight in self.weights.items():
            total += weight * (signals[name] - self.means[name]) / self.scales[name]
        return 1.0 / (1.0 + math.exp(-total))


@dataclass(frozen=True, slots=True)
class PackagedModel:
    """A fitted model, and the probability below which its answers are withheld unless a setting says otherwise."""

    model: ConfidenceModel
    min_confidence: float


@cache
def packaged_model(file: str) -> PackagedModel:
    """The model in that file of `rag`; `pourquoi eval fit-confidence` makes it."""
    values = tomllib.loads(files("rag").joinpath(file).read_text("utf-8"))
    model = ConfidenceModel(values["bias"], values["means"], values["scales"], values["weights"])
    return PackagedModel(model, values["fit"]["min_confidence"])
