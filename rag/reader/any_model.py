"""Any question-answering model of transformers as a reader: a folder, or the id of one on the hub."""

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import torch

from index.encoder.quiet import quiet_model_loading
from index.encoder.unloadable import why_unloadable
from rag.errors import ReaderError
from rag.reader.pairs import tokenise, without_spaces
from rag.reader.windows import QUESTION_SHARE, WINDOW_OVERLAP, Window, WindowScores, pad

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

_MAX_TOKENS = 512


class AnyModelScorer:
    """A SpanScorer over `AutoModelForQuestionAnswering`. Safe to call from many threads.

    What the model marks at its first token counts as "not in this passage", as models trained on SQuAD 2.0 mean it.
    """

    def __init__(self, model: str) -> None:
        """Load `model`; raises ReaderError where that cannot be done.

        Nor is a model read whose weights are not all in its files, that has no fast tokenizer, which offsets need, or whose
        first token is not the one that means "not in this passage".
        """
        self.name = model
        self._tokenizer, self._network = _load(model)
        _refuse_unusable(model, self._tokenizer)
        self._network.train(mode=False)
        # A tokenizer without a limit of its own states an astronomic one, and a network without one may state -1.
        positions = getattr(self._network.config, "max_position_embeddings", None) or _MAX_TOKENS
        limits = (self._tokenizer.model_max_length, positions, _MAX_TOKENS)
        self._max_tokens = min(limit for limit in limits if limit > 0)
        self._lock = threading.Lock()
        self._padding = self._tokenizer.pad_token_id or 0

    def encode(self, questions: Sequence[str], passages: Sequence[str]) -> list[list[Window]]:
        """The windows of each question with its passage; the model's own tokenizer cuts them."""
        return [self._windows(q, p) for q, p in zip(questions, passages, strict=True)]

    def _windows(self, question: str, passage: str) -> list[Window]:
        # A tokenizer keeps truncation between calls, so two threads must not share it at once.
        with self._lock:
            (asked,) = tokenise(self._tokenizer, [question])
            kept = asked.shortened(self._max_tokens // QUESTION_SHARE)
            encoded = self._tokenizer(
                kept.words(question) if len(kept) < len(asked) else question,
                passage,
                truncation="only_second",
                max_length=self._max_tokens,
                stride=min(WINDOW_OVERLAP, self._max_tokens // QUESTION_SHARE),
                return_overflowing_tokens=True,
                return_offsets_mapping=True,
            )
        windows = []
        for row, ids in enumerate(encoded["input_ids"]):
            sides = encoded.sequence_ids(row)
            columns = [column for column, side in enumerate(sides) if side == 1]
            offsets = encoded["offset_mapping"][row]
            shown = without_spaces(passage, [ids[c] for c in columns], [offsets[c] for c in columns])
            types = encoded["token_type_ids"][row] if "token_type_ids" in encoded else None
            windows.append(
                Window(
                    np.asarray(ids, dtype=np.int32),
                    None if types is None else np.asarray(types, dtype=np.int32),
                    columns[0] if columns else 0,
                    shown.starts,
                    shown.ends,
                )
            )
        return windows

    def score(self, windows: Sequence[Window]) -> list[WindowScores]:
        """The scores of each window, read in one batch."""
        lengths = np.array([len(w.ids) for w in windows])
        ids = pad([w.ids for w in windows], self._padding)
        inputs = {
            "input_ids": torch.from_numpy(ids),
            "attention_mask": torch.from_numpy((np.arange(ids.shape[1])[None, :] < lengths[:, None]).astype(np.int64)),
        }
        types = [w.types for w in windows if w.types is not None]
        if len(types) == len(windows):
            inputs["token_type_ids"] = torch.from_numpy(pad(types, 0))
        with torch.inference_mode():
            output = self._network(**inputs)
        starts, ends = output.start_logits.float().numpy(), output.end_logits.float().numpy()
        return [
            WindowScores(
                starts[row, w.first : w.first + len(w.starts)],
                ends[row, w.first : w.first + len(w.starts)],
                float(starts[row, 0] + ends[row, 0]),
            )
            for row, w in enumerate(windows)
        ]


def _load(model: str) -> "tuple[PreTrainedTokenizerBase, PreTrainedModel]":
    """The tokenizer and the network of `model`; raises ReaderError where its files do not hold all of both."""
    from transformers import AutoModelForQuestionAnswering, AutoTokenizer

    try:
        with quiet_model_loading():
            tokenizer = AutoTokenizer.from_pretrained(model, use_fast=True)
            network, report = AutoModelForQuestionAnswering.from_pretrained(
                model, output_loading_info=True, ignore_mismatched_sizes=True
            )
    except Exception as error:  # a damaged file makes the libraries raise anything, tokenizers a bare Exception
        raise ReaderError(
            f"POURQUOI_READER is {model!r}, which cannot be loaded as a question-answering model: {why_unloadable(error)}"
        ) from error
    # What the files lack, or hold in another shape, the library makes up at random. A pooler has no part in marking words.
    lacking = {*report["missing_keys"], *(name for name, *_ in report["mismatched_keys"])}
    needed = sorted(name for name, _ in network.named_parameters() if name in lacking and "pooler" not in name)
    if needed:
        raise ReaderError(
            f"POURQUOI_READER is {model!r}, whose files lack {len(needed)} tensors of a question-answering model, such as "
            f"{needed[0]}; set it to a model that was trained to mark answers"
        )
    return tokenizer, network


def _refuse_unusable(model: str, tokenizer: "PreTrainedTokenizerBase") -> None:
    """Raises ReaderError where `tokenizer` gives no offsets, or keeps its token of "not in this passage" elsewhere than first."""
    if not tokenizer.is_fast:
        raise ReaderError(f"POURQUOI_READER is {model!r}, which has no fast tokenizer; offsets need one")
    pair = tokenizer("a", "b")["input_ids"]
    if tokenizer.cls_token_id in pair[1:] and tokenizer.cls_token_id != pair[0]:
        raise ReaderError(
            f"POURQUOI_READER is {model!r}, whose tokenizer does not put {tokenizer.cls_token!r} first, where a reader marks "
            "that nothing answers; set it to a model whose tokenizer does"
        )
