"""Vectors like those of passages and of questions about them, as many as one likes.

A passage's vector is a mean that all share, plus a part of its topic's, of its article's and of its own. The parts are Gaussian
along axes of falling variance, turned at random so that no axis of the vector is special, as in an encoder's; a question's
takes a share of what is special about one passage and adds as much again of its own. The constants are those of real
passages: docs/decisions/0012-dense-index.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from index.encoder.embedder import Vectors

DIMENSION = 384
PASSAGES_PER_ARTICLE, ARTICLES_PER_TOPIC = 20, 50
# The variance of the k-th axis is that of the first times k to this power.
_DECAY = -0.85
# What of a passage's distance from the mean is its topic's and its article's; the rest is its own.
_TOPIC, _ARTICLE = 0.2, 0.2
# Length of the mean of all passages and of all questions, all of unit length, and the cosine between these two means.
_PASSAGE_MEAN, _QUESTION_MEAN, _MEANS_COSINE = 0.9, 0.88, 0.957
# How much of what is special about its passage is in a question.
_TAKEN = 0.5
_BLOCK = 10_000


@dataclass(frozen=True, slots=True)
class Space:
    """The axes of one run: `mean` and `asked` are the means of passages and of questions, `axes` has one row an axis."""

    seed: int
    mean: "Vectors"
    asked: "Vectors"
    axes: "Vectors"

    def blocks(self, count: int) -> Iterator["Vectors"]:
        """`count` passages, float32 of unit length, in pieces; the first ones are the same whatever the count."""
        for first in range(0, count, _BLOCK):
            yield self._passages(first // _BLOCK)[: count - first]

    def passages(self, count: int) -> "Vectors":
        """All of them at once, of shape (count, DIMENSION)."""
        return np.concatenate(list(self.blocks(count)))

    def questions(self, count: int, passages: int) -> "Vectors":
        """`count` questions, each about another of the first `passages` passages; float32 of unit length."""
        rng = np.random.default_rng((self.seed, 3))
        chosen = np.sort(rng.choice(passages, size=count, replace=False))
        about = [block[chosen[chosen // _BLOCK == i] % _BLOCK] for i, block in self._needed(chosen)]
        special = np.concatenate(about) - self.mean
        spread = 1 - _QUESTION_MEAN**2 - _TAKEN**2 * (1 - _PASSAGE_MEAN**2)
        own = rng.standard_normal((count, DIMENSION), dtype=np.float32) @ self.axes
        return _unit(self.asked + _TAKEN * special + np.float32(spread**0.5) * own)

    def _needed(self, chosen: "np.ndarray") -> Iterator[tuple[int, "Vectors"]]:
        for number in np.unique(chosen // _BLOCK):
            yield int(number), self._passages(int(number))

    def _passages(self, number: int) -> "Vectors":
        articles = _BLOCK // PASSAGES_PER_ARTICLE
        parts = (
            (_TOPIC, articles // ARTICLES_PER_TOPIC, PASSAGES_PER_ARTICLE * ARTICLES_PER_TOPIC),
            (_ARTICLE, articles, PASSAGES_PER_ARTICLE),
            (1 - _TOPIC - _ARTICLE, _BLOCK, 1),
        )
        rng = np.random.default_rng((self.seed, 2, number))
        drawn = np.zeros((_BLOCK, DIMENSION), dtype=np.float32)
        for share, groups, size in parts:
            part = rng.standard_normal((groups, DIMENSION), dtype=np.float32)
            drawn += np.float32(share**0.5) * np.repeat(part, size, axis=0)
        # Passages come in no order of topic.
        rng.shuffle(drawn)
        return _unit(self.mean + np.float32((1 - _PASSAGE_MEAN**2) ** 0.5) * (drawn @ self.axes))


def space(seed: int = 1) -> Space:
    """The same one for the same seed."""
    rng = np.random.default_rng((seed, 1))
    turned = np.linalg.qr(rng.standard_normal((DIMENSION, DIMENSION)))[0]
    variances = np.arange(1, DIMENSION + 1, dtype=np.float64) ** _DECAY
    axes = (turned * np.sqrt(variances / variances.sum())[:, None]).astype(np.float32)
    one, other = np.linalg.qr(rng.standard_normal((DIMENSION, 2)))[0].T
    mean = _PASSAGE_MEAN * one
    asked = _QUESTION_MEAN * (_MEANS_COSINE * one + (1 - _MEANS_COSINE**2) ** 0.5 * other)
    return Space(seed, mean.astype(np.float32), asked.astype(np.float32), axes)


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


def _unit(rows: "Vectors") -> "Vectors":
    lengths: Vectors = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / lengths
