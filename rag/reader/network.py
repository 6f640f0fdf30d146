"""The reader's network: a BERT encoder over a pair, and a head that scores where an answer begins and ends.

The first token stands for "not in this passage": its scores compete with those of the passage's tokens, as BERT (Devlin et al.
2019) does it for SQuAD 2.0.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch import nn

from index.encoder.quiet import quiet_model_loading

if TYPE_CHECKING:
    from transformers import BertModel

# A score no softmax sees.
MASKED = -1e4


@dataclass(frozen=True, slots=True)
class Marks:
    """Float32 scores of a batch. `starts` and `ends` have shape (pairs, tokens); what cannot be answered with is MASKED.

    Column 0 is "not in this passage". `answers` of shape (pairs,) is the logit that the passage answers at all.
    """

    starts: torch.Tensor
    ends: torch.Tensor
    answers: torch.Tensor


class ReaderNetwork(nn.Module):
    """BERT layers with a span head; the word embeddings may be those of another module, shared in memory."""

    def __init__(self, trunk: "BertModel") -> None:
        super().__init__()
        self.trunk = trunk
        hidden = int(trunk.config.hidden_size)
        self.span = nn.Linear(hidden, 2)
        self.answerable = nn.Linear(hidden, 1)
        nn.init.normal_(self.span.weight, std=0.02)
        nn.init.normal_(self.answerable.weight, std=0.02)
        nn.init.zeros_(self.span.bias)
        nn.init.zeros_(self.answerable.bias)

    def forward(self, ids: torch.Tensor, attended: torch.Tensor, readable: torch.Tensor) -> Marks:
        """Scores for `ids` of shape (pairs, tokens); booleans of that shape: `attended` is not padding, `readable` can answer."""
        hidden = self.trunk(input_ids=ids, attention_mask=attended).last_hidden_state
        spans = self.span(hidden.float()).float()
        starts, ends = spans.masked_fill(~readable[..., None], MASKED).unbind(-1)
        return Marks(starts, ends, self.answerable(hidden[:, 0].float()).float()[:, 0])


class SharedDropout(nn.Module):
    """Dropout that leaves out the same values in all tokens of a pair (Gal and Ghahramani 2016).

    Drawing a value for each token and each share of attention would cost a processor half of its training speed.
    """

    def __init__(self, share: float) -> None:
        super().__init__()
        self._share = share

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        """`hidden` of shape (pairs, tokens, width), with values left out and the others raised to make up for them."""
        if not self.training or not self._share:
            return hidden
        kept = nn.functional.dropout(torch.ones_like(hidden[:, :1]), self._share)
        return hidden * kept


def load_trunk(folder: Path, dropout: float = 0.0) -> "BertModel":
    """The encoder of a sentence-transformers or transformers folder, float32, without pooler.

    `dropout` is the share of values that training leaves out of the embeddings and of what each half of a layer adds.
    """
    from transformers import BertModel
    from transformers.models.bert.modeling_bert import BertSelfAttention

    with quiet_model_loading():
        trunk = BertModel.from_pretrained(
            folder, add_pooling_layer=False, local_files_only=True, attn_implementation="sdpa"
        )
    for module in trunk.modules():
        if isinstance(getattr(module, "dropout", None), nn.Dropout):
            module.dropout = nn.Dropout(0.0) if isinstance(module, BertSelfAttention) else SharedDropout(dropout)
    return trunk


def freeze_below(network: ReaderNetwork, layer: int) -> None:
    """Leave the embeddings and the layers below `layer` as they are; all others learn."""
    network.trunk.embeddings.requires_grad_(requires_grad=False)
    for number, block in enumerate(network.trunk.encoder.layer):
        block.requires_grad_(requires_grad=number >= layer)
