"""Attention as plain products gives what the library's own attention gives."""

import torch
from torch import nn

from index.encoder.unpack import cache_folder, ensure_unpacked
from rag.reader.attention import attend, use_plain_products
from rag.reader.network import load_trunk


def test_two_tokens_attend_as_worked_out_by_hand() -> None:
    # Scores of the one query: 2 x 1 x 0.5 = 1 and 2 x 3 x 0.5 = 3; e^1 : e^3 = 0.1192 : 0.8808;
    # 0.1192 x 10 + 0.8808 x 20 = 18.808.
    query, key, value = (torch.tensor(numbers).view(1, 1, -1, 1) for numbers in ([2.0], [1.0, 3.0], [10.0, 20.0]))
    given, _ = attend(nn.Identity(), query, key, value, None, 0.5)
    assert given.shape == (1, 1, 1, 1)
    torch.testing.assert_close(given.flatten(), torch.tensor([18.808]), atol=1e-3, rtol=0)


def test_what_is_masked_is_not_attended_to() -> None:
    query, key, value = torch.ones(1, 1, 1, 1), torch.ones(1, 1, 2, 1), torch.tensor([[[[10.0], [20.0]]]])
    mask = torch.tensor([[[[0.0, torch.finfo(torch.float32).min]]]])
    given, _ = attend(nn.Identity(), query, key, value, mask, 1.0)
    assert given.item() == 10.0


def test_a_score_beyond_all_numbers_still_gives_its_value() -> None:
    # Scores of 100 and 1: e^100 would be no number of bfloat16's that can be summed up; of the two the first takes all.
    query, key, value = torch.ones(1, 1, 1, 1), torch.tensor([[[[100.0], [1.0]]]]), torch.tensor([[[[10.0], [20.0]]]])
    given, _ = attend(nn.Identity(), query.bfloat16(), key.bfloat16(), value.bfloat16(), None, 1.0)
    assert given.item() == 10.0


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
    given, _ = attend(nn.Identity(), query, key, value, None, 0.5)
    given.pow(2).sum().backward()  # type: ignore[no-untyped-call]
    assert all(each.grad is not None and each.grad.abs().sum() > 0 for each in (query, key, value))
