"""What is done to the encoder's token vectors before they are compared one by one."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class RawHead:
    """Token vectors as the encoder gives them, scaled to length one, each counting the same."""

    dimension: int
    checksum: str = ""

    def project(self, tokens: Array) -> Array:
        """Unit rows of shape (tokens, dimension)."""
        return unit_rows(tokens)

    def weigh(self, tokens: Array) -> Array:
        """How much each token of a question counts, of shape (tokens,)."""
        return np.ones(len(tokens), dtype=np.float32)


def unit_rows(rows: Array) -> Array:
    """Rows scaled to length one; a row of zeros stays."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, np.finfo(np.float32).tiny), dtype=np.float32)


def head_for(encoder_checksum: str, dimension: int) -> RawHead:
    """The head that was made for this encoder, or the raw one."""
    return RawHead(dimension)
