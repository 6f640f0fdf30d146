"""What a gold file may hold and its form does not show: what cannot be asked, and what the index cannot find."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from eval.gold import GoldQuestion, Kind
from eval.metrics_retrieval import lost_evidence, per_article
from index.article import Article, Span
from rag.errors import QuestionError
from rag.questions.question import Question


def check_questions(gold: Sequence[GoldQuestion]) -> list[str]:
    """The questions that no answer can come of, and those that an earlier one asks in the same words; one line each."""
    return [*_unaskable(gold), *_asked_twice(gold)]


def check_passages(
    gold: Sequence[GoldQuestion], articles: Mapping[str, Article], passages: Iterable[Span]
) -> list[str]:
    """The evidence that stands in its article and that no passage of the index holds, one line each."""
    by_article = per_article(passages)
    problems = []
    for question in gold:
        for span in (piece.span for piece in question.evidence if piece.span.article_id in articles):
            there = by_article.get(span.article_id, [])
            if lost_evidence([span], there, by_article=question.kind is Kind.SEARCH):
                place = f"{span.start}-{span.end} of {span.article_id}"
                problems.append(
                    f"{question.id}: evidence: {place} lies in no passage of the index, so no search finds it"
                )
    return problems


def _unaskable(gold: Iterable[GoldQuestion]) -> Iterator[str]:
    for question in gold:
        try:
            Question(question.question)
        except QuestionError as error:
            yield f"{question.id}: {error}"


def _asked_twice(gold: Iterable[GoldQuestion]) -> Iterator[str]:
    first: dict[str, str] = {}
    for question in gold:
        words = " ".join(question.question.casefold().split())
        earlier = first.setdefault(words, question.id)
        if earlier != question.id:
            yield f"{question.id}: question: {earlier} asks in the same words"
