"""Marks in a text: the stretches of an article worth showing, cut where a mark begins or ends, so that marks may overlap."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

# What stands around a mark; and how small a gap has to be for leaving it out not to pay.
CONTEXT_CHARS = 240
_SMALL_GAP_CHARS = 120
_LONGEST_WORD_CHARS = 40


class Source(StrEnum):
    """Who marked the words."""

    GOLD = "gold"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Mark:
    """Words `start` to `end` of a text (half-open, code points), as gold or as quote `number`, counted from 1."""

    source: Source
    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that the same `marks` cover, perhaps none; `begins` are those of them that start here."""

    text: str
    marks: tuple[Mark, ...]
    begins: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a text that is shown, from `start` to `end`, in pieces that give it again when put together."""

    start: int
    end: int
    pieces: tuple[Piece, ...]


def stretches(text: str, marks: Sequence[Mark]) -> tuple[Stretch, ...]:
    """Every mark with its surroundings, in the order of the text; neighbours that nearly meet are one stretch."""
    shown: list[tuple[int, int]] = []
    for mark in sorted(marks, key=lambda mark: mark.start):
        start, end = _surroundings(text, mark)
        if shown and start - shown[-1][1] <= _SMALL_GAP_CHARS:
            shown[-1] = (shown[-1][0], max(shown[-1][1], end))
        else:
            shown.append((start, end))
    return tuple(Stretch(start, end, tuple(cut(text, marks, start, end))) for start, end in shown)


def cut(text: str, marks: Sequence[Mark], start: int, end: int) -> Iterable[Piece]:
    """`text[start:end]` cut at every edge of a mark."""
    edges = {start, end} | {edge for mark in marks for edge in (mark.start, mark.end) if start < edge < end}
    places = sorted(edges)
    for begin, stop in pairwise(places):
        covering = tuple(mark for mark in marks if mark.start <= begin and stop <= mark.end)
        yield Piece(text[begin:stop], covering, tuple(mark for mark in covering if mark.start == begin))


def _surroundings(text: str, mark: Mark) -> tuple[int, int]:
    """From a space to a space, or to the edge of the text where that is near."""
    start, end = max(0, mark.start - CONTEXT_CHARS), min(len(text), mark.end + CONTEXT_CHARS)
    space = text.rfind(" ", max(0, start - _LONGEST_WORD_CHARS), start)
    start = start if space < 0 else space + 1
    space = text.find(" ", end, end + _LONGEST_WORD_CHARS)
    end = end if space < 0 else space
    if start <= _SMALL_GAP_CHARS:
        start = 0
    if len(text) - end <= _SMALL_GAP_CHARS:
        end = len(text)
    return start, end
