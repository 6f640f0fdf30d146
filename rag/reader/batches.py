"""Training pairs as padded batches."""

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt
import torch

from rag.reader.pairs import Pair

Arrays = tuple[npt.NDArray[np.generic], ...]


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
    return batch_of(padded(pairs, padding))


def batch_of(arrays: Arrays) -> Batch:
    """What `padded` gives, as tensors of the same memory."""
    return Batch(*(torch.from_numpy(array) for array in arrays))


def padded(pairs: list[Pair], padding: int) -> Arrays:
    """What a batch of `pairs` holds, in its order, padded to the longest of them."""
    shape = (len(pairs), max(len(p.ids) for p in pairs))
    ids, attended, readable = np.full(shape, padding), np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    for row, pair in enumerate(pairs):
        ids[row, : len(pair.ids)] = pair.ids
        attended[row, : len(pair.ids)] = True
        readable[row, pair.passage_at : len(pair.ids) - 1] = True
    readable[:, 0] = True
    starts, ends = np.array([p.start for p in pairs]), np.array([p.end for p in pairs])
    taught = np.array([p.taught for p in pairs])
    return ids, attended, readable, starts, ends, taught


def batches_of(pool: list[Pair], size: int, key: list[int]) -> list[list[Pair]]:
    """`pool` cut by length into whole batches, which come in an order that `key` decides; what is left over goes.

    That is drawn, too: were it always the longest, the longest passages would never be trained on.
    """
    generator, over = np.random.default_rng(key), len(pool) % size
    # Without one nothing is drawn, so that the order stays that of every run before.
    left_over = frozenset(generator.choice(len(pool), over, replace=False).tolist()) if over else frozenset()
    by_length = sorted((p for number, p in enumerate(pool) if number not in left_over), key=lambda p: len(p.ids))
    cut = [by_length[at : at + size] for at in range(0, len(by_length), size)]
    return [cut[i] for i in generator.permutation(len(cut))]
