"""Nearest neighbours by dot product, with FAISS.

Few vectors are kept as they are and all looked at. Many are kept in 8 bits a value and cut into cells (FAISS calls them an
inverted file), of which a question opens the nearest: `index/dense_cells.py`. `index/dense_rules.py` says where many begins.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from index.dense_cells import CellRows, selector_of
from index.dense_rows import ADDED, Hits, Positions, Rows, blocks
from index.dense_rules import Rule, cells_for

if TYPE_CHECKING:
    import faiss

    from index.encoder.embedder import Vectors


class _ExactRows:
    """All vectors as they were given."""

    def __init__(self, index: "faiss.Index") -> None:
        self.index = index

    @classmethod
    def of(cls, rows: Rows) -> "_ExactRows":
        import faiss

        index = faiss.IndexFlatIP(rows.shape[1])
        for _, block in blocks(rows):
            index.add(block)
        return cls(index)

    def search(self, question: "Vectors", count: int, allowed: Positions | None) -> Hits:
        import faiss

        params = faiss.SearchParameters()
        if allowed is not None:
            params.sel = selector_of(allowed, self.index.ntotal)
        scores, found = self.index.search(question[None, :], count, params=params)
        return Hits(found[0], scores[0])


class DenseIndex:
    """Search over unit vectors, one per passage, in the order they were given.

    It never changes, and is safe to read from many threads.
    """

    def __init__(self, rows: _ExactRows | CellRows, rule: Rule) -> None:
        self._rows = rows
        self._rule = rule

    @classmethod
    def of(cls, rows: Rows, rule: Rule = cells_for) -> "DenseIndex":
        """Index float32 vectors of shape (passages, dimension): exactly, or in the cells that `rule` gives for so many.

        The same rows give the same index, on the same machine and with the same number of threads.
        """
        cells = rule(rows.shape[0])
        return cls(_ExactRows.of(rows) if cells is None else CellRows.of(rows, cells), rule)

    def __len__(self) -> int:
        """The number of vectors."""
        return int(self._rows.index.ntotal)

    @property
    def exact(self) -> bool:
        """Whether every vector is looked at; otherwise the nearest are found with a recall that was measured, not promised."""
        return isinstance(self._rows, _ExactRows)

    def vectors(self) -> "Vectors":
        """All vectors as they are kept, float32 of shape (passages, dimension), in the order they were given."""
        rows: npt.NDArray[np.float32] = self._rows.index.reconstruct_n(0, len(self))
        return rows

    def similarity(self, question: "Vectors", position: int) -> float:
        """The dot product of a question's vector, of shape (dimension,), with one of the vectors here."""
        return float(self._rows.index.reconstruct(position) @ question)

    def updated(self, origins: Positions, added: "Vectors") -> "DenseIndex":
        """A new index with the rows of `origins` in that order; this one stays as it is.

        Each of `origins` is the position that the row has here, or ADDED for the next row of `added`, float32 of shape
        (rows added, dimension). A row whose position is not among them is gone: nothing of it is kept.

        Raises ValueError where a position is named twice or `added` has another number of rows.

        Cells stay as they were drawn until there are OUTGROWN times the rows they were drawn for, then they are drawn anew.
        """
        new = origins == ADDED
        if np.count_nonzero(new) != len(added):
            raise ValueError(f"origins name {np.count_nonzero(new)} new rows, {len(added)} are given")
        if len(np.unique(origins[~new])) + len(added) != len(origins):
            raise ValueError("origins name a position twice; each row goes to one place")
        if isinstance(self._rows, CellRows):
            return DenseIndex(self._rows.updated(origins, added, self._rule), self._rule)
        rows = np.empty((len(origins), self._rows.index.d), dtype=np.float32)
        rows[new], rows[~new] = added, self.vectors()[origins[~new]]
        return DenseIndex.of(rows, self._rule)

    def rank(self, questions: "Vectors", count: int, allowed: Positions | None) -> list[Positions]:
        """For each question the positions of its `count` nearest vectors, nearest first; fewer where fewer are there.

        Equal ones come in order of position.

        `questions` is float32 of shape (questions, dimension); `allowed` limits the search to those positions.
        """
        wanted = min(count, len(self) if allowed is None else len(allowed))
        if wanted == 0:
            return [np.empty(0, dtype=np.int64) for _ in questions]
        asked = np.ascontiguousarray(questions, dtype=np.float32)
        return [_best(self._rows.search(question, wanted, allowed), wanted) for question in asked]


def _best(hits: Hits, count: int) -> Positions:
    """The positions of the `count` highest scores, highest first; FAISS leaves equal ones in the order of its heap."""
    return hits.positions[np.lexsort((hits.positions, -hits.scores))[:count]]
