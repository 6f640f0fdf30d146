"""What an answer says and how it says it: its words against the accepted ones, its language, and what of it is carried."""

from collections.abc import Sequence

from eval.metrics_quotes import quote_right
from eval.prints import printed_spans
from eval.sides import FEWEST_SIDES
from index.article import Span
from rag.answer import Answer, Conflict, Statement
from rag.reader.scoring import Agreement, agreement


def short_answer_agreement(answer: Answer, accepted: Sequence[str], question_language: str) -> Agreement | None:
    """Exact match and F1 of the short answer, of the accepted wordings the closest; None where none is stated.

    Normalised as the language of the answer has it, that of the question where nothing was answered. A refusal agrees with
    nothing.
    """
    if not accepted:
        return None
    return agreement(answer.short_answer, accepted, answer.language or question_language)


def claim_coverage(text: str, statements: Sequence[Statement]) -> float | None:
    """The share of the characters of `text` that lie in a statement with a citation, white space left out; None where empty."""
    counted = {at for at, char in enumerate(text) if not char.isspace()}
    carried = {at for s in statements if s.citations for at in range(s.start, s.end)}
    return len(counted & carried) / len(counted) if counted else None


def quoted_language_share(answer: Answer) -> float | None:
    """The share of citations whose article is in the language that the answer says it is in; None where nothing is cited."""
    languages = [citation.article.language for citation in answer.citations]
    return languages.count(answer.language or "") / len(languages) if languages else None


def conflict_sides_found(answer: Answer, planted: Sequence[Sequence[Span]]) -> float | None:
    """The share of `planted` sides that the conflicts shown set apart; None where fewer than two are planted.

    A side that is shown stands for a planted one where it cites one of its pieces, by the rule of the first quote. Each stands
    for one at most, paired so that as many as possible are found (augmenting paths, Kuhn 1955).
    """
    if len(planted) < FEWEST_SIDES:
        return None
    shown = [
        _quotes(answer, conflict, number) for conflict in answer.conflicts for number in range(len(conflict.sides))
    ]
    fits = [[n for n, quotes in enumerate(shown) if any(quote_right(q, side) for q in quotes)] for side in planted]
    taken: dict[int, int] = {}
    found = sum(_place(side, fits, taken, set()) for side in range(len(planted)))
    return found / len(planted)


def _place(side: int, fits: Sequence[Sequence[int]], taken: dict[int, int], tried: set[int]) -> bool:
    """Give `side` a shown one, moving others where that makes room."""
    for candidate in fits[side]:
        if candidate in tried:
            continue
        tried.add(candidate)
        if candidate not in taken or _place(taken[candidate], fits, taken, tried):
            taken[candidate] = side
            return True
    return False


def _quotes(answer: Answer, conflict: Conflict, side: int) -> tuple[Span, ...]:
    return printed_spans(answer.citations[number] for number in conflict.sides[side].citations)
