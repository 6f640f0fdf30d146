"""The encoder as the writer uses it: in the models' own thread, in small steps between which questions get their turn."""

from collections.abc import Sequence
from concurrent.futures import Executor

from index.encoder.embedder import Embedder, EncoderIdentity, TextVectors

# Passages embedded in one turn. A question waits for one turn at most, and takes about as long itself.
_PASSAGES_A_TURN = 4


class TurnTaking:
    """An Embedder that does its work in `executor`, where questions are answered too. Not to be called from there."""

    def __init__(self, embedder: Embedder, executor: Executor) -> None:
        self._embedder, self._executor = embedder, executor

    @property
    def identity(self) -> EncoderIdentity:
        """Which encoder this is."""
        return self._embedder.identity

    @property
    def max_tokens(self) -> int:
        """How many tokens of one text are read at most."""
        return self._embedder.max_tokens

    def embed_questions(self, texts: Sequence[str]) -> list[TextVectors]:
        """The vectors of each question, in the order of `texts`."""
        return self._executor.submit(self._embedder.embed_questions, texts).result()

    def embed_passages(self, texts: Sequence[str]) -> list[TextVectors]:
        """The vectors of each passage, in the order of `texts`."""
        vectors: list[TextVectors] = []
        for first in range(0, len(texts), _PASSAGES_A_TURN):
            turn = texts[first : first + _PASSAGES_A_TURN]
            vectors += self._executor.submit(self._embedder.embed_passages, turn).result()
        return vectors

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The tokens of each text, counted at once: that takes no time that a question would miss."""
        return self._embedder.count_tokens(texts)
