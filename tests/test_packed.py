"""Layers with packed weights: they compute what the layers they were made of compute, rounded once instead of twice."""

import pytest
import torch
from torch import nn

from index.encoder.unpack import cache_folder, ensure_unpacked
from rag.reader.attention import NAME
from rag.reader.layers import Layers, make_compute
from rag.reader.network import load_trunk
from rag.reader.packed import PackedLinear, can_pack

needs_one_dnn = pytest.mark.skipif(not can_pack(), reason="oneDNN has no products of bfloat16 for this processor")


@needs_one_dnn
@pytest.mark.parametrize("shape", [(1, 40), (3, 40), (2, 700, 40)])
@pytest.mark.parametrize("gelu", [False, True])
def test_a_packed_layer_is_as_near_to_float32_as_bfloat16_can_be(shape: tuple[int, ...], *, gelu: bool) -> None:
    torch.manual_seed(3)
    linear, inputs = nn.Linear(40, 7).bfloat16(), torch.randn(shape).bfloat16()
    exact = nn.functional.linear(inputs.float(), linear.weight.float(), linear.bias.float())
    if gelu:
        exact = nn.functional.gelu(exact)
    with torch.inference_mode():
        outputs = PackedLinear(linear, gelu=gelu)(inputs)
    assert outputs.dtype is torch.bfloat16
    # Of eight bits the last is worth 2^-7 of a number, and rounding is off by half of it; the sums are float32's.
    torch.testing.assert_close(outputs.float(), exact, rtol=2**-8 + 1e-5, atol=1e-5)


@needs_one_dnn
def test_a_packed_network_gives_the_vectors_of_the_plain_one() -> None:
    ids = torch.tensor([[0, 1000, 2000, 3000, 2, 1], [0, 500, 600, 2, 1, 1]])
    attended = ids != 1
    trunk = load_trunk(ensure_unpacked(cache_folder())).eval()
    with torch.inference_mode():
        own = trunk(input_ids=ids, attention_mask=attended).last_hidden_state
        make_compute(trunk.bfloat16(), Layers.PACKED)
        packed = trunk(input_ids=ids, attention_mask=attended).last_hidden_state
    assert sum(isinstance(module, PackedLinear) for module in trunk.modules()) == 12 * 6
    assert not any(isinstance(module, nn.Linear) for module in trunk.encoder.modules())
    fused = torch.cpu.get_capabilities().get("amx_bf16")
    settings = [layer.attention.self.config for layer in trunk.encoder.layer]
    assert {each._attn_implementation for each in settings} == {"sdpa" if fused else NAME}
    cosines = nn.functional.cosine_similarity(packed[attended].float(), own[attended], dim=-1)
    assert cosines.min() > 0.999
