"""What a system's passages are worth against the gold."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eval.bench.rivals.placing import Texts, holds, place, sliced
from eval.bench.rivals.protocol import Piece
from eval.clusters import cluster_of, clustered_estimate
from eval.gold import GoldQuestion
from eval.intervals import Estimate
from eval.metrics_retrieval import recall_at, reciprocal_rank

TOP_K = 8
METRICS = ("passage_recall@1", "passage_recall@8", "passage_mrr@8", "article_recall@1", "article_mrr@8")


@dataclass(frozen=True, slots=True)
class Offsets:
    """Of `pieces` passages or quotes, how many came with offsets, and how many of those cut the very text out of the file.

    `placed` stand in the file as they were given, by their offsets or because their text is there once.
    """

    pieces: int
    given: int
    exact: int
    placed: int


def score(found: Sequence[Piece], question: GoldQuestion, texts: Texts) -> dict[str, float]:
    """METRICS of one answerable question; any of its pieces of evidence suffices."""
    hits = [any(holds(piece, evidence, texts) for evidence in question.evidence) for piece in found[:TOP_K]]
    passage = next((rank for rank, hit in enumerate(hits, start=1) if hit), None)
    gold = {evidence.span.article_id for evidence in question.evidence}
    articles = dict.fromkeys(piece.article for piece in found[:TOP_K])
    article = next((rank for rank, name in enumerate(articles, start=1) if name in gold), None)
    return {
        "passage_recall@1": recall_at(1, passage),
        "passage_recall@8": recall_at(TOP_K, passage),
        "passage_mrr@8": reciprocal_rank(passage),
        "article_recall@1": recall_at(1, article),
        "article_mrr@8": reciprocal_rank(article),
    }


def summarise(rows: Sequence[Mapping[str, float]], questions: Sequence[GoldQuestion]) -> dict[str, Estimate]:
    """The means of METRICS with 95 % intervals, resampled by article."""
    clusters = [cluster_of(q.id, [e.span.article_id for e in q.evidence]) for q in questions]
    return {name: clustered_estimate([row[name] for row in rows], clusters) for name in METRICS}


def count_offsets(pieces: Iterable[Piece], texts: Texts) -> Offsets:
    """Count what can be cut out of the files again."""
    unique = list(dict.fromkeys(pieces))
    cut = Counter(sliced(piece, texts) for piece in unique)
    placed = sum(place(piece, texts) is not None for piece in unique)
    return Offsets(len(unique), cut[True] + cut[False], cut[True], placed)
