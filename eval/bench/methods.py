"""The ways to rank passages that are compared: each part of the search alone, and what they add up to."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum

from index.encoder.embedder import TextVectors
from index.fusion import reciprocal_rank_fusion
from index.language import detect_language
from index.search import EVERYTHING, Passage, Query
from index.words import question_terms
from rag.answer import Evidence
from rag.pipeline import Pipeline
from rag.questions.question import DEFAULT_TOP_K, MAX_TOP_K

# As many as each ranking proposes in the product's own search.
_DEPTH = 50


class Method(StrEnum):
    """How passages are ranked, from the parts to the whole."""

    BM25 = "bm25"
    DENSE = "dense"  # FAISS, one vector a passage
    FUSED = "fused"  # reciprocal rank fusion of the two
    LATE = "late"  # the fused ones by late interaction: the order in which the product finds them
    READ = "read"  # the same, with the passage of the best sentence that can be quoted first


def rank_articles_by(pipeline: Pipeline, questions: Sequence[str]) -> list[dict[Method, tuple[str, ...]]]:
    """For each question and method the ids of articles, best first, in the order of their best passages; none comes twice."""
    embedded = pipeline.embedder.embed_questions(questions)
    rankings, readings = [], []
    for text, vectors in zip(questions, embedded, strict=True):
        language = detect_language(text)
        query = Query(text, language, vectors, EVERYTHING, MAX_TOP_K)
        # The product reads so many of them.
        found, read = pipeline.read([query, replace(query, top_k=DEFAULT_TOP_K)])
        ranking = _by_parts(pipeline, text, language, vectors)
        ranking[Method.LATE] = _articles(found.passages)
        rankings.append(ranking)
        readings.append(read)
    for ranking, evidence in zip(rankings, pipeline.evidence(readings, [EVERYTHING] * len(readings)), strict=True):
        ranking[Method.READ] = _first(evidence, ranking[Method.LATE])
    return rankings


def _by_parts(pipeline: Pipeline, text: str, language: str, vectors: TextVectors) -> dict[Method, tuple[str, ...]]:
    contents = pipeline.searcher.generation.contents
    languages = {article.language for article in contents.articles.values()}
    lexical = contents.lexical.rank(question_terms(text, language, languages), _DEPTH, None).tolist()
    dense = contents.dense.rank(vectors.pooled[None, :], _DEPTH, None)[0].tolist()
    fused = [item.position for item in reciprocal_rank_fusion([dense, lexical])]

    def articles(positions: Iterable[int]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(contents.chunks[position].chunk.span.article_id for position in positions))

    return {Method.BM25: articles(lexical), Method.DENSE: articles(dense), Method.FUSED: articles(fused)}


def _articles(passages: Iterable[Passage]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(passage.chunk.span.article_id for passage in passages))


def _first(evidence: Sequence[Evidence], ranking: tuple[str, ...]) -> tuple[str, ...]:
    best = [evidence[0].span.article_id] if evidence else []
    return tuple(dict.fromkeys([*best, *ranking]))
