"""Training pairs as padded batches."""

from dataclasses import dataclass, fields

import numpy as np
import torch

from rag.reader.pairs import Pair


@dataclass(frozen=True, slots=True)
class Batch:
    """Pairs of like length, padded.

    `ids` (int64), `attended` and `readable` (booleans: no padding; may answer) have shape (pairs, tokens), `starts` and `ends`
    (int64, the tokens that answer, 0 where none does) and `taught` (booleans) shape (pairs,).
    """

    ids: torch.Tensor
    attended: torch.Tensor
    readable: torch.Tensor
    starts: torch.Tensor
    ends: torch.Tensor
    taught: torch.Tensor

    def to(self, device: torch.device) -> "Batch":
        """The same on another device."""
        return Batch(*(getattr(self, field.name).to(device) for field in fields(self)))


def collate(pairs: list[Pair], padding: int) -> Batch:
    """Pad `pairs` to the longest of them."""
    shape = (len(pairs), max(len(p.ids) for p in pairs))
    ids, attended, readable = np.full(shape, padding), np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    for row, pair in enumerate(pairs):
        ids[row, : len(pair.ids)] = pair.ids
        attended[row, : len(pair.ids)] = True
        readable[row, pair.passage_at : len(pair.ids) - 1] = True
    readable[:, 0] = True
    starts, ends = np.array([p.start for p in pairs]), np.array([p.end for p in pairs])
    taught = np.array([p.taught for p in pairs])
    return Batch(*(torch.from_numpy(array) for array in (ids, attended, readable, starts, ends, taught)))


def batches_of(pool: list[Pair], size: int, key: list[int]) -> list[list[Pair]]:
    """`pool` cut by length into whole batches, which come in an order that `key` decides; what is left over goes."""
    by_length = sorted(pool, key=lambda p: len(p.ids))
    cut = [by_length[at : at + size] for at in range(0, len(by_length) - size + 1, size)]
    order = np.random.default_rng(key).permutation(len(cut))
    return [cut[i] for i in order]
