"""One row of a report: what was asked, what was said, and how it scored; plain values that survive JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from eval.metrics import METRICS, Corpus, Sample, lay_out, score_all
from eval.metrics_retrieval import lost_evidence
from eval.run import Failure, Outcome


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

    `lost` of the `evidence` pieces lie in no chunk. `gold_articles` is the article of each gold quote. `gold_rank` is the rank
    of the first gold passage. `said` are the quotes in the order of the answer. `error` is None unless the question failed;
    then there is nothing said and no score.
    """

    id: str
    question: str
    language: str
    kind: str
    answerable: bool
    answers: tuple[str, ...]
    gold_quotes: tuple[str, ...]
    gold_articles: tuple[str, ...]
    lost: int
    verdict: Verdict
    said: tuple[str, ...]
    confidence: float | None
    gold_rank: int | None
    error: str | None
    scores: Mapping[str, float | None]
    timings_ms: Mapping[str, float]
    seconds: float


def make_rows(outcomes: Sequence[Outcome], corpus: Corpus) -> tuple[Row, ...]:
    """A row for each outcome, in their order."""
    return tuple(_row(outcome, corpus) for outcome in outcomes)


def _row(outcome: Outcome, corpus: Corpus) -> Row:
    gold = outcome.gold
    blank = Row(
        id=gold.id,
        question=gold.question,
        language=gold.language,
        kind=gold.kind.value,
        answerable=gold.answerable,
        answers=gold.answers,
        gold_quotes=tuple(piece.quote for piece in gold.evidence),
        gold_articles=tuple(piece.span.article_id for piece in gold.evidence),
        lost=len(lost_evidence([piece.span for piece in gold.evidence], corpus.chunks)),
        verdict=Verdict.FAILED,
        said=(),
        confidence=None,
        gold_rank=None,
        error=None,
        scores={metric.name: None for metric in METRICS},
        timings_ms={},
        seconds=outcome.seconds,
    )
    answer = outcome.result
    if isinstance(answer, Failure):
        return replace(blank, error=answer.error)
    sample = lay_out(gold, answer, corpus)
    scores = score_all(sample)
    return replace(
        blank,
        verdict=_verdict(sample, right=scores["first_quote_right"] == 1),
        said=tuple(citation.quote for citation in answer.citations),
        confidence=answer.confidence,
        gold_rank=sample.rank,
        scores=scores,
        timings_ms=dict(answer.timings_ms),
    )


def _verdict(sample: Sample, *, right: bool) -> Verdict:
    if sample.answer.answerable:
        if not sample.gold.answerable:
            return Verdict.UNFOUNDED
        return Verdict.RIGHT if right else Verdict.WRONG
    return Verdict.MISSED if sample.gold.answerable else Verdict.REFUSED
