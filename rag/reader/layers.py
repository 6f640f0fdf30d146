"""What the packaged reader's layers compute in: whatever this processor multiplies fastest."""

from enum import StrEnum
from typing import TYPE_CHECKING, cast

import torch
from torch import nn

from index.encoder.precision import bfloat16_is_fast
from rag.reader.attention import plain_products_are_faster, use_plain_products
from rag.reader.eight_bit import eight_bit
from rag.reader.packed import can_pack, packed

if TYPE_CHECKING:
    from transformers import BertModel
    from transformers.models.bert.modeling_bert import BertLayer


class Layers(StrEnum):
    """How the layers of a reader compute."""

    PLAIN = "plain"  # in the floats of the encoder
    PACKED = "packed"  # in bfloat16, with the weights in the order that products take them
    EIGHT_BIT = "eight_bit"  # in integers


def fastest_layers() -> Layers:
    """The fastest here: packed where bfloat16 is fast; otherwise with VNNI eight bits."""
    if bfloat16_is_fast():
        return Layers.PACKED if can_pack() else Layers.PLAIN
    return Layers.EIGHT_BIT if torch.cpu.get_capabilities().get("avx512_vnni") else Layers.PLAIN


def computes_in() -> str:
    """What the layers compute in here: `int8`, `bfloat16` or `float32`. Margins are not quite alike in them."""
    if fastest_layers() is Layers.EIGHT_BIT:
        return "int8"
    return "bfloat16" if bfloat16_is_fast() else "float32"


def make_compute(trunk: "BertModel", layers: Layers) -> None:
    """Give `trunk` layers that compute so; those that it has stay as they are. To be packed they must be in bfloat16."""
    # First: layers that are copied have settings of their own.
    if layers is not Layers.EIGHT_BIT and trunk.dtype is torch.bfloat16 and plain_products_are_faster():
        use_plain_products(trunk)
    blocks = [cast("BertLayer", block) for block in trunk.encoder.layer]
    if layers is Layers.EIGHT_BIT:
        trunk.encoder.layer = nn.ModuleList(eight_bit(block) for block in blocks)
    elif layers is Layers.PACKED:
        trunk.encoder.layer = nn.ModuleList(packed(block) for block in blocks)
