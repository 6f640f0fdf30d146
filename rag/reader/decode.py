"""Scores of tokens to spans: which words answer best, and how much better than no words at all."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]
# Nine in ten marked answers are shorter than 12 tokens; longer ones than this are sentences, which answers show whole anyway.
MAX_SPAN_TOKENS = 40


@dataclass(frozen=True, slots=True)
class TokenSpan:
    """Tokens `first` to `last`, the last one included; `logit` is the sum of the start's and the end's."""

    first: int
    last: int
    logit: float


def best_span(starts: Scores, ends: Scores) -> TokenSpan | None:
    """The span with the highest sum of logits, the first of equal ones; None where there are no tokens.

    `starts` and `ends` are logits of shape (tokens,). A span holds MAX_SPAN_TOKENS at most.
    """
    if not len(starts):
        return None
    sums = starts[:, None] + ends[None, :]
    reach = np.arange(len(ends))[None, :] - np.arange(len(starts))[:, None]
    sums = np.where((reach >= 0) & (reach < MAX_SPAN_TOKENS), sums, -np.inf)
    first, last = (int(i) for i in np.unravel_index(int(np.argmax(sums)), sums.shape))
    return TokenSpan(first, last, float(sums[first, last]))
