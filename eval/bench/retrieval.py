"""Measures how well each way to rank finds the paragraph that a question was written on."""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from eval.bench.methods import Method, rank_articles_by
from eval.bench.sets import Collection
from eval.clusters import clustered_estimate
from eval.errors import PracticeError
from eval.intervals import Estimate
from eval.metrics_retrieval import Ranking, ndcg_at, recall_at, reciprocal_rank
from eval.practice import PracticeSet
from eval.trials import index_paragraphs
from rag.pipeline import Pipeline
from rag.wire import Engine

# Of each ranking so many paragraphs are looked at, in every metric; the product reads as many passages.
CUT = 8
METRICS = ("recall@1", "recall@8", "mrr@8", "ndcg@8")
_AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class RetrievalFigures:
    """What each method is worth on one set of questions: the means of METRICS, with 95 % intervals resampled by article.

    `questions` were asked, on `articles` of the set; all `paragraphs` were searched, which the index cut into `passages`.
    """

    name: str
    paragraphs: int
    passages: int
    questions: int
    articles: int
    methods: Mapping[str, Mapping[str, Estimate]]


def measure_collection(collection: Collection, engine: Engine) -> Iterator[RetrievalFigures]:
    """The figures of each set of a collection, which is indexed once.

    Raises PracticeError where a paragraph cannot be indexed, or a set holds no question.
    """
    first = collection.asked[0]
    ids = [f"{number:04}" for number in range(len(first.paragraphs))]
    with tempfile.TemporaryDirectory() as home:
        pipeline = index_paragraphs(first, ids, engine, Path(home))
        for practice in collection.asked:
            yield _measure(practice, ids, pipeline)


def _measure(practice: PracticeSet, ids: list[str], pipeline: Pipeline) -> RetrievalFigures:
    asked = [
        (question.text, article_id, paragraph.title)
        for article_id, paragraph, questions in zip(ids, practice.paragraphs, practice.asked, strict=True)
        for question in questions
    ]
    if not asked:
        raise PracticeError(f"{practice.name} holds no question to ask")
    titles = [title for _, _, title in asked]
    scores: dict[Method, list[dict[str, float]]] = {method: [] for method in Method}
    for at in range(0, len(asked), _AT_ONCE):
        part = asked[at : at + _AT_ONCE]
        rankings = rank_articles_by(pipeline, [text for text, _, _ in part])
        for (_, gold, _), ranking in zip(part, rankings, strict=True):
            for method in Method:
                scores[method].append(score(ranking[method], gold))
    methods = {
        method.value: {name: clustered_estimate([row[name] for row in rows], titles) for name in METRICS}
        for method, rows in scores.items()
    }
    passages = len(pipeline.searcher.generation.contents.chunks)
    return RetrievalFigures(practice.name, len(ids), passages, len(asked), len(set(titles)), methods)


def score(found: tuple[str, ...], gold: str) -> dict[str, float]:
    """METRICS of one ranking, of which the first 8 count; `gold` is the one that is wanted."""
    ranking = Ranking(found[:CUT], {gold: 1})
    rank = ranking.first_gold
    return {
        "recall@1": recall_at(1, rank),
        "recall@8": recall_at(CUT, rank),
        "mrr@8": reciprocal_rank(rank),
        "ndcg@8": ndcg_at(CUT, ranking) or 0.0,
    }
