"""Attention as plain products gives what the library's own attention gives."""

import math

import pytest
import torch
from torch import nn

from index.encoder.embedder import SentenceEncoder
from index.encoder.unpack import cache_folder, ensure_unpacked
from rag.pipeline import Pipeline
from rag.reader.attention import _LEAST, _MOST, attend, use_plain_products
from rag.reader.layers import Layers
from rag.reader.network import load_trunk
from rag.reader.packaged import PackagedScorer
from rag.reader.reading import Pairing, Reader
from rag.reader.weights import packaged_folder
from rag.wire import Engine

TRAINING, READING = nn.Identity(), nn.Identity().eval()


def two_scores(first: float, second: float, dtype: torch.dtype = torch.bfloat16) -> float:
    """What one query makes of the values 10 and 20 with these scores."""
    query, key, value = (
        torch.ones(1, 1, 1, 1),
        torch.tensor([[[[first], [second]]]]),
        torch.tensor([[[[10.0], [20.0]]]]),
    )
    given, _ = attend(READING, query.to(dtype), key.to(dtype), value.to(dtype), None, 1.0)
    return float(given)


@pytest.mark.parametrize("module", [TRAINING, READING])
def test_two_tokens_attend_as_worked_out_by_hand(module: nn.Module) -> None:
    # Scores of the one query: 2 x 1 x 0.5 = 1 and 2 x 3 x 0.5 = 3; e^1 : e^3 = 0.1192 : 0.8808;
    # 0.1192 x 10 + 0.8808 x 20 = 18.808.
    query, key, value = (torch.tensor(numbers).view(1, 1, -1, 1) for numbers in ([2.0], [1.0, 3.0], [10.0, 20.0]))
    given, _ = attend(module, query, key, value, None, 0.5)
    assert given.shape == (1, 1, 1, 1)
    torch.testing.assert_close(given.flatten(), torch.tensor([18.808]), atol=1e-3, rtol=0)


@pytest.mark.parametrize("module", [TRAINING, READING])
def test_what_is_masked_is_not_attended_to(module: nn.Module) -> None:
    query, key, value = torch.ones(1, 1, 1, 1), torch.ones(1, 1, 2, 1), torch.tensor([[[[10.0], [20.0]]]])
    mask = torch.tensor([[[[0.0, torch.finfo(torch.float32).min]]]])
    given, _ = attend(module, query, key, value, mask, 1.0)
    assert given.item() == 10.0


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float32])
@pytest.mark.parametrize("first", [-200.0, -90.0, -40.0, 0.0, 80.0, 100.0, 200.0])
def test_scores_give_the_same_shares_wherever_they_lie(first: float, dtype: torch.dtype) -> None:
    # e^1 : e^2 are .269 : .731, 17.31 of 10 and 20. e^100 is no number of bfloat16 or float32, and e^-200 nothing.
    assert two_scores(first, first + 1, dtype) == pytest.approx(17.31, abs=0.1)


def test_where_all_is_masked_there_is_still_a_number() -> None:
    query, key, value = torch.ones(1, 1, 1, 1), torch.ones(1, 1, 2, 1), torch.tensor([[[[10.0], [20.0]]]])
    given, _ = attend(READING, query, key, value, torch.full((1, 1, 1, 2), torch.finfo(torch.float32).min), 1.0)
    assert given.item() == 15.0


def test_the_scores_of_the_shipped_reader_lie_within_the_bounds(engine: Engine, pipeline: Pipeline) -> None:
    seen: list[float] = []

    def note(module: nn.Module, inputs: tuple[torch.Tensor, ...], _: object) -> None:
        """The largest score of each row, out of what a layer attends with."""
        (hidden,) = inputs[:1]
        query, key = (
            linear(hidden).unflatten(-1, (12, -1)).transpose(1, 2).float() for linear in (module.query, module.key)
        )
        seen.extend((query @ key.transpose(-1, -2) / query.shape[-1] ** 0.5).amax(-1).flatten().tolist())

    assert isinstance(engine.embedder, SentenceEncoder)
    scorer = PackagedScorer(engine.embedder.backbone(), engine.embedder.identity, packaged_folder(), Layers.PLAIN)
    for layer in scorer.network.trunk.encoder.layer:
        layer.attention.self.register_forward_hook(note)
    passages = [passage.text for passage in pipeline.search("Why did Jan Leike resign?")]
    Reader(scorer).read([Pairing("Why did Jan Leike resign?", text, ((0, len(text)),)) for text in passages])
    # Twelve heads of twelve layers, and a row for each token.
    assert len(seen) > len(passages) * 12 * 12 * 20
    # Of 512 tokens the largest score alone makes a 512th of the sum at least, so these are bounds of the sums too.
    assert min(seen) > math.log(_LEAST) + 20
    assert max(seen) + math.log(512) < math.log(_MOST)


def test_the_encoder_gives_the_same_as_with_its_own_attention() -> None:
    ids = torch.tensor([[0, 1000, 2000, 3000, 2, 1], [0, 500, 600, 2, 1, 1]])
    attended = ids != 1
    trunk = load_trunk(ensure_unpacked(cache_folder())).eval()
    with torch.inference_mode():
        own = trunk(input_ids=ids, attention_mask=attended).last_hidden_state
        use_plain_products(trunk)
        plain = trunk(input_ids=ids, attention_mask=attended).last_hidden_state
        halves = trunk.bfloat16()(input_ids=ids, attention_mask=attended).last_hidden_state
    torch.testing.assert_close(plain[attended], own[attended], atol=1e-5, rtol=1e-4)
    # bfloat16 keeps eight bits: vectors of one token stay within a cosine of .999.
    cosines = nn.functional.cosine_similarity(halves[attended].float(), own[attended], dim=-1)
    assert cosines.min() > 0.999
    assert not torch.equal(halves.float(), own)


def test_gradients_reach_queries_keys_and_values() -> None:
    query, key, value = (torch.randn(1, 2, 3, 4, requires_grad=True) for _ in range(3))
    given, _ = attend(TRAINING, query, key, value, None, 0.5)
    given.pow(2).sum().backward()  # type: ignore[no-untyped-call]
    assert all(each.grad is not None and each.grad.abs().sum() > 0 for each in (query, key, value))
