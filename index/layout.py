"""Finds the paragraphs of a text: its lines, with hard-wrapped lines put together again but for tables and code."""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import pairwise

# A wrapped text fills its lines: most break within a quarter of the longest line. Outside 55 to 130 columns nobody wraps by hand.
_NARROWEST_WRAP_CHARS, _WIDEST_WRAP_CHARS = 55, 130
_FULL_LINE_SHARE = 0.75
_FULL_LINES, _FULL_LINES_WITHIN = 0.4, 0.9
_WRAPPED_LINES_AT_LEAST = 4
_LINE = re.compile(r"[^\r\n\u2028\u2029]*(?:\r\n|[\r\n\u2028\u2029]|\Z)")
LIST_MARK = re.compile(r"\s*(?:[•‣▪●·*–—-]|\d{1,3}[.)])\s")
# In Markdown a heading, a table's row and a fence of code end with their line, however full that is.
_OWN_LINE = re.compile(r"\s*(?:#{1,6}\s|\||`{3}|~{3})")
_FENCE = re.compile(r"(?P<mark>`{3,}+|~{3,}+)(?P<info>[^`]*)\Z")
# The time of a message or of an entry in a log, and a question or an answer of an interview, begin one, and may be wrapped.
ENTRY = re.compile(r"\[\d{1,2}:\d\d|\d{4}-\d\d-\d\d[T ]\d\d:\d\d|[QA]:\s")
# Marks of a block quotation, or of a mail that is answered.
_QUOTED = re.compile(r">[>\s]*")
_LINE_BREAK = re.compile(r"\r\n|[\r\n\u2028\u2029]")
# What stands below the header of a table of Markdown.
_DASHES = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?\Z")


@dataclass(frozen=True, slots=True)
class Line:
    """A half-open range of a text, without the white space around it."""

    start: int
    end: int


def physical_lines(text: str) -> tuple[Line, ...]:
    """Every line of the file in order, trimmed; an empty line has `start == end`."""
    lines = []
    for found in _LINE.finditer(text):
        if found.start() == len(text) and found.start() > 0:
            break
        lines.append(trimmed(text, found.start(), found.end()))
    return tuple(lines)


def paragraphs(text: str) -> tuple[Line, ...]:
    """The non-empty paragraphs in order; a line break inside one is a wrapped line, not an end."""
    lines = physical_lines(text)
    apart = table_rows(text, lines) | fenced(text, lines)
    width = _wrap_width(text, lines, apart)
    merged: list[Line] = []
    previous: Line | None = None
    for number, line in enumerate(lines):
        if line.start == line.end:
            previous = None
            continue
        if previous is not None and number not in apart and _continues(text, previous, line, width):
            merged[-1] = Line(merged[-1].start, line.end)
        else:
            merged.append(line)
        previous = line
    return tuple(merged)


def first_line(text: str, start: int) -> Line:
    """The first line from `start` on that is not empty, trimmed."""
    while start < len(text) and text[start].isspace():
        start += 1
    end = _LINE_BREAK.search(text, start)
    return trimmed(text, start, end.start() if end else len(text))


def touch(text: str, line: Line, following: Line) -> bool:
    """Whether a line is right below the one before it."""
    return len(_LINE_BREAK.findall(text, line.end, following.start)) == 1


def fenced(text: str, lines: Sequence[Line]) -> frozenset[int]:
    """The numbers of the lines in fenced code, fences included; a fence that nothing closes is none."""
    found: set[int] = set()
    opened: tuple[int, str] | None = None
    for number, line in enumerate(lines):
        fence = _FENCE.match(text, line.start, line.end)
        if fence is None:
            continue
        if opened is None:
            opened = number, fence["mark"]
        elif fence["mark"].startswith(opened[1]) and not fence["info"]:
            found.update(range(opened[0], number + 1))
            opened = None
    return frozenset(found)


def table_rows(text: str, lines: Sequence[Line]) -> frozenset[int]:
    """The numbers of the lines in tables of Markdown, header and dashes included; their rows may lack the bars at the edges."""
    found: set[int] = set()
    inside = False
    for number, line in enumerate(lines):
        below = number > 0 and touch(text, lines[number - 1], line)
        if not _has_bar(text, line):
            inside = False
        elif inside and below:
            found.add(number)
        else:
            inside = below and is_below_header(text, line) and _has_bar(text, lines[number - 1])
            found.update((number - 1, number) if inside else ())
    return frozenset(found)


def is_below_header(text: str, line: Line) -> bool:
    """Whether it is the line of dashes and bars between a table's header and its rows."""
    return _has_bar(text, line) and _DASHES.match(text, line.start, line.end) is not None


def _has_bar(text: str, line: Line) -> bool:
    return text.find("|", line.start, line.end) >= 0


def trimmed(text: str, start: int, end: int) -> Line:
    """`text[start:end]` without the white space around it; where there is nothing else, `start == end`."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Line(start, end)


def _wrap_width(text: str, lines: Sequence[Line], apart: Container[int]) -> int | None:
    """The width that the text was wrapped to, in characters, or None where it was not wrapped.

    Most of its lines are full, or nearly all of those that are followed by another line of their paragraph.
    """
    followed: list[Line] = []
    for number, (line, following) in enumerate(pairwise(lines)):
        if line.start == line.end or following.start == following.end or number in apart:
            continue
        if LIST_MARK.match(text, following.start, following.end):
            continue
        if not any(_OWN_LINE.match(text, one.start, one.end) for one in (line, following)):
            followed.append(line)
    return _width_of(lines, _FULL_LINES) or _width_of(followed, _FULL_LINES_WITHIN)


def _width_of(lines: Sequence[Line], share: float) -> int | None:
    lengths = [line.end - line.start for line in lines if line.end > line.start]
    longest = max(lengths, default=0)
    if not _NARROWEST_WRAP_CHARS <= longest <= _WIDEST_WRAP_CHARS:
        return None
    full = sum(length >= _FULL_LINE_SHARE * longest for length in lengths)
    return longest if full >= max(_WRAPPED_LINES_AT_LEAST, share * len(lengths)) else None


def _continues(text: str, previous: Line, line: Line, width: int | None) -> bool:
    above, below = (_QUOTED.match(text, one.start, one.end) for one in (previous, line))
    if above or below:
        if not (above and below) or above[0].count(">") != below[0].count(">"):
            return False
        previous, line = Line(above.end(), previous.end), Line(below.end(), line.end)
        if previous.start == previous.end or line.start == line.end:
            return False
    begins = LIST_MARK.match(text, line.start, line.end) or ENTRY.match(text, line.start, line.end)
    if begins or any(_OWN_LINE.match(text, one.start, one.end) for one in (line, previous)):
        return False
    if width is not None and previous.end - previous.start >= _FULL_LINE_SHARE * width:
        return True
    # In Markdown the lines of a block quotation are one paragraph, however long they are, and so are those of an item.
    is_item = LIST_MARK.match(text, previous.start, previous.end) and text[max(0, line.start - 2) : line.start] == "  "
    is_long = _NARROWEST_WRAP_CHARS <= previous.end - previous.start <= _WIDEST_WRAP_CHARS
    return bool(width or below or is_item or is_long) and _goes_on(text, previous, line)


def _goes_on(text: str, previous: Line, line: Line) -> bool:
    return text[line.start].islower() and text[previous.end - 1] not in '.!?…:»”"'
