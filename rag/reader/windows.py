"""What a reader is shown and what it gives back, whichever model it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from rag.reader.decode import Scores, best_span
from rag.reader.pairs import Numbers

# Tokens that a window repeats from the one before, so that an answer across the cut stands whole in one of them.
WINDOW_OVERLAP = 64
# A question takes at most this share of the model's tokens, 128 of 512: of a longer one the first 64 and the last 64, since what
# is asked stands at its beginning or its end.
QUESTION_SHARE = 4


@dataclass(frozen=True, slots=True)
class Window:
    """A question with a passage, or with the part of it that fits the model's limit, as one sequence of tokens.

    `types` are its token types, or None where the model has none. Columns `first` to `first + len(starts)` are tokens of the
    passage; token i of them is the passage's `[starts[i]:ends[i]]` in code points, empty where it is no text.
    """

    ids: Numbers
    types: Numbers | None
    first: int
    starts: Numbers
    ends: Numbers


@dataclass(frozen=True, slots=True)
class WindowScores:
    """Logits of a window: `starts` and `ends` of its passage's tokens, `absent` the sum of the two of "not in this passage"."""

    starts: Scores
    ends: Scores
    absent: float


class SpanScorer(Protocol):
    """A model that scores where an answer begins and ends."""

    @property
    def name(self) -> str:
        """What the model is called."""
        ...

    def encode(self, questions: Sequence[str], passages: Sequence[str]) -> list[list[Window]]:
        """The windows of each question with the passage of the same place, one at least."""
        ...

    def score(self, windows: Sequence[Window]) -> list[WindowScores]:
        """The scores of each window, read in one batch."""
        ...


@dataclass(frozen=True, slots=True)
class MarkedSpan:
    """Words that may answer: the passage's `[start:end]` in code points.

    `margin` is how far their logits stand above those of "not in this passage".
    """

    start: int
    end: int
    margin: float


# What a reader makes of one passage: the best span of each range that was asked about, None where no token lies in it.
Marked = tuple[MarkedSpan | None, ...]


def combine(ranges: Sequence[tuple[int, int]], windows: Sequence[Window], scores: Sequence[WindowScores]) -> Marked:
    """The best span of each range of a passage that was read in `windows`; of two windows the higher margin counts."""
    spans = []
    for start, end in ranges:
        found = [_within(start, end, window, logits) for window, logits in zip(windows, scores, strict=True)]
        spans.append(max((s for s in found if s is not None), key=lambda s: s.margin, default=None))
    return tuple(spans)


def _within(start: int, end: int, window: Window, logits: WindowScores) -> MarkedSpan | None:
    """The best span whose tokens all lie in the passage's `[start:end]`."""
    inside = np.flatnonzero((window.starts >= start) & (window.ends <= end) & (window.ends > window.starts))
    if not inside.size:
        return None
    first, last = int(inside[0]), int(inside[-1]) + 1
    span = best_span(logits.starts[first:last], logits.ends[first:last])
    if span is None:
        return None
    begin, stop = int(window.starts[first + span.first]), int(window.ends[first + span.last])
    if begin >= stop:
        return None
    return MarkedSpan(begin, stop, span.logit - logits.absent)


def cut(tokens: int, room: int) -> list[tuple[int, int]]:
    """Ranges of at most `room` tokens that cover all `tokens`, each repeating WINDOW_OVERLAP of the one before."""
    step = max(1, room - WINDOW_OVERLAP)
    ranges = [(0, min(room, tokens))]
    while ranges[-1][1] < tokens:
        begin = ranges[-1][0] + step
        ranges.append((begin, min(begin + room, tokens)))
    return ranges


def pad(rows: Sequence[Numbers], value: int) -> "np.ndarray[tuple[int, int], np.dtype[np.int64]]":
    """Rows of one length, int64, filled up with `value`."""
    padded = np.full((len(rows), max(len(row) for row in rows)), value, dtype=np.int64)
    for number, row in enumerate(rows):
        padded[number, : len(row)] = row
    return padded
