"""A deterministic embedder with no model: hashed words. For fast tests and for trying the pipeline, not for answers."""

import hashlib
import re
from collections.abc import Sequence

import numpy as np

from index.encoder.embedder import EncoderIdentity, TextVectors

_WORD = re.compile(r"\w+")


class HashingEmbedder:
    """Each lower-case word is the axis that its sha256 names, a text the sum of its words' axes, scaled to length one.

    The same text always gives the same vectors, on any machine, and two texts without a common word are orthogonal but for
    collisions. A text without words counts as the one word "".
    """

    max_tokens = 512

    def __init__(self, dimension: int = 64) -> None:
        self.identity = EncoderIdentity("hashing", f"hashing-{dimension}", dimension)

    def embed_questions(self, texts: Sequence[str]) -> list[TextVectors]:
        """The vectors of each question, in the order of `texts`."""
        return [self._embed(text) for text in texts]

    def embed_passages(self, texts: Sequence[str]) -> list[TextVectors]:
        """The vectors of each passage, in the order of `texts`."""
        return [self._embed(text) for text in texts]

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Words and signs of each text, and two for the special tokens."""
        return [len(re.findall(r"\w+|[^\w\s]", text)) + 2 for text in texts]

    def _embed(self, text: str) -> TextVectors:
        spans = [match.span() for match in _WORD.finditer(text)] or [(0, 0)]
        tokens = np.zeros((len(spans), self.identity.dimension), dtype=np.float32)
        for row, (start, end) in zip(tokens, spans, strict=True):
            digest = hashlib.sha256(text[start:end].lower().encode()).digest()
            row[int.from_bytes(digest[:4], "big") % len(row)] = 1
        pooled = tokens.sum(axis=0)
        starts, ends = np.array(spans, dtype=np.int32).T
        return TextVectors(pooled / np.linalg.norm(pooled), tokens, starts, ends)
