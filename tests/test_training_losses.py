"""What training makes small, worked out by hand, and the values that dropout leaves out."""

import math

import numpy as np
import pytest
import torch

from index.encoder.unpack import cache_folder, ensure_unpacked
from rag.reader.batches import collate
from rag.reader.losses import apart, loss_of, taught_loss
from rag.reader.network import MASKED, Marks, SharedDropout, load_trunk
from rag.reader.pairs import Pair


def test_teachers_that_are_sure_of_the_marked_answer_change_nothing_and_others_do() -> None:
    batch = collate([Pair(np.arange(5, 11, dtype=np.int32), 3, 3, 4)], padding=1)
    scores = Marks(torch.tensor([[0.0, MASKED, MASKED, 2.0, 1.0, MASKED]]), torch.zeros(1, 6), torch.tensor([0.5]))

    def teacher(start: int, end: int) -> Marks:
        sure = torch.full((2, 6), -100.0)
        sure[0, start] = sure[1, end] = 100.0
        return Marks(sure[:1], sure[1:], torch.tensor([100.0]))

    marked = float(loss_of(scores, batch))
    assert float(taught_loss(scores, [teacher(3, 4)])) == pytest.approx(marked)
    # Two teachers, one of whom begins a token later: half of that start's loss is ln p(3) - ln p(4) = 2 - 1 more, halved again.
    assert float(taught_loss(scores, [teacher(3, 4), teacher(4, 4)])) == pytest.approx(marked + (2.0 - 1.0) / 2 / 2)


def test_how_far_two_readings_are_apart_is_worked_out_by_hand() -> None:
    # Starts of 1/2, 1/2 and 1/4, 3/4: (1/4 ln 2 - 1/4 ln 2/3) / 2 = .1373, of which, with ends alike, half counts.
    # Answering at 1/2 and 3/4: 1/4 ln 3 / 2 = .1373, of which .3 counts.
    one = Marks(torch.tensor([[0.0, 0.0]]), torch.zeros(1, 2), torch.tensor([0.0]))
    other = Marks(torch.tensor([[0.0, math.log(3)]]), torch.ones(1, 2), torch.tensor([math.log(3)]))
    assert apart(one, other).tolist() == pytest.approx([0.1373 * 0.5 + 0.1373 * 0.3], abs=1e-4)
    assert apart(other, other).tolist() == [0.0]


def test_dropout_leaves_the_same_values_out_of_all_tokens_of_a_pair() -> None:
    torch.manual_seed(1)
    dropout, hidden = SharedDropout(0.25), torch.ones(2, 3, 2000)
    left = dropout(hidden)
    assert torch.equal(left[:, :1].expand(-1, 3, -1), left)
    assert not torch.equal(left[0], left[1])
    # A quarter is left out, with a deviation of .01 over 2,000 values; the others are raised by 1 / .75.
    assert float((left[0, 0] == 0).float().mean()) == pytest.approx(0.25, abs=0.04)
    assert sorted(left.unique().tolist()) == pytest.approx([0, 1 / 0.75])
    assert torch.equal(dropout.eval()(hidden), hidden)


def test_training_alone_leaves_values_out() -> None:
    trunk = load_trunk(ensure_unpacked(cache_folder()), dropout=0.1).train()
    ids = torch.arange(5, 25)[None]
    assert not torch.equal(trunk(ids).last_hidden_state, trunk(ids).last_hidden_state)
    assert torch.equal(trunk.eval()(ids).last_hidden_state, trunk(ids).last_hidden_state)
