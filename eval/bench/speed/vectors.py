"""Vectors like those of passages and of questions about them, as many as one likes.

What a passage says is a point of a space of few dimensions: the sum of what its topic, its article and itself add. Its vector is
a mean that all share, plus that point bent into all 384 dimensions by random cosines (random Fourier features, Rahimi and Recht
2007), plus noise. So vectors spread over many axes, as an encoder's do, while a passage has near neighbours in few directions
only. A question is a point near its passage's, with a mean and noise of its own. The constants were fitted to real passages
and questions: docs/decisions/0012-dense-index.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.dense_rows import Positions

if TYPE_CHECKING:
    from index.encoder.embedder import Vectors

DIMENSION = 384
# Dimensions of what is said, and how often the cosines turn within its spread.
_MEANINGS, _BENT = 12, 0.5
# How many passages share a part of what they say, and what of its variance that part is: the topic's, the article's, their own.
_LEVELS = ((1000, 0.1), (20, 0.25), (1, 0.65))
# Length of the mean of all passages and of all questions, all of unit length, and the cosine between these two means.
_PASSAGE_MEAN, _QUESTION_MEAN, _MEANS_COSINE = 0.87, 0.89, 0.984
# Shares of noise in what is left of a passage and of a question, and how far a question's point lies from its passage's.
_PASSAGE_NOISE, _QUESTION_NOISE, _OFF = 0.3, 0.5, 0.4
_BLOCK = 10_000
SEED = 1


@dataclass(frozen=True, slots=True)
class Space:
    """One run: the means of passages and of questions, and the cosines with the axes that they are turned to."""

    mean: "Vectors"
    asked: "Vectors"
    turns: "Vectors"
    phases: "Vectors"
    axes: "Vectors"

    def blocks(self, count: int) -> Iterator["Vectors"]:
        """`count` passages, float32 of unit length, in pieces; the first ones are the same whatever the count."""
        for first in range(0, count, _BLOCK):
            number = first // _BLOCK
            rng = np.random.default_rng((SEED, 3, number))
            yield self._vectors(self.mean, self._said(number), _PASSAGE_NOISE, rng)[: count - first]

    def questions(self, count: int, passages: int) -> "Vectors":
        """`count` questions, each about another of the first `passages` passages; float32 of unit length."""
        rng = np.random.default_rng((SEED, 4))
        chosen = about(rng, count, passages)
        said = np.concatenate(
            [
                self._said(int(number))[chosen[chosen // _BLOCK == number] % _BLOCK]
                for number in np.unique(chosen // _BLOCK)
            ]
        )
        off = rng.standard_normal(said.shape, dtype=np.float32)
        return self._vectors(self.asked, (1 - _OFF**2) ** 0.5 * said + _OFF * off, _QUESTION_NOISE, rng)

    def _said(self, number: int) -> "Vectors":
        """What each passage of a piece says, in no order of topic."""
        rng = np.random.default_rng((SEED, 2, number))
        said = np.zeros((_BLOCK, _MEANINGS), dtype=np.float32)
        for size, share in _LEVELS:
            part = rng.standard_normal((_BLOCK // size, _MEANINGS), dtype=np.float32)
            said += np.float32(share**0.5) * np.repeat(part, size, axis=0)
        rng.shuffle(said)
        return said

    def _vectors(self, mean: "Vectors", said: "Vectors", noise: float, rng: np.random.Generator) -> "Vectors":
        bent = np.cos(said @ self.turns + self.phases) @ self.axes
        own = rng.standard_normal(bent.shape, dtype=np.float32)
        spread = 1 - float(mean @ mean)
        rows = mean + np.float32((2 * (1 - noise) * spread / DIMENSION) ** 0.5) * bent
        rows += np.float32((noise * spread / DIMENSION) ** 0.5) * own
        lengths: Vectors = np.linalg.norm(rows, axis=1, keepdims=True)
        unit: Vectors = rows / lengths
        return unit


def about(rng: np.random.Generator, count: int, passages: int) -> Positions:
    """About which passages questions are, in order."""
    return np.sort(rng.choice(passages, size=count, replace=False))


def space() -> Space:
    """Always the same one."""
    rng = np.random.default_rng((SEED, 1))
    axes = np.linalg.qr(rng.standard_normal((DIMENSION, DIMENSION)))[0]
    turns = _BENT * rng.standard_normal((_MEANINGS, DIMENSION))
    phases = rng.uniform(0, 2 * np.pi, DIMENSION)
    one, other = np.linalg.qr(rng.standard_normal((DIMENSION, 2)))[0].T
    mean = _PASSAGE_MEAN * one
    asked = _QUESTION_MEAN * (_MEANS_COSINE * one + (1 - _MEANS_COSINE**2) ** 0.5 * other)
    return Space(*(array.astype(np.float32) for array in (mean, asked, turns, phases, axes)))


class FileRows:
    """Vectors in a file, float32, of which a part is read at a time and nothing stays in memory."""

    def __init__(self, path: Path, count: int) -> None:
        self._path = path
        self.shape = (count, DIMENSION)

    def __getitem__(self, rows: slice, /) -> "Vectors":
        """Those of a range, as an array of their own."""
        first, last, _ = rows.indices(self.shape[0])
        size = 4 * DIMENSION
        read = np.fromfile(self._path, dtype=np.float32, count=(last - first) * DIMENSION, offset=first * size)
        return read.reshape(-1, DIMENSION)


def write_rows(path: Path, blocks: Iterator["Vectors"]) -> None:
    """Write vectors one after the other."""
    with path.open("wb") as file:
        for block in blocks:
            file.write(block.tobytes())
