"""A reader that computes in eight bits: how far a layer may be off, and that the reader marks what it marks in floats."""

from copy import deepcopy

import numpy as np
import pytest
import torch
from torch import nn

from index.encoder.embedder import SentenceEncoder
from rag.reader.eight_bit import EightBitLinear
from rag.reader.layers import Layers
from rag.reader.packaged import PackagedScorer
from rag.reader.reading import Pairing, Reader
from rag.reader.weights import packaged_folder
from rag.reader.windows import Marked
from rag.wire import Engine

PASSAGE = "The council met on Friday. Anna Berger resigned because the bridge was late. The mayor thanked her."
RANGES = ((0, 26), (27, 76), (77, 99))
QUESTIONS = (
    "Who resigned?",
    "Why did Anna Berger resign?",
    "When did the council meet?",
    "Qui a remercié Anna ?",
    "Who won?",
)


@pytest.mark.parametrize("shape", [(40,), (3, 40), (2, 5, 40)])
def test_a_layer_is_off_by_half_a_step_of_each_factor_at_most(shape: tuple[int, ...]) -> None:
    torch.manual_seed(3)
    linear, inputs = nn.Linear(40, 7), torch.randn(shape)
    # One value that dwarfs the others of its token costs that token its precision, and no other.
    inputs[..., 0] *= 20
    exact, outputs = linear(inputs), EightBitLinear(linear)(inputs)
    weight, tokens = linear.weight.detach(), inputs.reshape(-1, 40)
    weight_steps, token_steps = weight.abs().amax(1) / 127, tokens.abs().amax(1) / 127
    # Σ (x + dx)(w + dw) - Σ xw, where |dx| and |dw| are at most half a step.
    sum_of_inputs, sum_of_weights = tokens.abs().sum(1), weight.abs().sum(1)
    allowed = (
        weight_steps[None, :] / 2 * sum_of_inputs[:, None]
        + token_steps[:, None] / 2 * sum_of_weights[None, :]
        + 40 * weight_steps[None, :] * token_steps[:, None] / 4
    )
    assert outputs.shape == exact.shape
    off = (outputs - exact).abs().reshape(-1, 7)
    assert torch.all(off <= allowed + 1e-5)
    assert off.max() > 0


def test_a_token_of_zeros_gives_the_bias() -> None:
    linear = nn.Linear(8, 3)
    outputs = EightBitLinear(linear)(torch.zeros(2, 8))
    torch.testing.assert_close(outputs, linear.bias.detach().expand(2, 3))


def test_the_reader_marks_in_eight_bits_what_it_marks_in_floats(engine: Engine) -> None:
    assert isinstance(engine.embedder, SentenceEncoder)
    backbone, identity = engine.embedder.backbone(), engine.embedder.identity
    before = backbone.network.encoder.layer[0].output.dense.weight.clone()

    def read(layers: Layers) -> list[Marked]:
        scorer = PackagedScorer(backbone, identity, packaged_folder(), layers)
        # Where the encoder computes in bfloat16 the weights have been rounded to it, for both alike.
        scorer.network = deepcopy(scorer.network).float()
        return Reader(scorer).read([Pairing(question, PASSAGE, RANGES) for question in QUESTIONS])

    floats, integers = read(Layers.PLAIN), read(Layers.EIGHT_BIT)
    margins = [
        (a.margin, b.margin)
        for one, other in zip(floats, integers, strict=True)
        for a, b in zip(one, other, strict=True)
        if a is not None and b is not None
    ]
    assert len(margins) == 3 * len(QUESTIONS)
    off = [abs(a - b) for a, b in margins]
    # Margins lie some ten apart between a right and a wrong sentence.
    assert 0 < max(off) < 1.5
    assert np.mean(off) < 0.6
    assert torch.equal(before, backbone.network.encoder.layer[0].output.dense.weight)
