"""How well the passages were found. A gold passage is one that holds a piece of gold evidence wholly."""

from collections.abc import Iterable, Sequence

from eval.spans import within
from index.article import Span


def gold_rank(passages: Sequence[Span], evidence: Sequence[Span]) -> int | None:
    """The rank, from 1, of the first gold passage; None where none of `passages` is one."""
    for rank, passage in enumerate(passages, start=1):
        if any(within(piece, passage) for piece in evidence):
            return rank
    return None


def recall_at(k: int, rank: int | None) -> float:
    """1 where a gold passage stands among the first k, else 0; its mean is the success rate at k."""
    return float(rank is not None and rank <= k)


def reciprocal_rank(rank: int | None) -> float:
    """1/rank of the first gold passage, 0 where there is none; its mean is MRR (Voorhees 1999, TREC-8)."""
    return 0.0 if rank is None else 1.0 / rank


def lost_evidence(evidence: Sequence[Span], chunks: Iterable[Span]) -> tuple[Span, ...]:
    """The evidence that no chunk of the index holds wholly: no search can find it."""
    candidates = tuple(chunks)
    return tuple(piece for piece in evidence if not any(within(piece, chunk) for chunk in candidates))
