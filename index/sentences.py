"""Splits an article into sentences with exact spans, around the page noise that is masked."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from index.layout import Line, paragraphs, trimmed
from index.sentence_ends import sentence_ends

# A title over two wrapped lines stays below this; a longer paragraph without a full stop is text that lost it.
_LONGEST_HEADING_CHARS = 160
# Closing marks of several languages, and the number of a footnote, may stand behind it.
_FINAL_MARK = re.compile(r"[.!?…:;,。！？؟।۔։။።។．｡](?:[\s»”“«›‹‘„\"’')\]]|\[\d{1,3}\])*\Z")
_FINAL_CHARS = 16
_BULLET = re.compile(r"(?:[•‣▪●·*]|\d{1,3}[.)])\s")
_DASH = re.compile(r"[-–—]\s")


class SentenceKind(StrEnum):
    """What a sentence is on the page."""

    PROSE = "prose"
    HEADING = "heading"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A half-open range of a text in Unicode code points, without white space at either end.

    A HEADING is a short paragraph without a final mark that other text follows: title, kicker, date line. An ITEM is
    any sentence of a list item; the bullet is the first character of its first one.
    """

    start: int
    end: int
    kind: SentenceKind


def split_sentences(text: str, language: str, skip: Sequence[tuple[int, int]]) -> tuple[Sentence, ...]:
    """Split `text` into sentences, in order and disjoint; every other character is white space or lies in `skip`.

    `skip` holds half-open ranges in code points, sorted and disjoint. No sentence reaches into or over one. `language`
    is an ISO 639-1 code; an unknown one is read by the rules of English.
    """
    lines = paragraphs(text)
    pieces = [list(_outside(text, line, skip)) for line in lines]
    last = max((number for number, inside in enumerate(pieces) if inside), default=-1)
    sentences: list[Sentence] = []
    for number, (line, inside) in enumerate(zip(lines, pieces, strict=True)):
        is_item = _is_item(text, lines, number)
        for piece in inside:
            spans = list(_sentences_of(text, piece, language))
            kind = SentenceKind.ITEM if is_item else SentenceKind.PROSE
            if not is_item and piece == line and number < last and len(spans) == 1 and _is_heading(text, line):
                kind = SentenceKind.HEADING
            sentences.extend(Sentence(start, end, kind) for start, end in spans)
    return tuple(sentences)


def _sentences_of(text: str, piece: Line, language: str) -> Iterator[tuple[int, int]]:
    start = piece.start
    for end in sentence_ends(text[piece.start : piece.end], language):
        sentence = trimmed(text, start, piece.start + end)
        if sentence.start < sentence.end:
            yield sentence.start, sentence.end
        start = piece.start + end


def _outside(text: str, line: Line, skip: Sequence[tuple[int, int]]) -> Iterator[Line]:
    """Yield the parts of `line` between the skipped ranges, trimmed, without the empty ones."""
    at = line.start
    first = max(0, bisect_right(skip, line.start, key=lambda noise: noise[0]) - 1)
    for noise_start, noise_end in skip[first:]:
        if noise_start >= line.end:
            break
        if noise_end <= at:
            continue
        part = trimmed(text, at, noise_start)
        if part.start < part.end:
            yield part
        at = noise_end
    rest = trimmed(text, at, line.end)
    if rest.start < rest.end:
        yield rest


def _is_heading(text: str, line: Line) -> bool:
    if line.end - line.start > _LONGEST_HEADING_CHARS or "@" in text[line.start : line.end]:  # a handle: a tweet
        return False
    return _FINAL_MARK.search(text, max(line.start, line.end - _FINAL_CHARS), line.end) is None


def _is_item(text: str, lines: tuple[Line, ...], number: int) -> bool:
    """Tell whether a paragraph is a list item: by a bullet, a number, the tabs of a table's row, or a dash beside another."""
    line = lines[number]
    # A lone dash signs a tweet or opens a line of dialogue.
    if _BULLET.match(text, line.start, line.end) or "\t" in text[line.start : line.end]:
        return True
    beside = lines[max(0, number - 1) : number] + lines[number + 1 : number + 2]
    dashed = [_DASH.match(text, one.start, one.end) is not None for one in (line, *beside)]
    return dashed[0] and any(dashed[1:])
