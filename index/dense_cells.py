"""Many vectors, in 8 bits a value and cut into cells (an inverted file), of which a question opens the nearest.

Beside `index/dense.py` the only module of the product that loads FAISS.
"""

from typing import TYPE_CHECKING, cast

import numpy as np
import numpy.typing as npt

from index.dense_rows import ADDED, Hits, Positions, Rows, blocks
from index.dense_rules import OUTGROWN, ROUNDS, SAMPLED_PER_CELL, Cells, Rule

if TYPE_CHECKING:
    import faiss

    from index.encoder.embedder import Vectors

_SEED = 2024
# By how much of an axis's range in the sample the 8 bits reach beyond it on either side, for rows that come later.
_MARGIN = 0.05


def selector_of(allowed: Positions, count: int) -> "faiss.IDSelectorBitmap":
    """FAISS's filter for those of `count` positions."""
    import faiss

    mask = np.zeros(count, dtype=bool)
    mask[allowed] = True
    return faiss.IDSelectorBitmap(np.packbits(mask, bitorder="little"))  # type: ignore[call-arg, arg-type]


class CellRows:
    """Vectors in 8 bits a value, each in the cell whose centre is nearest.

    A row's number in FAISS is its position. The 8 bits of a value say where it lies between the axis's smallest and largest
    in the rows that the cells were first drawn for; they do not depend on the cell, so a row that is moved loses nothing.
    """

    def __init__(self, index: "faiss.IndexIVFScalarQuantizer", cells: Cells, drawn_for: int) -> None:
        import faiss

        index.make_direct_map()
        self.index = index
        self.drawn = cells
        self.drawn_for = drawn_for
        # FAISS keeps for each row its cell in the upper and its place there in the lower 32 bits.
        self.cells = (faiss.vector_to_array(index.direct_map.array) >> 32).astype(np.int32)
        self.sizes = np.bincount(self.cells, minlength=index.nlist)
        self._centres = index.quantizer.reconstruct_n(0, index.nlist)

    @classmethod
    def of(cls, rows: Rows, cells: Cells) -> "CellRows":
        """Draw the cells from a sample and put every row into its own."""
        index = _drawn(rows, cells)
        for first, block in blocks(rows):
            index.add_with_ids(block, np.arange(first, first + len(block)))
        return cls(index, cells, rows.shape[0])

    def search(self, question: "Vectors", count: int, allowed: Positions | None) -> Hits:
        """Look into cells, nearest first, until they hold as many allowed rows as `opened` cells held on average.

        A filter therefore opens more cells, however its rows are spread, and all where only all of them hold `count`.
        """
        import faiss

        if allowed is not None and len(allowed) <= self.drawn.gathered:
            return Hits(allowed, self.index.reconstruct_batch(allowed) @ question)
        sizes = self.sizes if allowed is None else np.bincount(self.cells[allowed], minlength=self.index.nlist)
        closeness = self._centres @ question
        nearest = np.argsort(-closeness, kind="stable")
        # Where most rows have been taken out, as many are looked at as before, for those that are left are spread as thinly.
        enough = max(count, self.drawn.opened * max(self.index.ntotal, self.drawn_for) // self.index.nlist)
        reach = min(int(np.searchsorted(np.cumsum(sizes[nearest]), enough)) + 1, self.index.nlist)
        opened = nearest[:reach]
        closest = closeness[opened]
        params = faiss.SearchParametersIVF(nprobe=reach)  # type: ignore[call-arg]
        if allowed is not None:
            params.sel = selector_of(allowed, self.index.ntotal)
        scores, found = np.empty(count, dtype=np.float32), np.empty(count, dtype=np.int64)
        # The form of this call that takes names knows no filter. It reads what the pointers name before it returns.
        self.index.search_preassigned_c(  # type: ignore[attr-defined]
            1,
            faiss.swig_ptr(question),
            count,
            faiss.swig_ptr(opened),
            faiss.swig_ptr(closest),
            faiss.swig_ptr(scores),
            faiss.swig_ptr(found),
            False,  # noqa: FBT003 -- FAISS takes no names here: positions are wanted, not places in cells
            params,
        )
        return Hits(found, scores)

    def updated(self, origins: Positions, added: "Vectors", rule: Rule) -> "CellRows":
        """The rows of `origins` in a new index, in the cells of this one unless there are too many rows for those."""
        import faiss

        kept = np.flatnonzero(origins != ADDED)
        placed = np.full(len(self.cells), ADDED, dtype=np.int64)
        placed[origins[kept]] = kept
        cells = rule(len(origins)) if len(origins) > OUTGROWN * self.drawn_for else None
        if cells is None:
            index, drawn, drawn_for = _without_rows(self.index), self.drawn, self.drawn_for
            for cell in np.flatnonzero(self.sizes):
                _carry(self.index, int(cell), placed, index)
        else:
            index, drawn, drawn_for = _drawn(_Decoded(self.index), cells), cells, len(origins)
            # What the 8 bits of a value mean stays as it was, or each drawing would blur the rows further.
            faiss.copy_array_to_vector(faiss.vector_to_array(self.index.sq.trained), index.sq.trained)
            for first, block in blocks(_Decoded(self.index)):
                numbers = placed[first : first + len(block)]
                index.add_with_ids(block[numbers != ADDED], numbers[numbers != ADDED])
        index.add_with_ids(added, np.flatnonzero(origins == ADDED))
        return CellRows(index, drawn, drawn_for)


class _Decoded:
    """The rows of an index in cells, in order of position, as their 8 bits tell them."""

    def __init__(self, index: "faiss.IndexIVFScalarQuantizer") -> None:
        self._index = index
        self.shape = (index.ntotal, index.d)

    def __getitem__(self, rows: slice, /) -> "Vectors":
        first, last, _ = rows.indices(self.shape[0])
        block: npt.NDArray[np.float32] = self._index.reconstruct_n(first, last - first)
        return block


def _drawn(rows: Rows, cells: Cells) -> "faiss.IndexIVFScalarQuantizer":
    """Cells for such rows, and what 8 bits of a value mean, from a sample of them; without rows in it."""
    import faiss

    count, dimension = rows.shape
    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dimension),
        dimension,
        cells.count,
        faiss.ScalarQuantizer.QT_8bit,
        faiss.METRIC_INNER_PRODUCT,
        False,  # noqa: FBT003 -- FAISS takes no names; the 8 bits are of the row, not of its distance from the cell's centre
    )
    index.sq.rangestat_arg = _MARGIN
    index.cp.niter, index.cp.seed, index.cp.min_points_per_centroid = ROUNDS, _SEED, 1
    size = min(count, cells.count * SAMPLED_PER_CELL)
    chosen = np.sort(np.random.default_rng(_SEED).choice(count, size=size, replace=False))
    sample = np.empty((size, dimension), dtype=np.float32)
    for first, block in blocks(rows):
        begin, end = np.searchsorted(chosen, (first, first + len(block)))
        sample[begin:end] = block[chosen[begin:end] - first]
    index.train(sample)
    return index


def _without_rows(index: "faiss.IndexIVFScalarQuantizer") -> "faiss.IndexIVFScalarQuantizer":
    """An index with the same cells and the same meaning of 8 bits."""
    import faiss

    empty = faiss.IndexIVFScalarQuantizer(
        faiss.clone_index(index.quantizer), index.d, index.nlist, index.sq.qtype, index.metric_type, index.by_residual
    )
    faiss.copy_array_to_vector(faiss.vector_to_array(index.sq.trained), empty.sq.trained)
    empty.is_trained = True
    return empty


def _carry(
    old: "faiss.IndexIVFScalarQuantizer", cell: int, placed: Positions, new: "faiss.IndexIVFScalarQuantizer"
) -> None:
    """Put the rows of one cell that are to stay into the same cell of another index, at their new positions."""
    import faiss

    lists, carried = cast("faiss.InvertedLists", old.invlists), cast("faiss.InvertedLists", new.invlists)
    size = lists.list_size(cell)
    numbers = placed[faiss.rev_swig_ptr(lists.get_ids(cell), size)]
    codes = faiss.rev_swig_ptr(lists.get_codes(cell), size * old.code_size).reshape(size, old.code_size)
    kept = numbers != ADDED
    numbers, codes = np.ascontiguousarray(numbers[kept]), np.ascontiguousarray(codes[kept])
    carried.add_entries(cell, len(numbers), faiss.swig_ptr(numbers), faiss.swig_ptr(codes))
    new.ntotal += len(numbers)
