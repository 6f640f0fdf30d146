"""Compares a question with passages token by token (late interaction), over token vectors kept in eight bits.

The score is that of Khattab and Zaharia (2020), "ColBERT", without its training: each token of the question looks for its
closest token in the passage, and the closest ones' similarities are averaged. The encoder is used as it is, and still this
orders passages better than one vector a passage does; the figures stand in docs/decisions/0004-retrieval.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.dense import Positions
from index.encoder.embedder import TextVectors, Vectors
from index.errors import DamagedGenerationError

_LEVELS = 127
_ROWS, _SCALES, _UNITS, _CHUNK_STARTS = "rows.npy", "scales.npy", "units.npy", "chunk_starts.npy"


@dataclass(frozen=True, slots=True)
class TokenRows:
    """The token vectors of one chunk: `rows` int8 of shape (tokens, dimension), `scales` float32 of shape (tokens,).

    A vector is `rows[i] * scales[i]`. `units` of shape (tokens,) is the number of the sentence each token stands in; only
    tokens of sentences are kept, those of title and heading have done their work as context.
    """

    rows: npt.NDArray[np.int8]
    scales: Vectors
    units: npt.NDArray[np.int16]


def quantise(tokens: Vectors, units: npt.NDArray[np.int16]) -> TokenRows:
    """Eight bits a value, each row scaled by its largest: no value moves by more than 1/254 of its row's largest."""
    scales = np.maximum(np.abs(tokens).max(axis=1, initial=0), np.finfo(np.float32).tiny) / _LEVELS
    rows = np.rint(tokens / scales[:, None]).astype(np.int8)
    return TokenRows(rows, scales.astype(np.float32), units)


def token_weights(closest: Vectors) -> Vectors:
    """How much each token of a question says about which passage is meant, of shape (question tokens,), adding up to 1.

    A token's weight is how far its best match stands above its mean one: "the" is matched everywhere alike, a name is not. Over
    eight development sets this put the right passage first for .952 of the questions, equal weights for .947.
    """
    if not closest.size:
        return np.full(len(closest), 1 / max(len(closest), 1), dtype=np.float32)
    # In float64, or the mean of equal numbers lies beside them by a rounding, and the weights are made of that.
    lead = np.maximum(closest.max(axis=1) - closest.mean(axis=1, dtype=np.float64), 0)
    total = float(lead.sum())
    weights = lead / total if total > 0 else np.full(len(closest), 1 / len(closest))
    return np.asarray(weights, dtype=np.float32)


class LateIndex:
    """The token vectors of all chunks, in the order of the chunks. Reading is safe from many threads."""

    def __init__(self, rows: TokenRows, starts: npt.NDArray[np.int64]) -> None:
        """Take the rows of all chunks behind each other; those of chunk i are `starts[i]` to `starts[i + 1]`."""
        self._all, self._starts = rows, starts

    @classmethod
    def of(cls, chunks: Sequence[TokenRows], dimension: int) -> "LateIndex":
        """Put the rows of chunks together; `dimension` is that of the token vectors."""
        rows = np.concatenate([np.empty((0, dimension), dtype=np.int8), *(c.rows for c in chunks)])
        scales = np.concatenate([np.empty(0, dtype=np.float32), *(c.scales for c in chunks)])
        units = np.concatenate([np.empty(0, dtype=np.int16), *(c.units for c in chunks)])
        return cls(TokenRows(rows, scales, units), np.cumsum([0, *(len(c.rows) for c in chunks)], dtype=np.int64))

    @classmethod
    def load(cls, folder: Path) -> "LateIndex":
        """Read what `save` wrote, rows memory-mapped; raises DamagedGenerationError where the arrays do not fit together."""
        try:
            rows = np.load(folder / _ROWS, mmap_mode="r", allow_pickle=False)
            scales = np.load(folder / _SCALES, allow_pickle=False)
            units = np.load(folder / _UNITS, allow_pickle=False)
            starts = np.load(folder / _CHUNK_STARTS, allow_pickle=False)
        except (OSError, ValueError, EOFError) as error:
            raise DamagedGenerationError(f"{folder}: token vectors cannot be read: {error}") from error
        lengths = {len(rows), len(scales), len(units), int(starts[-1])}
        if len(lengths) != 1:
            raise DamagedGenerationError(f"{folder}: token vectors, scales and units have lengths {sorted(lengths)}")
        return cls(TokenRows(rows, scales, units), starts)

    def save(self, folder: Path) -> None:
        """Write the arrays to `folder`, which is made."""
        folder.mkdir()
        np.save(folder / _ROWS, self._all.rows)
        np.save(folder / _SCALES, self._all.scales)
        np.save(folder / _UNITS, self._all.units)
        np.save(folder / _CHUNK_STARTS, self._starts)

    def __len__(self) -> int:
        """The number of chunks."""
        return len(self._starts) - 1

    def chunk(self, position: int) -> TokenRows:
        """The token vectors of one chunk."""
        part = slice(self._starts[position], self._starts[position + 1])
        return TokenRows(np.asarray(self._all.rows[part]), self._all.scales[part], self._all.units[part])

    def closest(self, question: TextVectors, positions: Positions) -> Vectors:
        """How well each token of the question is matched by its closest token of each chunk.

        Float32 of shape (question tokens, positions), in -1 to 1.
        """
        columns = [self._similarities(question, int(position)).max(axis=1, initial=-1.0) for position in positions]
        return np.stack(columns, axis=1) if columns else np.empty((len(question.tokens), 0), dtype=np.float32)

    def score_sentences(self, question: TextVectors, weights: Vectors, position: int, sentences: int) -> Vectors:
        """The score of each of the chunk's `sentences`, as if it were a passage of its own read in its context.

        `weights` are those of the question's tokens and add up to 1. Float32 in order, higher is better; -1 where a sentence
        has no token.
        """
        similarities = self._similarities(question, position)
        units = self.chunk(position).units
        scores = np.full(sentences, -1.0, dtype=np.float32)
        for number in np.unique(units):
            scores[number] = weights @ similarities[:, units == number].max(axis=1)
        return scores

    def _similarities(self, question: TextVectors, position: int) -> Vectors:
        """Float32 of shape (question tokens, chunk tokens)."""
        chunk = self.chunk(position)
        products: Vectors = question.tokens @ chunk.rows.T.astype(np.float32) * chunk.scales
        return products
