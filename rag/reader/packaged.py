"""The reader that ships with the product; it shares the encoder's embeddings in memory."""

from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch

from index.encoder.embedder import Backbone, EncoderIdentity
from rag.errors import ReaderError
from rag.reader.layers import Layers, make_compute
from rag.reader.network import ReaderNetwork
from rag.reader.pairs import SPECIAL_TOKENS, Tokens, join, passage_offset, special_ids, tokenise
from rag.reader.weights import load_weights, read_identity
from rag.reader.windows import QUESTION_SHARE, Window, WindowScores, cut, pad

if TYPE_CHECKING:
    from transformers import BertModel


class PackagedScorer:
    """A SpanScorer on the encoder's own network. Safe to call from many threads: nothing in it changes when it reads."""

    def __init__(self, backbone: Backbone, encoder: EncoderIdentity, folder: Path, layers: Layers) -> None:
        """Put the weights of `folder` on `backbone`; raises ReaderError where they belong to another encoder.

        PACKED wants a `backbone` in bfloat16.
        """
        identity = read_identity(folder)
        if identity.encoder_sha256 != encoder.checksum:
            raise ReaderError(
                f"the reader {identity.name} sits on {identity.encoder_name} (sha256 {identity.encoder_sha256[:12]}), and the "
                f"encoder here is {encoder.name} (sha256 {encoder.checksum[:12]}); set POURQUOI_READER to another reader"
            )
        self.name = identity.name
        self._backbone = backbone
        self._special = special_ids(backbone.tokenizer)
        self._max_tokens = backbone.max_tokens
        tensors = {key: torch.from_numpy(values) for key, values in load_weights(folder, identity).items()}
        self.network = attach(backbone.network, tensors, identity.first_layer)
        make_compute(self.network.trunk, layers)

    def encode(self, questions: Sequence[str], passages: Sequence[str]) -> list[list[Window]]:
        """The windows of each pair; a text that comes several times is tokenised once."""
        texts = list(dict.fromkeys([*questions, *passages]))
        with self._backbone.lock:
            tokens = dict(zip(texts, tokenise(self._backbone.tokenizer, texts), strict=True))
        return [self._windows(self._question(tokens[q]), tokens[p]) for q, p in zip(questions, passages, strict=True)]

    def _question(self, tokens: Tokens) -> Tokens:
        return tokens.shortened(self._max_tokens // QUESTION_SHARE)

    def _windows(self, question: Tokens, passage: Tokens) -> list[Window]:
        room = self._max_tokens - SPECIAL_TOKENS - len(question)
        windows = []
        for begin, end in cut(len(passage), room):
            part = passage.part(begin, end)
            ids = join(question.ids, part.ids, self._special)
            windows.append(Window(ids, None, passage_offset(len(question)), part.starts, part.ends))
        return windows

    def score(self, windows: Sequence[Window]) -> list[WindowScores]:
        """The scores of each window, read in one batch."""
        ids = pad([w.ids for w in windows], self._special.padding)
        lengths = np.array([len(w.ids) for w in windows])
        attended = torch.from_numpy(np.arange(ids.shape[1])[None, :] < lengths[:, None])
        with torch.inference_mode():
            marks = self.network(torch.from_numpy(ids), attended, torch.ones_like(attended))
        starts, ends = marks.starts.numpy(), marks.ends.numpy()
        scores = []
        for row, window in enumerate(windows):
            shown = slice(window.first, window.first + len(window.starts))
            absent = float(starts[row, 0] + ends[row, 0])
            scores.append(WindowScores(starts[row, shown], ends[row, shown], absent))
        return scores


def attach(encoder: "BertModel", tensors: dict[str, torch.Tensor], first_layer: int) -> ReaderNetwork:
    """A reader on `encoder`, which is left as it is: its embeddings and the layers below `first_layer` are shared.

    Raises ReaderError where `tensors` are not exactly those that are missing.
    """
    from transformers import BertModel

    with torch.device("meta"):
        # Its own settings: how it attends is no business of the encoder's.
        trunk = BertModel(deepcopy(encoder.config), add_pooling_layer=False)
        network = ReaderNetwork(trunk)
    trunk.embeddings = encoder.embeddings
    for number in range(first_layer):
        trunk.encoder.layer[number] = encoder.encoder.layer[number]
    own = {name for name, parameter in network.named_parameters() if parameter.is_meta}
    if own != set(tensors):
        odd = sorted(own ^ set(tensors))
        raise ReaderError(f"the reader's file and its network differ in {len(odd)} tensors, such as {odd[0]}")
    network.load_state_dict(tensors, strict=False, assign=True)
    dtype = encoder.dtype
    for block in trunk.encoder.layer[first_layer:]:
        block.to(dtype)
    network.train(mode=False)
    network.requires_grad_(requires_grad=False)
    return network
