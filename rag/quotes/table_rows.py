"""Rows of a table, whose cells tabs set apart: the cell that answers, and the names of the columns in the quote of a row."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from index.article import Article, Span
from index.layout import Line, trimmed
from index.words import fold, question_terms
from rag.answer import Evidence

# A table is sought this far around a row; in a longer one nobody would read the names of its columns in a quote.
_NEAR_CHARS = 4_000
# A quote that shows the rows between says more than what is asked.
_LONGEST_WITH_HEADER_CHARS = 300
_TABLE = re.compile(r"(?:^[^\n]*\t[^\n]*(?:\n{1,2}|\Z))+", re.MULTILINE)
_LINE, _CELL = re.compile(r"[^\n]+"), re.compile(r"(?:(?<=\t)|(?<![^\n]))[^\t\n]*")


@dataclass(frozen=True, slots=True)
class _Row:
    line: Line
    cells: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Table:
    """A row, and of the table it stands in the one that names the columns and all that have as many cells."""

    own: _Row
    header: _Row
    body: tuple[_Row, ...]


def is_of_cells(words: str) -> bool:
    """Whether words of an article stand in several cells of a row, so that together they are no value."""
    return "\t" in words.strip()


def with_cell(evidence: Evidence, question: str, article: Article) -> Evidence:
    """`evidence` of a row with the cell below the one column that the question names, where others of its row are marked.

    Of the rows that is the one whose own name has all words of the question that the marked row's has, and more.
    """
    text, span = article.text, evidence.span
    table = _table(text, span)
    column = None if table is None else _named_column(text, table, question)
    if table is None or column is None or (span.start, span.end) != (table.own.line.start, table.own.line.end):
        return evidence
    marked = {n for n, cell in enumerate(table.own.cells) if _meets(cell, evidence.answer_span)}
    row = _named_row(text, table, question, article.language)
    is_unit = _is_in_brackets(text, table.own.cells[0], evidence.answer_span)
    if (marked <= {0} and not is_unit) or (marked == {column} and row == table.own):
        return evidence
    cell = row.cells[column]
    words, before = text[cell.start : cell.end], text[evidence.answer_span.start : evidence.answer_span.end]
    if not words or fold(words) in fold(question) or _has_digit(words) != (is_unit or _has_digit(before)):
        return evidence
    span = Span(article.id, row.line.start, row.line.end)
    return replace(evidence, span=span, answer_span=Span(article.id, cell.start, cell.end))


def with_header(evidence: Evidence, article: Article, quoted: Collection[Span]) -> Evidence:
    """`evidence` of a row with the rows above it up to the names of the columns, where these are near.

    None of `quoted` is taken in, which stand in the answer by themselves.
    """
    span = evidence.span
    table = _table(article.text, span)
    if table is None or span.end - table.header.line.start > _LONGEST_WITH_HEADER_CHARS:
        return evidence
    above = Span(article.id, table.header.line.start, table.own.line.start)
    if any(other.touches(above) for other in quoted):
        return evidence
    return replace(evidence, span=Span(article.id, above.start, span.end))


def _table(text: str, span: Span) -> _Table | None:
    """The table whose row `span` begins in, below the one that names its columns: its corner is empty, or it has no figures."""
    at = span.start
    if "\t" not in text[at : span.end]:
        return None
    first = text.rfind("\n", 0, max(0, at - _NEAR_CHARS)) + 1
    near = _TABLE.finditer(text, first, at + _NEAR_CHARS)
    found = next((table for table in near if table.start() <= at < table.end()), None)
    # Where it begins before what is looked at, nobody knows the names of its columns.
    if found is None or 0 < first == found.start():
        return None
    header, *below = (_row(text, *line.span()) for line in _LINE.finditer(text, found.start(), found.end()))
    body = tuple(row for row in below if len(row.cells) == len(header.cells))
    own = next((row for row in body if row.line.start <= at < row.line.end), None)
    named, corner = text[header.line.start : header.line.end], header.cells[0]
    if own is None or not (
        corner.start == corner.end or (_has_digit(text[own.line.start : own.line.end]) and not _has_digit(named))
    ):
        return None
    return _Table(own, header, body)


def _row(text: str, start: int, end: int) -> _Row:
    cells = (trimmed(text, *cell.span()) for cell in _CELL.finditer(text, start, end))
    return _Row(trimmed(text, start, end), tuple(cells))


def _named_column(text: str, table: _Table, question: str) -> int | None:
    """The number of the one column behind the first whose name is in the question; None where there are more, or none."""
    asked = fold(question)
    named = [
        number
        for number, cell in enumerate(table.header.cells)
        if number and re.search(rf"(?<!\w){re.escape(fold(text[cell.start : cell.end]))}(?!\w)", asked)
    ]
    filled = [number for number in named if table.header.cells[number].start < table.header.cells[number].end]
    return filled[0] if len(filled) == 1 else None


def _named_row(text: str, table: _Table, question: str, language: str) -> _Row:
    """The own row, or the one whose name says more of the question, where that is one alone."""
    asked = set(question_terms(question, language, [language]))
    named = {
        number: asked & set(question_terms(text[row.cells[0].start : row.cells[0].end], language, [language]))
        for number, row in enumerate(table.body)
    }
    own = named[table.body.index(table.own)]
    more = [number for number, terms in named.items() if terms > own]
    return table.body[more[0]] if len(more) == 1 else table.own


def _meets(cell: Line, span: Span) -> bool:
    return cell.start < span.end and span.start < cell.end


def _is_in_brackets(text: str, cell: Line, span: Span) -> bool:
    """Whether the words stand in brackets in that cell, as "Mrd. Euro" does behind what is measured in it."""
    return cell.start <= span.start and span.end <= cell.end and 0 <= text.find("(", cell.start, cell.end) < span.start


def _has_digit(words: str) -> bool:
    return any(map(str.isdigit, words))
