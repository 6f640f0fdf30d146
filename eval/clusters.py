"""Resamples questions by the article they are about, and the intervals that follow; docs/decisions/0007-gates.md says why so."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from eval.intervals import RESAMPLES, SEED, TAIL_PERCENT, Estimate

Floats = npt.NDArray[np.float64]
_BLOCK = 1_000
_OWN = "question:"


def cluster_of(question_id: str, articles: Sequence[str]) -> str:
    """The cluster of a question: the article of most of its gold quotes, the first named of several such.

    `articles` holds the article of each quote. A question without a quote shares no article with any other, so it is a cluster
    of its own.
    """
    if not articles:
        return _OWN + question_id
    return Counter(articles).most_common(1)[0][0]


@dataclass(frozen=True, slots=True)
class Resamples:
    """How often each question was drawn: `counts` of shape (resamples, questions)."""

    counts: npt.NDArray[np.uint16]

    def means(self, values: Floats) -> Floats:
        """The mean of each column in each resample, of shape (resamples, columns); NaN where none of its values was drawn.

        `values` has shape (questions, columns); NaN stands for a value that does not apply and is left out.
        """
        applies = ~np.isnan(values)
        known = np.where(applies, values, 0.0)
        means = np.empty((len(self.counts), values.shape[1]))
        for at in range(0, len(self.counts), _BLOCK):
            drawn = self.counts[at : at + _BLOCK].astype(np.float64)
            with np.errstate(invalid="ignore"):
                means[at : at + _BLOCK] = (drawn @ known) / (drawn @ applies.astype(np.float64))
        return means

    def design_effect(self, applies: npt.NDArray[np.bool_]) -> float:
        """How much wider than that of independent questions the squared interval of a mean is (Kish 1965, section 5.4).

        n · Σ var(share of question i in a resample), over the n questions where `applies`: the variance that these resamples
        give to the mean of independent values, over variance / n.
        """
        # The first thousand resamples give it to within two hundredths, and it only plans.
        drawn = self.counts[:_BLOCK, applies].astype(np.float64)
        sizes = drawn.sum(axis=1, keepdims=True)
        shares = (drawn / np.maximum(sizes, 1))[sizes[:, 0] > 0]
        return float(shares.shape[1] * shares.var(axis=0).sum())


@lru_cache(maxsize=4)
def resample(clusters: tuple[str, ...], resamples: int) -> Resamples:
    """Draw questions in two stages (Davison and Hinkley 1997, section 3.8), with a fixed seed.

    Articles are drawn with replacement, as many as there are, and of each that is drawn as many of its questions as it has,
    again with replacement. Clusters of one question are drawn by themselves, so that every resample has as many questions
    without an article as the gold. `clusters` names the cluster of each question.
    """
    chance = np.random.default_rng(SEED)
    members: dict[str, list[int]] = {}
    for position, name in enumerate(clusters):
        members.setdefault(name, []).append(position)
    # An article with several questions may have a name that begins so too.
    own = [places[0] for name, places in members.items() if name.startswith(_OWN) and len(places) == 1]
    shared = [places for name, places in members.items() if not name.startswith(_OWN) or len(places) > 1]
    counts = np.zeros((resamples, len(clusters)), dtype=np.uint16)
    if own:
        counts[:, own] = chance.multinomial(len(own), np.full(len(own), 1 / len(own)), resamples)
    if shared:
        times = chance.multinomial(len(shared), np.full(len(shared), 1 / len(shared)), resamples)
        for number, places in enumerate(shared):
            size = len(places)
            counts[:, places] = chance.multinomial(times[:, number] * size, np.full(size, 1 / size))
    return Resamples(counts)


def clustered_estimate(values: Sequence[float], clusters: Sequence[str]) -> Estimate:
    """The mean of `values` and its 95 % percentile interval, resampled by cluster; `clusters` names each value's.

    In place of `eval.intervals.estimate` where questions about one article may succeed or fail together.
    """
    if len(values) != len(clusters):
        raise ValueError(f"{len(values)} values and {len(clusters)} clusters; each value needs one")
    if not values:
        return Estimate(None, None, None, 0)
    array = np.asarray(values, dtype=np.float64)
    mean = float(array.mean())
    if len(array) == 1:
        return Estimate(mean, None, None, 1)
    means = resample(tuple(clusters), RESAMPLES).means(array[:, None])[:, 0]
    low, high = np.percentile(means, [TAIL_PERCENT, 100 - TAIL_PERCENT])
    return Estimate(mean, float(low), float(high), len(array))
