"""The sides of a planted conflict: which pieces of its evidence say the same."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from eval.gold import GoldEvidence, GoldQuestion, Kind
from eval.matching import contains
from index.article import Article, Span
from rag.values.date_values import DateValue
from rag.values.marked_values import Value, value_in

FEWEST_SIDES = 2


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of evidence, the longest accepted wording that it holds, and the value that this states in its article.

    A year alone is no value: it agrees with all days of it.
    """

    evidence: GoldEvidence
    wording: str | None
    value: Value | None


def planted_sides(question: GoldQuestion, articles: Mapping[str, Article]) -> tuple[tuple[Span, ...], ...]:
    """The evidence of a conflict by what it says.

    Pieces with the same `side` stand on one. Others join the first side of which a piece holds the same wording, one that holds
    it, or one that states the same value: "66 ans" and "soixante-six ans". What joins none is a side of its own. Of the wordings
    that a piece holds, the longest counts; one that is part of another says the same less exactly.
    """
    pieces = [_read(piece, question.answers, articles.get(piece.span.article_id)) for piece in question.evidence]
    sides = _joined(pieces)
    if len(sides) < FEWEST_SIDES:
        # Nine votes to eight and nine to seven: the value that all of them state is not what they disagree on.
        sides = _joined([replace(piece, value=None) for piece in pieces])
    return tuple(tuple(piece.evidence.span for piece in side) for side in sides)


def check_sides(gold: Iterable[GoldQuestion], articles: Mapping[str, Article]) -> list[str]:
    """The conflicts whose evidence does not disagree, one line each; empty where all do."""
    return [
        f"{question.id}: evidence: all of it says the same, and a conflict has at least two sides; state the `side` of each piece"
        for question in gold
        if question.kind is Kind.CONFLICT and len(planted_sides(question, articles)) < FEWEST_SIDES
    ]


def _read(piece: GoldEvidence, accepted: Sequence[str], article: Article | None) -> _Piece:
    wording = max((wording for wording in accepted if contains(piece.quote, wording)), key=len, default=None)
    if wording is None or article is None:
        return _Piece(piece, wording, None)
    value = value_in(wording, article)
    return _Piece(piece, wording, None if isinstance(value, DateValue) and value.month is None else value)


def _joined(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    sides: list[list[_Piece]] = []
    # Those whose side is stated come first, then the most exact, so that "May 2024" joins one of two days of that month and does
    # not make them the same.
    for piece in sorted(pieces, key=lambda piece: (piece.evidence.side is None, -len(piece.wording or ""))):
        side = next((side for side in sides if _belongs(piece, side)), None)
        if side is None:
            sides.append([piece])
        else:
            side.append(piece)
    return sides


def _belongs(piece: _Piece, side: Sequence[_Piece]) -> bool:
    stated = piece.evidence.side
    if stated is not None:
        return any(other.evidence.side == stated for other in side)
    return any(_says(other, piece) for other in side)


def _says(one: _Piece, other: _Piece) -> bool:
    """Whether one holds the wording of the other or states the very same value."""
    if one.wording is None or other.wording is None:
        return False
    return contains(one.wording, other.wording) or (one.value is not None and one.value == other.value)
