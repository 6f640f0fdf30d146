"""Attention as plain products: in bfloat16 on a processor the fused kernel is the slowest part of reading and of training.

The softmax is the next slowest, a fifth of reading. So powers are multiplied as they are, without looking for the largest score
first, and the much smaller products are divided by their sums, as Dao et al. 2022 do it.
"""

import torch
from torch import nn
from transformers import AttentionInterface
from transformers.masking_utils import AttentionMaskInterface, eager_mask

NAME = "plain_products"
# No trained network comes near it, and e to this times 10^3 tokens is still a number, in bfloat16 as in float32.
_LARGEST = 80.0


def attend(  # noqa: PLR0913, PLR0917 - what transformers calls it with
    module: nn.Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    scaling: float,
    dropout: float = 0.0,
    **_: object,
) -> tuple[torch.Tensor, None]:
    """Scaled dot-product attention (Vaswani et al. 2017), all of it in the dtype of `query`.

    `query`, `key` and `value` have shape (pairs, heads, tokens, width); `attention_mask`, added to the scores, broadcasts to
    (pairs, heads, tokens, tokens). The result has shape (pairs, tokens, heads, width).
    """
    # Autocast would make the softmax, the largest tensor there is, float32.
    with torch.autocast(query.device.type, enabled=False):
        scores = torch.matmul(query * scaling, key.transpose(-1, -2))
        if attention_mask is not None:
            scores += attention_mask.to(scores.dtype)
        powers = scores.clamp_max_(_LARGEST).exp_()
        kept = nn.functional.dropout(powers, dropout, module.training)
        return (torch.matmul(kept, value) / powers.sum(-1, keepdim=True)).transpose(1, 2), None


def use_plain_products(trunk: nn.Module) -> None:
    """Make a transformers model attend as `attend` does."""
    AttentionInterface.register(NAME, attend)
    AttentionMaskInterface.register(NAME, eager_mask)
    trunk.set_attn_implementation(NAME)  # type: ignore[operator]
