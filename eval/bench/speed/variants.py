"""The ways to search that are compared, each built from rows that are read in pieces."""

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

import numpy as np

from index.dense import DenseIndex
from index.dense_cells import selector_of
from index.dense_rows import Positions, Rows, blocks
from index.dense_rules import SAMPLED_PER_CELL, cells_of

if TYPE_CHECKING:
    import faiss

    from index.encoder.embedder import Vectors

_BLOCK = 16_384
# Neighbours of a node and nodes looked at to find them, as in most systems' defaults.
_HNSW_LINKS, _HNSW_CONSTRUCTION = 16, 100
_WIDTHS = (16, 32, 64, 128, 256, 512, 1024)
_OPENED = (4, 8, 16, 32, 64, 128, 256, 512)


class Kind(StrEnum):
    """A way to search; the first is what the others are held against."""

    EXACT = "exact, float32"
    EXACT_8 = "exact, 8 bits"
    HNSW = "HNSW, float32"
    HNSW_8 = "HNSW, 8 bits"
    CELLS = "cells, float32"
    CELLS_8 = "cells, 8 bits"


class Variant(Protocol):
    """An index that is built; `efforts` are how far it can look, least first, with their names."""

    efforts: dict[str, int]

    def find(self, question: "Vectors", count: int, effort: int, allowed: Positions | None) -> Positions:
        """The positions of the nearest to one question, nearest first, fewer where no more are found."""
        ...


class Ours:
    """The product's own index: exact, or in the cells of its rule."""

    def __init__(self, rows: Rows, *, exact: bool) -> None:
        self.index = DenseIndex.of(rows, (lambda _: None) if exact else cells_of)
        cells = cells_of(rows.shape[0])
        self.efforts = {"all rows" if exact else f"{cells.opened} of {cells.count} cells": 0}

    def find(self, question: "Vectors", count: int, effort: int, allowed: Positions | None) -> Positions:  # noqa: ARG002 -- it has one effort
        """As the product does."""
        return self.index.rank(question[None, :], count, allowed)[0]


class OfFaiss:
    """An index of FAISS that the product does not use."""

    def __init__(self, kind: Kind, rows: Rows) -> None:
        self.index, self.efforts, self._params = _made(kind, rows)
        if not self.index.is_trained:
            self.index.train(_sample(rows, cells_of(rows.shape[0]).count * SAMPLED_PER_CELL))
        for _, block in blocks(rows):
            self.index.add(block)

    def find(self, question: "Vectors", count: int, effort: int, allowed: Positions | None) -> Positions:
        """As FAISS does; a filter is the same to it as to the product's own index."""
        params = self._params(effort)
        if allowed is not None:
            params.sel = selector_of(allowed, self.index.ntotal)
        found: Positions = self.index.search(question[None, :], count, params=params)[1][0]
        return found[found >= 0]


def build(kind: Kind, rows: Rows) -> Variant:
    """Build one from all of `rows`."""
    match kind:
        case Kind.EXACT | Kind.CELLS_8:
            return Ours(rows, exact=kind is Kind.EXACT)
        case _:
            return OfFaiss(kind, rows)


def _made(kind: Kind, rows: Rows) -> tuple["faiss.Index", dict[str, int], Callable[[int], "faiss.SearchParameters"]]:
    import faiss

    dimension, eight = rows.shape[1], faiss.ScalarQuantizer.QT_8bit
    links, cells = _HNSW_LINKS, cells_of(rows.shape[0]).count
    index: faiss.Index
    match kind:
        case Kind.EXACT_8:
            index = faiss.IndexScalarQuantizer(dimension, eight, faiss.METRIC_INNER_PRODUCT)
            return index, {"all rows": 0}, lambda _: faiss.SearchParameters()
        case Kind.CELLS:
            index = faiss.IndexIVFFlat(faiss.IndexFlatIP(dimension), dimension, cells, faiss.METRIC_INNER_PRODUCT)
            efforts = {f"{opened} of {cells} cells": opened for opened in _OPENED if opened <= cells}
            return index, efforts, lambda opened: faiss.SearchParametersIVF(nprobe=opened)  # type: ignore[call-arg]
        case Kind.HNSW | Kind.HNSW_8:
            # Of unit vectors the nearest is that of the largest dot product, and its graph is the better one.
            index = (
                faiss.IndexHNSWFlat(dimension, links)
                if kind is Kind.HNSW
                else faiss.IndexHNSWSQ(dimension, eight, links)  # type: ignore[arg-type]
            )
            index.hnsw.efConstruction = _HNSW_CONSTRUCTION
            efforts = {f"{width} candidates": width for width in _WIDTHS}
            return index, efforts, lambda width: faiss.SearchParametersHNSW(efSearch=width)  # type: ignore[attr-defined]
        case _:
            raise ValueError(f"{kind} is the product's own")


def _sample(rows: Rows, size: int) -> "Vectors":
    count = rows.shape[0]
    if size >= count:
        return rows[0:count]
    # Every row is drawn independently of its neighbours, so some of each piece do as well as some of the whole.
    pieces = range(0, count, _BLOCK)
    share = -(-size // len(pieces))
    return np.concatenate([rows[first : first + share] for first in pieces])
