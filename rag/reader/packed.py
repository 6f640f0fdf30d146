"""Linear layers in bfloat16 whose weights lie in memory as oneDNN multiplies them, so that no product puts them in order anew.

The operators are those that torch's own compiler freezes networks with; they have no public name.
"""

from copy import deepcopy
from typing import TYPE_CHECKING

import torch
from torch import nn

if TYPE_CHECKING:
    from transformers.models.bert.modeling_bert import BertLayer

# What the order is chosen for: eight passages of 200 tokens. It holds for any number.
_TOKENS = 1_600
_NOTHING, _GELU = ("none", ""), ("gelu", "none")


class PackedLinear(nn.Module):
    """A linear layer, and the gelu behind it where `gelu` says so: in one product and rounded once. It cannot be copied."""

    bias: torch.Tensor

    def __init__(self, linear: nn.Linear, *, gelu: bool = False) -> None:
        super().__init__()
        with torch.inference_mode():
            self._weight = torch.ops.mkldnn._reorder_linear_weight(linear.weight.detach(), _TOKENS)  # noqa: SLF001
        self.register_buffer("bias", linear.bias.detach().clone())
        self._behind = _GELU if gelu else _NOTHING

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        """Bfloat16 of shape (..., outputs) for bfloat16 of shape (..., inputs)."""
        name, algorithm = self._behind
        outputs: torch.Tensor = torch.ops.mkldnn._linear_pointwise(  # noqa: SLF001
            inputs, self._weight, self.bias, name, [], algorithm
        )
        return outputs


def can_pack() -> bool:
    """Whether torch has oneDNN here, and oneDNN products of bfloat16 for this processor."""
    built = torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]
    return bool(built and torch.ops.mkldnn._is_mkldnn_bf16_supported())  # noqa: SLF001


def packed(layer: "BertLayer") -> "BertLayer":
    """A layer that computes what `layer`, in bfloat16 and with a gelu, does, up to its rounding; `layer` is left as it is."""
    block = deepcopy(layer)
    block.intermediate.set_submodule("dense", PackedLinear(block.intermediate.dense, gelu=True))
    block.intermediate.intermediate_act_fn = nn.Identity()
    for name, module in list(block.named_modules()):
        if isinstance(module, nn.Linear):
            block.set_submodule(name, PackedLinear(module))
    return block
