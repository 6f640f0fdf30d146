"""Every metric by name: what it says of one answer. A metric is the mean of that over the answers it applies to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from eval.gold import GoldQuestion, Kind
from eval.metrics_quotes import (
    answer_found,
    first_quote_right,
    quote_precision,
    quote_recall,
    right_with_quote,
    spans_exact,
)
from eval.metrics_retrieval import gold_rank, recall_at, reciprocal_rank
from index.article import Article, Span
from rag.answer import Answer

# Kinds where every piece of evidence is wanted; for the others any one suffices.
_ALL_OF_IT = frozenset({Kind.LIST, Kind.CONFLICT})


@dataclass(frozen=True, slots=True)
class Corpus:
    """What the answers were given from: articles by id, and the span of every chunk."""

    articles: Mapping[str, Article]
    chunks: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """An answer and its gold, laid out for scoring; `rank` is that of the first gold passage."""

    gold: GoldQuestion
    answer: Answer
    evidence: tuple[Span, ...]
    cited: tuple[Span, ...]
    rank: int | None
    corpus: Corpus


@dataclass(frozen=True, slots=True)
class Metric:
    """A number in 0 to 1, where higher is better; `score` gives None where it does not apply to a sample."""

    name: str
    meaning: str
    score: Callable[[Sample], float | None]


def lay_out(gold: GoldQuestion, answer: Answer, corpus: Corpus) -> Sample:
    """Prepare one answer for scoring."""
    evidence = tuple(piece.span for piece in gold.evidence)
    cited = tuple(Span(c.article.id, c.offsets.start, c.offsets.end) for c in answer.citations)
    rank = gold_rank([passage.chunk.span for passage in answer.passages], evidence)
    return Sample(gold, answer, evidence, cited, rank, corpus)


def score_all(sample: Sample) -> dict[str, float | None]:
    """The score of every metric by name, None where one does not apply."""
    return {metric.name: metric.score(sample) for metric in METRICS}


def _of_answerable(score: Callable[[Sample], float | None]) -> Callable[[Sample], float | None]:
    return lambda sample: score(sample) if sample.gold.answerable else None


def _right(sample: Sample) -> float:
    return first_quote_right(sample.cited, sample.evidence)


def _found(sample: Sample) -> float:
    texts = [sample.answer.text, *(citation.quote for citation in sample.answer.citations)]
    return answer_found(texts, sample.gold.answers)


def _right_with_quote(sample: Sample) -> float:
    return right_with_quote(sample.cited, sample.evidence, found=_found(sample) == 1)


def _quote_recall(sample: Sample) -> float:
    return quote_recall(sample.cited, sample.evidence, all_of_it=sample.gold.kind in _ALL_OF_IT)


def _answered(sample: Sample) -> float:
    return float(sample.answer.answerable)


# In the order of the reports.
METRICS: tuple[Metric, ...] = (
    Metric("recall@1", "answerable: the first passage is a gold one", _of_answerable(lambda s: recall_at(1, s.rank))),
    Metric("recall@3", "answerable: one of the first 3 passages is", _of_answerable(lambda s: recall_at(3, s.rank))),
    Metric("recall@8", "answerable: one of the first 8 passages is", _of_answerable(lambda s: recall_at(8, s.rank))),
    Metric("mrr", "answerable: 1 / rank of the first gold passage", _of_answerable(lambda s: reciprocal_rank(s.rank))),
    Metric("answer_rate", "answerable: answered", _of_answerable(_answered)),
    Metric("first_quote_right", "answerable: the first quote is gold; refused counts as not", _of_answerable(_right)),
    Metric("answer_found", "answerable: an accepted wording stands in the answer", _of_answerable(_found)),
    Metric(
        "right_with_quote",
        "answerable: an accepted wording stands in the answer and one of its quotes is gold",
        _of_answerable(_right_with_quote),
    ),
    Metric("quote_recall", "answerable: share of the gold's characters quoted", _of_answerable(_quote_recall)),
    Metric(
        "quote_precision",
        "answerable and answered: share of quoted characters that are gold",
        _of_answerable(lambda s: quote_precision(s.cited, s.evidence)),
    ),
    Metric(
        "answers_right",
        "answered, answerable or not: the first quote is gold",
        lambda s: _right(s) if s.answer.answerable else None,
    ),
    Metric(
        "confidence_given",
        "answered, answerable or not: the confidence stated, which answers_right should equal",
        lambda s: s.answer.confidence if s.answer.answerable else None,
    ),
    Metric(
        "abstention_recall",
        "not answerable: refused",
        lambda s: None if s.gold.answerable else float(not s.answer.answerable),
    ),
    Metric(
        "abstention_precision",
        "refused: not answerable",
        lambda s: None if s.answer.answerable else float(not s.gold.answerable),
    ),
    Metric(
        "spans_exact",
        "answered: share of citations that re-slice to their quote; must be 1",
        lambda s: spans_exact(s.answer.citations, s.corpus.articles),
    ),
)
