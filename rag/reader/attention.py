"""Attention as plain products: without tiles (AMX) the fused kernel is the slowest part of reading and training in bfloat16.

The softmax is the next slowest, a fifth of reading. So powers are multiplied as they are, without looking for the largest score
first, and the much smaller products are divided by their sums, as Dao et al. 2022 do it.
"""

import torch
from torch import nn

NAME = "plain_products"
# Between these a sum of powers is made as it is: beyond, e to a score may be no number or nothing. The largest scores of the rows
# of the reader that ships lay between -37 and 73 on 240 passages, and e^73 is 5e31.
_LEAST, _MOST = 1e-36, 1e36


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
        scaled = query * scaling
        # In training the softmax stays, whose gradients need one tensor of that size less.
        given = None if module.training else _by_powers(_scores(scaled, key, attention_mask), value)
        if given is None:
            shares = _scores(scaled, key, attention_mask).softmax(-1)
            given = torch.matmul(nn.functional.dropout(shares, dropout, module.training), value)
        return given.transpose(1, 2), None


def _scores(query: torch.Tensor, key: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
    scores = torch.matmul(query, key.transpose(-1, -2))
    return scores if mask is None else scores.add_(mask.to(scores.dtype))


def _by_powers(scores: torch.Tensor, value: torch.Tensor) -> torch.Tensor | None:
    """The values in the shares of their powers, None where a sum of these is out of bounds; `scores` become the powers."""
    powers = scores.exp_()
    sums = powers.sum(-1, keepdim=True)
    least, most = sums.aminmax()
    return torch.matmul(powers, value) / sums if least > _LEAST and most < _MOST else None


def plain_products_are_faster() -> bool:
    """Whether they are faster than the fused kernel in bfloat16 here: not where the processor has tiles for it (AMX)."""
    return not torch.cpu.get_capabilities().get("amx_bf16")


def use_plain_products(trunk: nn.Module) -> None:
    """Make a transformers model attend as `attend` does."""
    # Here, so that who only asks what is computed in does not wait for the library.
    from transformers import AttentionInterface
    from transformers.masking_utils import AttentionMaskInterface, eager_mask

    AttentionInterface.register(NAME, attend)
    AttentionMaskInterface.register(NAME, eager_mask)
    trunk.set_attn_implementation(NAME)  # type: ignore[operator]
