"""Computes a reader's layers with products of eight-bit integers, where the processor multiplies those faster than floats.

Weights have one scale a row, as in the reader's file, and activations one scale a token, found as they come: one for a whole
batch moved the margins eleven times as far, since a few tokens have values twenty times the others'.
"""

from collections.abc import Callable
from copy import deepcopy
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import nn

from rag.reader.weights import quantise

if TYPE_CHECKING:
    from transformers.models.bert.modeling_bert import BertLayer

# Tokens that go through a layer together: their widest activations, 512 x 1536 floats, stay in a core's cache.
_BLOCK_TOKENS = 512
_LEVELS = 127


class EightBitLinear(nn.Module):
    """A linear layer over int8 rows of its weight and of its input. Nothing in it changes when it computes."""

    weight: torch.Tensor
    scales: torch.Tensor
    bias: torch.Tensor

    def __init__(self, linear: nn.Linear) -> None:
        super().__init__()
        rows, scales = quantise(linear.weight.detach().float().numpy())
        # Of shape (inputs, outputs): the form that the product takes.
        self.register_buffer("weight", torch.from_numpy(np.ascontiguousarray(rows.T)))
        self.register_buffer("scales", torch.from_numpy(scales))
        self.register_buffer("bias", linear.bias.detach().float().clone())

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        """Float32 of shape (..., outputs) for floats of shape (..., inputs)."""
        tokens = inputs.reshape(-1, inputs.shape[-1]).float()
        largest = torch.maximum(tokens.amax(1, keepdim=True), tokens.amin(1, keepdim=True).neg_())
        steps = largest.clamp_min_(torch.finfo(torch.float32).tiny * _LEVELS).div_(_LEVELS)
        rows = (tokens / steps).round_().to(torch.int8)
        products = torch._int_mm(rows, self.weight).float().mul_(steps)  # noqa: SLF001
        outputs = torch.addcmul(self.bias, products, self.scales, out=products)
        return outputs.reshape(*inputs.shape[:-1], -1)


def eight_bit(block: "BertLayer") -> "BertLayer":
    """A layer that computes what `block` does in eight bits, and in float32 between products; `block` is left as it is."""
    copied = deepcopy(block).float()
    linears = [(name, module) for name, module in copied.named_modules() if isinstance(module, nn.Linear)]
    for name, linear in linears:
        copied.set_submodule(name, EightBitLinear(linear))
    copied.feed_forward_chunk = _by_blocks(copied.feed_forward_chunk)  # type: ignore[method-assign]
    return copied


def _by_blocks(feed_forward: Callable[[torch.Tensor], torch.Tensor]) -> Callable[[torch.Tensor], torch.Tensor]:
    def feed(hidden: torch.Tensor) -> torch.Tensor:
        tokens = hidden.reshape(-1, hidden.shape[-1])
        done = torch.empty_like(tokens)
        for at in range(0, len(tokens), _BLOCK_TOKENS):
            done[at : at + _BLOCK_TOKENS] = feed_forward(tokens[at : at + _BLOCK_TOKENS])
        return done.reshape(hidden.shape)

    return feed
