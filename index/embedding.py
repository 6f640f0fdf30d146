"""Makes the vectors of chunks, and takes over those that an earlier generation has already."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.chunks import EncoderText
from index.dense import DenseIndex
from index.encoder.embedder import Embedder, TextVectors, Vectors
from index.errors import SettingError
from index.generation import Generation, IndexedChunk
from index.late import LateIndex, TokenRows, quantise

# Passages embedded between two reports of progress.
_STEP = 64

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class EmbeddingJob:
    """With what to embed, what there is already, and whom to tell: `progress` gets (passages done, passages in all)."""

    embedder: Embedder
    previous: Generation | None
    progress: Progress


@dataclass(frozen=True, slots=True)
class ChunkVectors:
    """The vectors of all chunks in their order; `embedded` of them were made now."""

    dense: DenseIndex
    late: LateIndex
    embedded: int


@dataclass(frozen=True, slots=True)
class _Known:
    """The vectors of one chunk."""

    pooled: Vectors
    tokens: TokenRows


def embed_chunks(chunks: Sequence[IndexedChunk], shown: Sequence[EncoderText], job: EmbeddingJob) -> ChunkVectors:
    """One pooled vector and the token vectors of each chunk; what the same encoder was shown before is not shown again.

    Raises SettingError where a chunk is longer than the encoder reads, since its end would be lost in silence.
    """
    known = _taken_over(job)
    new = {
        c.encoder_text_sha256: text for c, text in zip(chunks, shown, strict=True) if c.encoder_text_sha256 not in known
    }
    _refuse_cut_text(list(new.values()), job.embedder)
    job.progress(0, len(new))
    keys = list(new)
    for first in range(0, len(keys), _STEP):
        step = keys[first : first + _STEP]
        for key, vectors in zip(step, job.embedder.embed_passages([new[k].text for k in step]), strict=True):
            known[key] = _Known(vectors.pooled, _token_rows(vectors, new[key].starts))
        job.progress(first + len(step), len(keys))
    rows = [known[chunk.encoder_text_sha256] for chunk in chunks]
    identity = job.embedder.identity
    pooled = np.stack([row.pooled for row in rows]) if rows else np.empty((0, identity.dimension), dtype=np.float32)
    late = LateIndex.of([row.tokens for row in rows], identity.dimension)
    embedded = sum(chunk.encoder_text_sha256 in new for chunk in chunks)
    return ChunkVectors(DenseIndex.of(pooled), late, embedded)


def _taken_over(job: EmbeddingJob) -> dict[str, _Known]:
    previous = job.previous
    if previous is None or previous.manifest.encoder != job.embedder.identity:
        return {}
    pooled, late = previous.contents.dense.vectors(), previous.contents.late
    entries: Mapping[str, int] = {c.encoder_text_sha256: i for i, c in enumerate(previous.contents.chunks)}
    return {key: _Known(pooled[i], late.chunk(i)) for key, i in entries.items()}


def _refuse_cut_text(texts: Sequence[EncoderText], embedder: Embedder) -> None:
    for text, count in zip(texts, embedder.count_tokens([t.text for t in texts]), strict=True):
        if count > embedder.max_tokens:
            raise SettingError(
                f"the chunk that begins {text.text[text.starts[0] :][:60]!r} has {count} tokens and the encoder reads "
                f"{embedder.max_tokens}; use shorter chunks"
            )


def _token_rows(vectors: TextVectors, starts: tuple[int, ...]) -> TokenRows:
    """The rows of tokens that belong to a sentence, by where they end: a token may begin with the space before its word."""
    units = np.searchsorted(np.asarray(starts), vectors.ends, side="left").astype(np.int16) - 1
    inside = units >= 0
    return quantise(vectors.tokens[inside], units[inside].astype(np.int16))
