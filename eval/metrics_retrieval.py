"""How well passages and articles were found, in the terms of `trec_eval`.

The formulas are a few lines, so they stand here and the suite holds them against ir-measures, which runs trec_eval itself.
ir-measures is no dependency of the product: it needs a compiler wherever its C part has no wheel, ARM on Linux among them. Of the
libraries of its kind it is the lightest and the one that is kept up; ranx brings numba and pandas with it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2

from eval.gold import GoldEvidence
from eval.spans import overlap
from index.article import Span


@dataclass(frozen=True, slots=True)
class Ranking:
    """What was found, best first, and the grade (1 or more) of all that is gold, found or not; both by name.

    No name stands twice in `found`.
    """

    found: tuple[str, ...]
    gold: Mapping[str, int]

    @property
    def first_gold(self) -> int | None:
        """The rank, from 1, of the first gold one; None where none was found."""
        return next((rank for rank, name in enumerate(self.found, start=1) if name in self.gold), None)


def passage_name(span: Span) -> str:
    """What a range of an article is called in a ranking."""
    return f"{span.article_id}:{span.start}-{span.end}"


def is_gold(passage: Span, piece: Span, *, by_article: bool) -> bool:
    """Whether a passage holds `piece` wholly; `by_article`, where whole articles were judged: whether it is part of it."""
    return overlap(piece, passage) > 0 if by_article else passage.holds(piece)


def per_article(spans: Iterable[Span]) -> dict[str, list[Span]]:
    """The spans of each article, in their order."""
    found: dict[str, list[Span]] = {}
    for span in spans:
        found.setdefault(span.article_id, []).append(span)
    return found


def rank_passages(
    found: Sequence[Span], evidence: Sequence[GoldEvidence], chunks: Iterable[Span], *, by_article: bool = False
) -> Ranking:
    """The ranking of `found` against every gold one of `chunks`, the passages of the index.

    A piece of evidence that no chunk holds was lost at indexing. It counts as gold that nothing can find, under its own range.
    """
    gold: dict[str, int] = {}
    there = per_article(chunks)
    for piece in evidence:
        own = there.get(piece.span.article_id, ())
        holders = [chunk for chunk in own if is_gold(chunk, piece.span, by_article=by_article)]
        for holder in holders or [piece.span]:
            name = passage_name(holder)
            gold[name] = max(gold.get(name, 0), piece.grade)
    return Ranking(tuple(passage_name(span) for span in found), gold)


def rank_articles(found: Sequence[Span], evidence: Sequence[GoldEvidence]) -> Ranking:
    """The articles of `found` in the order of the first passage of each; an article that holds evidence is gold."""
    gold: dict[str, int] = {}
    for piece in evidence:
        name = piece.span.article_id
        gold[name] = max(gold.get(name, 0), piece.grade)
    return Ranking(tuple(dict.fromkeys(span.article_id for span in found)), gold)


def recall_at(k: int, rank: int | None) -> float:
    """1 where a gold passage stands among the first k, else 0; its mean is the success rate at k."""
    return float(rank is not None and rank <= k)


def reciprocal_rank(rank: int | None) -> float:
    """1/rank of the first gold passage, 0 where there is none; its mean is MRR (Voorhees 1999, TREC-8)."""
    return 0.0 if rank is None else 1.0 / rank


def ndcg_at(k: int, ranking: Ranking) -> float | None:
    """DCG@k of `ranking` / DCG@k of the best one there could be, where DCG@k = Σ grade / log2(1 + rank) over the first k.

    Järvelin and Kekäläinen 2002, with the grade itself as the gain, as trec_eval has it. None where nothing is gold.
    """
    if not ranking.gold:
        return None
    grades = [ranking.gold.get(name, 0) for name in ranking.found]
    best = sorted(ranking.gold.values(), reverse=True)
    return _discounted(grades[:k]) / _discounted(best[:k])


def _discounted(grades: Sequence[int]) -> float:
    return sum(grade / log2(1 + rank) for rank, grade in enumerate(grades, start=1))


def lost_evidence(evidence: Sequence[Span], chunks: Iterable[Span], *, by_article: bool = False) -> tuple[Span, ...]:
    """The evidence that no chunk of the index holds: no search can find it."""
    there = per_article(chunks)
    return tuple(
        piece
        for piece in evidence
        if not any(is_gold(chunk, piece, by_article=by_article) for chunk in there.get(piece.article_id, ()))
    )
