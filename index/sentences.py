"""Splits an article into sentences with exact spans, around the page noise that is masked."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from index.layout import Line, fenced, paragraphs, table_rows, touch, trimmed
from index.line_shapes import Shape, is_item, is_marked_heading, is_markless, is_unfinished, value_of_label
from index.sentence_ends import sentence_ends

# Kicker, title, author and date stand together above an article; more lines than these are a list.
_LONGEST_TITLE_LINES = 4


class SentenceKind(StrEnum):
    """What a sentence is on the page."""

    PROSE = "prose"
    HEADING = "heading"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A half-open range of a text in Unicode code points, without white space at either end.

    A HEADING is a line that Markdown marks as one, or a short paragraph without a final mark that other text follows:
    title, kicker, date line; in Thai and Lao, which have no such mark, the first line alone. An ITEM is any sentence of a
    list item, of a table's row or of a line "Label: value"; a bullet is the first character of its first one.
    """

    start: int
    end: int
    kind: SentenceKind


def split_sentences(text: str, language: str, skip: Sequence[tuple[int, int]]) -> tuple[Sentence, ...]:
    """Split `text` into sentences, in order and disjoint; every other character is white space or lies in `skip`.

    `skip` holds half-open ranges in code points, sorted and disjoint. No sentence reaches into or over one. `language`
    is an ISO 639-1 code; an unknown one is read by the rules of English.
    """
    page = _Page.of(text, language, skip)
    sentences: list[Sentence] = []
    is_body = False
    for number, spans in enumerate(page.spans):
        kind = page.kind(number, is_body=is_body)
        is_body = is_body or (kind is not SentenceKind.HEADING and bool(spans))
        sentences.extend(Sentence(start, end, kind) for start, end in spans)
    return tuple(sentences)


@dataclass(frozen=True, slots=True)
class _Page:
    """The paragraphs of a text with the sentences and the shape of each, and the last that has sentences.

    `runs` tells of each how many short lines, itself included, it stands among without a blank line.
    """

    text: str
    lines: tuple[Line, ...]
    spans: tuple[tuple[tuple[int, int], ...], ...]
    shapes: tuple[Shape, ...]
    runs: tuple[int, ...]
    last: int

    @classmethod
    def of(cls, text: str, language: str, skip: Sequence[tuple[int, int]]) -> "_Page":
        lines = paragraphs(text)
        code, rows = fenced(text, lines), table_rows(text, lines)
        all_spans: list[tuple[tuple[int, int], ...]] = []
        shapes: list[Shape] = []
        for number, line in enumerate(lines):
            pieces = list(_outside(text, line, skip))
            if number not in code and is_marked_heading(text, line):
                spans, shape = [(piece.start, piece.end) for piece in pieces], Shape.MARKED
            else:
                spans = [span for piece in pieces for span in _sentences_of(text, piece, language)]
                shape = Shape.ITEM if number in rows or is_item(text, lines, number) else Shape.PROSE
                is_whole = number not in code and pieces == [line] and len(spans) == 1
                if (
                    shape is Shape.PROSE
                    and is_whole
                    and is_unfinished(text, line)
                    and not (number and _goes_on_in(text, lines[number - 1], line))
                ):
                    if value_of_label(text, line) is not None:
                        shape = Shape.LABEL
                    elif number == 0 or not is_markless(text, line):
                        shape = Shape.SHORT
            all_spans.append(tuple(spans))
            shapes.append(shape)
        last = max((number for number, inside in enumerate(all_spans) if inside), default=-1)
        return cls(text, lines, tuple(all_spans), tuple(shapes), _run_lengths(text, lines, shapes), last)

    def kind(self, number: int, *, is_body: bool) -> SentenceKind:
        """The kind of one paragraph's sentences; `is_body` tells that more than headings stand before it."""
        shape = self.shapes[number]
        if shape is Shape.ITEM or (shape is Shape.LABEL and self._is_fact(number, is_body=is_body)):
            return SentenceKind.ITEM
        if shape is Shape.MARKED:
            return SentenceKind.HEADING
        is_alone = self.runs[number] <= (1 if is_body else _LONGEST_TITLE_LINES)
        if shape is not Shape.PROSE and is_alone and number < self.last:
            return SentenceKind.HEADING
        return SentenceKind.PROSE

    def _is_fact(self, number: int, *, is_body: bool) -> bool:
        """Whether "Label: value" is one of several, below an item, or has a figure; "OpenAI: the chief leaves" is a title."""
        if number and self.shapes[number - 1] is Shape.ITEM and touch(self.text, *self.lines[number - 1 : number + 1]):
            return True
        for first in (number - 1, number):
            if self.shapes[max(0, first) : first + 2] == (Shape.LABEL, Shape.LABEL) and (
                is_body or touch(self.text, self.lines[first], self.lines[first + 1])
            ):
                return True
        return is_body and any(map(str.isdigit, value_of_label(self.text, self.lines[number]) or ""))


def _goes_on_in(text: str, line: Line, following: Line) -> bool:
    """Whether a line breaks off in its sentence, so that the line right below, as in a poem, is no heading."""
    return text[line.end - 1] in ",;" and touch(text, line, following)


def _run_lengths(text: str, lines: Sequence[Line], shapes: Sequence[Shape]) -> tuple[int, ...]:
    lengths: list[int] = []
    start = 0
    for number in range(1, len(lines) + 1):
        goes_on = (
            number < len(lines)
            and shapes[number] is Shape.SHORT
            and shapes[number - 1] in (Shape.SHORT, Shape.LABEL)  # below facts that touch no heading follows
            and touch(text, lines[number - 1], lines[number])
        )
        if not goes_on:
            lengths += [number - start] * (number - start)
            start = number
    return tuple(lengths)


def _sentences_of(text: str, piece: Line, language: str) -> Iterator[tuple[int, int]]:
    """Yield the sentences of one piece; marks without a word (a second ellipsis, an emoji) go with the sentence before them."""
    held, has_word = Line(piece.start, piece.start), True
    start = piece.start
    for end in sentence_ends(text[piece.start : piece.end], language):
        sentence = trimmed(text, start, piece.start + end)
        start = piece.start + end
        says_more = _has_word(text, sentence)
        if held.start == held.end or (has_word and says_more):
            if held.start < held.end:
                yield held.start, held.end
            held, has_word = sentence, says_more
        elif sentence.start < sentence.end:
            held, has_word = Line(held.start, sentence.end), has_word or says_more
    if held.start < held.end:
        yield held.start, held.end


def _has_word(text: str, line: Line) -> bool:
    return any(map(str.isalnum, text[line.start : line.end]))


def _outside(text: str, line: Line, skip: Sequence[tuple[int, int]]) -> Iterator[Line]:
    """Yield the parts of `line` between the skipped ranges, trimmed, without the empty ones."""
    at = line.start
    first = max(0, bisect_right(skip, line.start, key=lambda noise: noise[0]) - 1)
    for number in range(first, len(skip)):  # a slice of many ranges for each of many lines would take long
        noise_start, noise_end = skip[number]
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
