"""One row of a report: what was asked, what was said, and how it scored; plain values that survive JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from eval.clusters import cluster_of
from eval.gold import Kind
from eval.metrics import METRICS, Corpus, Sample, lay_out, rank_found, score_all
from eval.metrics_retrieval import Ranking, lost_evidence
from eval.run import Failure, Outcome
from index.article import Span
from rag.answer import Statement


class Verdict(StrEnum):
    """What became of a question."""

    RIGHT = "right"  # answered, and the first quote is gold
    WRONG = "wrong"  # answered with another first quote
    MISSED = "missed"  # refused, though the articles answer it
    REFUSED = "refused"  # refused, and rightly
    UNFOUNDED = "unfounded"  # answered, though the articles do not
    FAILED = "failed"  # no answer, but an error


GOOD = frozenset({Verdict.RIGHT, Verdict.REFUSED})


@dataclass(frozen=True, slots=True)
class Row:
    """A gold question and what came of it.

    `lost` of the `evidence` pieces lie in no chunk. `gold_rank` is the rank of the first gold passage; `passages` and `articles`
    are all that were found, and all that are gold. `said` are the quotes in the order of the answer, and `said_spans` where each
    stands, of several prints in that with the gold; `gold_spans` is the same of the gold quotes. `statements` are ranges of
    `answer`, each with the numbers of its quotes, from 0. `error` is None unless the question failed; then there is nothing
    found, nothing said and no score.
    """

    id: str
    question: str
    language: str
    kind: str
    answerable: bool
    answers: tuple[str, ...]
    gold_quotes: tuple[str, ...]
    gold_spans: tuple[Span, ...]
    lost: int
    verdict: Verdict
    answer: str
    statements: tuple[Statement, ...]
    said: tuple[str, ...]
    said_spans: tuple[Span, ...]
    confidence: float | None
    gold_rank: int | None
    passages: Ranking
    articles: Ranking
    error: str | None
    scores: Mapping[str, float | None]
    timings_ms: Mapping[str, float]
    seconds: float
    tags: tuple[str, ...] = ()

    @property
    def cluster(self) -> str:
        """What it is resampled with, as `eval.clusters` has it."""
        return cluster_of(self.id, [span.article_id for span in self.gold_spans])


def make_rows(outcomes: Sequence[Outcome], corpus: Corpus) -> tuple[Row, ...]:
    """A row for each outcome, in their order."""
    return tuple(_row(outcome, corpus) for outcome in outcomes)


def _row(outcome: Outcome, corpus: Corpus) -> Row:
    gold = outcome.gold
    evidence = [piece.span for piece in gold.evidence]
    no_passages, no_articles = rank_found(gold, (), corpus)
    blank = Row(
        id=gold.id,
        question=gold.question,
        language=gold.language,
        kind=gold.kind.value,
        answerable=gold.answerable,
        answers=gold.answers,
        gold_quotes=tuple(piece.quote for piece in gold.evidence),
        gold_spans=tuple(evidence),
        lost=len(lost_evidence(evidence, corpus.chunks_about(evidence), by_article=gold.kind is Kind.SEARCH)),
        verdict=Verdict.FAILED,
        answer="",
        statements=(),
        said=(),
        said_spans=(),
        confidence=None,
        gold_rank=None,
        passages=no_passages,
        articles=no_articles,
        error=None,
        scores={metric.name: None for metric in METRICS},
        timings_ms={},
        seconds=outcome.seconds,
        tags=gold.tags,
    )
    answer = outcome.result
    if isinstance(answer, Failure):
        return replace(blank, error=answer.error)
    sample = lay_out(gold, answer, corpus)
    scores = score_all(sample)
    return replace(
        blank,
        verdict=_verdict(sample, right=scores["first_quote_right"] == 1),
        answer=answer.text,
        statements=answer.statements,
        said=tuple(citation.quote for citation in answer.citations),
        said_spans=sample.cited,
        confidence=answer.confidence,
        gold_rank=sample.passages.first_gold,
        passages=sample.passages,
        articles=sample.articles,
        scores=scores,
        timings_ms=dict(answer.timings_ms),
    )


def _verdict(sample: Sample, *, right: bool) -> Verdict:
    if sample.answer.answerable:
        if not sample.gold.answerable:
            return Verdict.UNFOUNDED
        return Verdict.RIGHT if right else Verdict.WRONG
    return Verdict.MISSED if sample.gold.answerable else Verdict.REFUSED
