"""A question on its way into the gold: as proposed, changed by a person, and checked before it is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.gold import GoldEvidence, GoldQuestion, Kind, check_gold
from eval.new_gold.kinds import kind_of
from eval.new_gold.propose import Proposal
from index.article import Article, Span
from index.chunks import folded

# Between accepted wordings of an answer, where a person types more than one.
BETWEEN_ANSWERS = "|"


@dataclass(frozen=True, slots=True)
class Draft:
    """A question, its accepted wordings and the quote that carries them; without wordings the articles do not answer it."""

    question: str
    language: str
    answers: tuple[str, ...]
    quote: Span


def draft_of(proposal: Proposal, article: Article) -> Draft:
    """The proposal as it would be kept: the answer as it stands in the article, the sentence as its quote."""
    answer = proposal.answer
    answers = () if answer is None else (folded(article.text[answer.start : answer.end]),)
    return Draft(proposal.question, proposal.language, answers, proposal.sentence)


def split_answers(typed: str) -> tuple[str, ...]:
    """The wordings that are typed with `|` between them."""
    return tuple(words for part in typed.split(BETWEEN_ANSWERS) if (words := " ".join(part.split())))


def gold_of(draft: Draft, articles: Mapping[str, Article], question_id: str) -> GoldQuestion:
    """The draft as a line of gold, of the kind that its first words say."""
    if not draft.answers:
        return GoldQuestion(
            id=question_id,
            question=draft.question,
            language=draft.language,
            kind=Kind.UNANSWERABLE,
            answerable=False,
            answers=(),
            evidence=(),
        )
    span = draft.quote
    evidence = GoldEvidence(span, articles[span.article_id].text[span.start : span.end])
    return GoldQuestion(
        id=question_id,
        question=draft.question,
        language=draft.language,
        kind=kind_of(draft.question),
        answerable=True,
        answers=draft.answers,
        evidence=(evidence,),
    )


def problems_of(question: GoldQuestion, articles: Mapping[str, Article], known: Sequence[GoldQuestion]) -> list[str]:
    """Why the question cannot be kept as it is; empty where it can."""
    problems = check_gold([question], articles)
    if any(other.question == question.question for other in known):
        problems.append(f"{question.id}: the gold holds this very question already")
    return problems
