"""What the confidence in a reader's best sentence is judged by."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.article import Article, Span
from index.chunks import folded
from rag.answer import Evidence
from rag.question_kind import QuestionKind, question_kind
from rag.reader.scoring import agreement

# Words that agree less than this with the best are another answer, by their F1.
_SAME_WORDS = 0.5
# Where nothing else was marked: as little as a reader ever gives.
_NO_RIVAL = -20.0


@dataclass(frozen=True, slots=True)
class ReaderSignals:
    """Of the best sentence: the reader's `margin` and the logit that its passage `answers`, and how well it matches the question.

    `rival` is the highest margin of another sentence that marks other words, `length` the logarithm of how many code points are
    marked; the last four are 1 where the question wants that and 0 else, all 0 for a fact.
    """

    margin: float
    answers: float
    match: float
    rival: float
    length: float
    reason: float
    manner: float
    list: float
    definition: float


def reader_signals(
    question: str, evidence: Sequence[Evidence], match_weight: float, article: Callable[[str], Article]
) -> ReaderSignals:
    """The signals of `evidence`, best first; a score is the margin and `match_weight` times the match.

    Raises ValueError where there is no evidence that a reader has read.
    """
    if not evidence or evidence[0].mark is None:
        raise ValueError("reader signals need at least one piece of evidence that a reader has read")
    best, mark, kind = evidence[0], evidence[0].mark, question_kind(question)
    return ReaderSignals(
        margin=mark.margin,
        answers=mark.answers,
        match=(best.score - mark.margin) / match_weight,
        rival=_rival(evidence, article),
        length=math.log(best.answer_span.end - best.answer_span.start),
        reason=float(kind is QuestionKind.REASON),
        manner=float(kind is QuestionKind.MANNER),
        list=float(kind is QuestionKind.LIST),
        definition=float(kind is QuestionKind.DEFINITION),
    )


def _rival(evidence: Sequence[Evidence], article: Callable[[str], Article]) -> float:
    def words(span: Span) -> str:
        return folded(article(span.article_id).text[span.start : span.end])

    best = words(evidence[0].answer_span)
    marked = [(piece.mark.margin, piece.answer_span) for piece in evidence[1:] if piece.mark is not None]
    surest_first = sorted(marked, key=lambda other: -other[0])
    return next((m for m, span in surest_first if agreement(words(span), [best], "").f1 < _SAME_WORDS), _NO_RIVAL)
