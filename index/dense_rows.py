"""What the two kinds of dense index have in common: rows that are read in pieces, filters and hits."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from index.encoder.embedder import Vectors

Positions = npt.NDArray[np.int64]

# In `origins`: a row that was not there before.
ADDED = -1
# Rows that are read at a time; of 384 values they take 25 MB.
_BLOCK = 16_384


class Rows(Protocol):
    """Vectors in order, such as an array, of which a part is read at a time."""

    @property
    def shape(self) -> tuple[int, ...]:
        """How many there are, and of how many values."""
        ...

    def __getitem__(self, rows: slice, /) -> "Vectors":
        """Those of a range, float32."""
        ...


@dataclass(frozen=True, slots=True)
class Hits:
    """Positions and their dot products with the question, in any order."""

    positions: Positions
    scores: "Vectors"


def blocks(rows: Rows) -> Iterator[tuple[int, "Vectors"]]:
    """The rows in pieces, each with the position of its first."""
    for first in range(0, rows.shape[0], _BLOCK):
        yield first, np.ascontiguousarray(rows[first : first + _BLOCK], dtype=np.float32)
