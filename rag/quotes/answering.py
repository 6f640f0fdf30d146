"""Leaves out the sentences that a reader takes for an answer and that are beside the question, whoever tells them."""

from collections.abc import Sequence

from rag.answer import Evidence
from rag.fact import ArticleById
from rag.questions.announcing import asks_of_announcing
from rag.questions.asked_speaker import asked_speaker
from rag.quotes.signatures import is_day_of_post
from rag.quotes.speakers import are_of_another
from rag.quotes.spoken_for import may_have_speakers


def answering(question: str, language: str, evidence: Sequence[Evidence], article: ArticleById) -> list[Evidence]:
    """Those of `evidence` that can answer `question`, which is in that language.

    The day of a post answers only when something was announced, and what somebody else says not what is asked of a person.
    """
    announcing, speaker = asks_of_announcing(question, language), asked_speaker(question, language)
    sources = {piece.span.article_id: article(piece.span.article_id) for piece in evidence}
    # Whoever is named may speak for a country or a company.
    if speaker is not None and may_have_speakers(speaker, sources.values()):
        speaker = None

    def can_answer(piece: Evidence) -> bool:
        source = sources[piece.span.article_id]
        if not announcing and is_day_of_post(source, piece.span, piece.answer_span):
            return False
        return speaker is None or not are_of_another(source, piece.span, piece.answer_span, speaker)

    return [piece for piece in evidence if can_answer(piece)]
