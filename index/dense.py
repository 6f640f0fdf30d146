"""Nearest neighbours by dot product; the only module that loads FAISS."""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from index.errors import DamagedGenerationError

if TYPE_CHECKING:
    import faiss

    from index.encoder.embedder import Vectors

Positions = npt.NDArray[np.int64]


class DenseIndex:
    """Exact search over unit vectors, one per passage, in the order they were given."""

    def __init__(self, index: "faiss.Index") -> None:
        self._index = index

    @classmethod
    def of(cls, vectors: "Vectors") -> "DenseIndex":
        """Index float32 vectors of shape (passages, dimension)."""
        import faiss

        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    @classmethod
    def from_bytes(cls, data: bytes, dimension: int) -> "DenseIndex":
        """Read what `to_bytes` wrote; raises DamagedGenerationError where it is not an index of `dimension` axes."""
        import faiss

        try:
            index = faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8))
        except (RuntimeError, MemoryError) as error:
            raise DamagedGenerationError(f"the FAISS index cannot be read: {str(error).splitlines()[0]}") from error
        if index.d != dimension:
            raise DamagedGenerationError(f"the FAISS index has {index.d} axes, its manifest says {dimension}")
        return cls(index)

    def to_bytes(self) -> bytes:
        """The index in FAISS's own format."""
        import faiss

        return bytes(faiss.serialize_index(self._index).tobytes())

    def __len__(self) -> int:
        """The number of vectors."""
        return int(self._index.ntotal)

    def vectors(self) -> "Vectors":
        """All vectors, float32 of shape (passages, dimension), in the order they were given."""
        rows: npt.NDArray[np.float32] = self._index.reconstruct_n(0, len(self))
        return rows

    def similarity(self, question: "Vectors", position: int) -> float:
        """The dot product of a question's vector, of shape (dimension,), with one of the vectors here."""
        return float(self._index.reconstruct(position) @ question)

    def rank(self, questions: "Vectors", count: int, allowed: Positions | None) -> list[Positions]:
        """For each question the positions of its `count` nearest vectors, nearest first; fewer where fewer are there.

        Equal ones come in order of position.

        `questions` is float32 of shape (questions, dimension); `allowed` limits the search to those positions.
        """
        import faiss

        available = len(self) if allowed is None else len(allowed)
        if available == 0:
            return [np.empty(0, dtype=np.int64) for _ in questions]
        params = None if allowed is None else faiss.SearchParameters(sel=faiss.IDSelectorBatch(allowed))  # type: ignore[call-arg]
        scores, found = self._index.search(np.ascontiguousarray(questions), min(count, available), params=params)
        # FAISS leaves equal vectors in the order of its heap.
        ordered = [row[np.lexsort((row, -products))] for row, products in zip(found, scores, strict=True)]
        return [row[row >= 0] for row in ordered]
