"""What the packaged reader's layers compute in: whatever this processor multiplies fastest."""

from enum import StrEnum
from typing import TYPE_CHECKING, cast

import torch
from torch import nn

from index.encoder.precision import bfloat16_is_fast
from rag.reader.attention import use_plain_products
from rag.reader.eight_bit import eight_bit
from rag.reader.packed import pack

if TYPE_CHECKING:
    from transformers import BertModel
    from transformers.models.bert.modeling_bert import BertLayer


class Layers(StrEnum):
    """How the layers of a reader compute."""

    PLAIN = "plain"  # as they are, in the floats of the encoder
    PACKED = "packed"  # in bfloat16, with the weights in the order that products take them
    EIGHT_BIT = "eight_bit"  # in integers


def fastest_layers() -> Layers:
    """The fastest here: packed where bfloat16 is fast; otherwise with VNNI eight bits."""
    if bfloat16_is_fast():
        has_one_dnn = torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]
        return Layers.PACKED if has_one_dnn else Layers.PLAIN
    return Layers.EIGHT_BIT if torch.cpu.get_capabilities().get("avx512_vnni") else Layers.PLAIN


def computes_in() -> str:
    """What the layers compute in here: `int8`, `bfloat16` or `float32`. Margins are not quite alike in them."""
    if fastest_layers() is Layers.EIGHT_BIT:
        return "int8"
    return "bfloat16" if bfloat16_is_fast() else "float32"


def make_compute(trunk: "BertModel", layers: Layers) -> None:
    """Have the layers of `trunk`, which nobody else may use, compute so; packed ones must be in bfloat16."""
    blocks = [cast("BertLayer", block) for block in trunk.encoder.layer]
    match layers:
        case Layers.EIGHT_BIT:
            trunk.encoder.layer = nn.ModuleList(eight_bit(block) for block in blocks)
        case Layers.PACKED:
            use_plain_products(trunk)
            for block in blocks:
                pack(block)
        case Layers.PLAIN:
            if trunk.dtype is torch.bfloat16:
                use_plain_products(trunk)
