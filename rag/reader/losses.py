"""What training makes small: how far scores are from the marked answers, from those of teachers, and from a second reading."""

from collections.abc import Sequence

import torch
from torch.nn import functional

from rag.reader.batches import Batch
from rag.reader.network import Marks

_ANSWERABLE_WEIGHT = 0.3


def loss_of(marks: Marks, batch: Batch) -> torch.Tensor:
    """Cross entropy of start and end, and that of answering at all, with the marked answers; shape (pairs,)."""
    return _loss(marks, batch.starts, batch.ends, (batch.starts > 0).float())


def taught_loss(marks: Marks, teachers: Sequence[Marks]) -> torch.Tensor:
    """The same with the mean of the teachers' probabilities of start, end and answering (Hinton et al. 2015)."""
    starts = torch.stack([t.starts.softmax(-1) for t in teachers]).mean(0)
    ends = torch.stack([t.ends.softmax(-1) for t in teachers]).mean(0)
    answers = torch.stack([t.answers.sigmoid() for t in teachers]).mean(0)
    return _loss(marks, starts, ends, answers)


def apart(one: Marks, other: Marks) -> torch.Tensor:
    """How far two readings of the same pairs are apart that left other values out; shape (pairs,).

    The mean of the divergences of Kullback and Leibler both ways, weighed as the losses are (R-Drop, Wu et al. 2021).
    """
    spans = (_divergence(one.starts, other.starts) + _divergence(one.ends, other.ends)) / 2
    a, b = one.answers, other.answers
    return spans + _ANSWERABLE_WEIGHT * (a.sigmoid() - b.sigmoid()) * (a - b) / 2


def _divergence(one: torch.Tensor, other: torch.Tensor) -> torch.Tensor:
    """For logits of shape (pairs, tokens): half the sum of both divergences, Σ (p - q)(log p - log q) / 2."""
    p, q = one.log_softmax(-1), other.log_softmax(-1)
    return ((p.exp() - q.exp()) * (p - q)).sum(-1) / 2


def _loss(marks: Marks, starts: torch.Tensor, ends: torch.Tensor, answers: torch.Tensor) -> torch.Tensor:
    """`starts` and `ends` are the tokens or the probabilities of all of them, `answers` probabilities."""
    each = "none"
    spans = functional.cross_entropy(marks.starts, starts, reduction=each)
    spans = (spans + functional.cross_entropy(marks.ends, ends, reduction=each)) / 2
    answering = functional.binary_cross_entropy_with_logits(marks.answers, answers, reduction=each)
    return spans + _ANSWERABLE_WEIGHT * answering
