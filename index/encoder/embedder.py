"""Text to vectors, with sentence-transformers; the only module that loads an encoder."""

import math
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from index.encoder.precision import bfloat16_is_fast
from index.encoder.quiet import quiet_model_loading
from index.encoder.source import EncoderSource
from index.encoder.unloadable import why_unloadable
from index.errors import EncoderFileError

if TYPE_CHECKING:
    import torch
    from transformers import BertModel, PreTrainedTokenizerBase

Vectors = npt.NDArray[np.float32]
# Measured on 48 passages of 165 tokens, two AMX cores: batches of 8 gave 70 passages a second, of 16 69, of 32 64.
_BATCH_SIZE = 16


@dataclass(frozen=True, slots=True)
class EncoderIdentity:
    """What an index must agree on with the encoder that searches it; `dimension` is that of pooled and token vectors."""

    name: str
    checksum: str
    dimension: int


@dataclass(frozen=True, slots=True)
class TextVectors:
    """A text as vectors of unit length, float32.

    `pooled` has shape (dimension,). `tokens` has shape (tokens, dimension), one row a token in order, without the
    prompt and special tokens; token i is `text[starts[i]:ends[i]]` in code points.
    """

    pooled: Vectors
    tokens: Vectors
    starts: npt.NDArray[np.int32]
    ends: npt.NDArray[np.int32]


class Embedder(Protocol):
    """Turns questions and passages into vectors whose dot products are similarities (cosine, higher is closer)."""

    @property
    def identity(self) -> EncoderIdentity:
        """Which encoder this is."""
        ...

    @property
    def max_tokens(self) -> int:
        """How many tokens of one text are read at most, special ones and prompt included."""
        ...

    def embed_questions(self, texts: Sequence[str]) -> list[TextVectors]:
        """The vectors of each question, in the order of `texts`."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> list[TextVectors]:
        """The vectors of each passage, in the order of `texts`."""
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The tokens that each text takes as a passage, special ones and prompt included."""
        ...


@dataclass(frozen=True, slots=True)
class Backbone:
    """An encoder's own network and tokenizer, for a model that sits on it and shares its memory; nobody changes them.

    A tokenizer keeps state between calls, so `lock` is held while it works.
    """

    network: "BertModel"
    tokenizer: "PreTrainedTokenizerBase"
    max_tokens: int
    lock: threading.Lock


class SentenceEncoder:
    """An Embedder over a sentence-transformers folder. Safe to call from many threads: one call runs at a time."""

    def __init__(self, source: EncoderSource) -> None:
        with quiet_model_loading():
            from sentence_transformers import SentenceTransformer

            try:
                self._model = SentenceTransformer(
                    str(source.folder), device="cpu", local_files_only=True, model_kwargs={"dtype": compute_dtype()}
                )
            except Exception as error:  # a damaged file makes the libraries raise anything
                raise EncoderFileError(
                    f"{source.folder} cannot be loaded as an encoder: {why_unloadable(error)}"
                ) from error
        # The tokenizer keeps padding state between calls, so two threads must not share it at once.
        self._lock = threading.Lock()
        dimension = self._model.get_embedding_dimension()
        limit = self._model.max_seq_length
        if not dimension or not limit or not math.isfinite(limit):  # static vectors of words have no limit
            raise EncoderFileError(f"{source.folder} states no dimension or no length limit; is it a text encoder?")
        self._identity = EncoderIdentity(source.name, source.checksum, dimension)
        self._max_tokens = int(limit)
        self._question_prompt = _first_prompt(self._model.prompts, ("query",))
        self._passage_prompt = _first_prompt(self._model.prompts, ("document", "passage", "corpus"))

    @property
    def identity(self) -> EncoderIdentity:
        """Which encoder this is."""
        return self._identity

    def backbone(self) -> Backbone:
        """What a reader can sit on; raises EncoderFileError where the encoder is no BERT."""
        from transformers import BertModel

        network = self._model[0].auto_model
        if not isinstance(network, BertModel):
            raise EncoderFileError(
                f"{self._identity.name} is a {type(network).__name__}, and the packaged reader sits on a BertModel; "
                "set POURQUOI_READER to a question-answering model"
            )
        return Backbone(network, self._model.tokenizer, self._max_tokens, self._lock)

    @property
    def max_tokens(self) -> int:
        """How many tokens of one text are read at most, special ones and prompt included."""
        return self._max_tokens

    def embed_questions(self, texts: Sequence[str]) -> list[TextVectors]:
        """The vectors of each question, in the order of `texts`."""
        return self._embed(texts, self._question_prompt)

    def embed_passages(self, texts: Sequence[str]) -> list[TextVectors]:
        """The vectors of each passage, in the order of `texts`."""
        return self._embed(texts, self._passage_prompt)

    def _embed(self, texts: Sequence[str], prompt: str) -> list[TextVectors]:
        if not texts:
            return []
        with self._lock:
            # sentence-transformers declares text as what comes back here; without an output value it is a dict per text.
            outputs: list[dict[str, torch.Tensor]] = self._model.encode(  # type: ignore[assignment]
                list(texts), prompt=prompt, batch_size=_BATCH_SIZE, output_value=None, show_progress_bar=False
            )
            encoded = self._model.tokenizer(
                [prompt + text for text in texts],
                truncation=True,
                max_length=self._max_tokens,
                return_offsets_mapping=True,
            )
        return [
            self._vectors(output, np.asarray(offsets, dtype=np.int32), len(prompt))
            for output, offsets in zip(outputs, encoded["offset_mapping"], strict=True)
        ]

    def _vectors(
        self, output: "dict[str, torch.Tensor]", offsets: npt.NDArray[np.int32], prompt_chars: int
    ) -> TextVectors:
        """Special tokens have empty offsets and the prompt's end within it, so one comparison drops both."""
        kept = offsets[:, 1] > prompt_chars
        rows = output["token_embeddings"].float().numpy()
        # In a batch the text's own rows are the first, or the last where padding stands before them, as in decoders.
        first = len(rows) - len(offsets) if self._model.tokenizer.padding_side == "left" else 0
        tokens = rows[first : first + len(offsets)][kept]
        starts, ends = np.maximum(offsets[kept].T - prompt_chars, 0)
        pooled = _unit(output["sentence_embedding"].float().numpy()[None, :])[0]
        return TextVectors(pooled, _unit(tokens), starts, ends)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The tokens that each text takes as a passage, special ones and prompt included."""
        if not texts:
            return []
        with self._lock:
            # Not verbose: a text over the limit is what callers want to find out, and the library would warn of it.
            encoded = self._model.tokenizer(
                [self._passage_prompt + text for text in texts], truncation=False, verbose=False
            )
        return [len(ids) for ids in encoded["input_ids"]]


def compute_dtype() -> "torch.dtype":
    """bfloat16 where that is faster, float32 elsewhere."""
    import torch

    return torch.bfloat16 if bfloat16_is_fast() else torch.float32


def _first_prompt(prompts: Mapping[str, str | None], names: Sequence[str]) -> str:
    return next((prompt for name in names if (prompt := prompts.get(name))), "")


def _unit(vectors: npt.NDArray[np.generic]) -> Vectors:
    """Rows scaled to length one; bfloat16 leaves them up to 0.3 % off."""
    rows = np.asarray(vectors, dtype=np.float32)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, np.finfo(np.float32).tiny), dtype=np.float32)
