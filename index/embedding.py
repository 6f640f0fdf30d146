"""Makes the vectors of chunks that have none yet."""

import hashlib
from collections.abc import Callable, Iterator, Mapping

import numpy as np

from index.article_store import ChunkVectors
from index.chunks import EncoderText
from index.encoder.embedder import Embedder, EncoderIdentity, TextVectors
from index.errors import SettingError
from index.late import TokenRows, quantise

# Passages embedded between two reports of progress.
_STEP = 64

Progress = Callable[[int, int], None]


def made_from(text: EncoderText, encoder: EncoderIdentity) -> str:
    """The sha256 of all that a chunk's vectors come from.

    With where the sentences begin: token vectors are kept with the number of the sentence they stand in.
    """
    return hashlib.sha256(f"{encoder.checksum}\n{text.starts}\n{text.text}".encode()).hexdigest()


def embed_chunks(
    shown: Mapping[str, EncoderText], embedder: Embedder, progress: Progress
) -> Iterator[list[ChunkVectors]]:
    """The vectors of each text, a few at a time in order; the keys of `shown` say what they are made from.

    `progress` is called with (passages done, passages in all). Raises SettingError where a chunk is longer than the encoder
    reads, since its end would be lost in silence.
    """
    progress(0, len(shown))
    keys = list(shown)
    for first in range(0, len(keys), _STEP):
        step = keys[first : first + _STEP]
        texts = [shown[key] for key in step]
        _refuse_cut_text(texts, embedder)
        made = embedder.embed_passages([text.text for text in texts])
        yield [
            ChunkVectors(key, vectors.pooled, _token_rows(vectors, text.starts))
            for key, vectors, text in zip(step, made, texts, strict=True)
        ]
        progress(first + len(step), len(keys))


def _refuse_cut_text(texts: list[EncoderText], embedder: Embedder) -> None:
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
