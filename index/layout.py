"""Finds the paragraphs of a text: its lines, with hard-wrapped lines put together again."""

import re
from dataclasses import dataclass

# A wrapped text fills its lines: most break within a quarter of the longest line. Outside 55 to 130 columns nobody wraps by hand.
_NARROWEST_WRAP_CHARS, _WIDEST_WRAP_CHARS = 55, 130
_FULL_LINE_SHARE = 0.75
_WRAPPED_LINES_AT_LEAST = 4
_LINE = re.compile(r"[^\r\n\u2028\u2029]*(?:\r\n|[\r\n\u2028\u2029]|\Z)")
LIST_MARK = re.compile(r"\s*(?:[•‣▪●·*–—-]|\d{1,3}[.)])\s")
# In Markdown a heading, a table's row and a fence of code end with their line, however full that is.
_OWN_LINE = re.compile(r"\s*(?:#{1,6}\s|\||`{3}|~{3})")


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
    width = _wrap_width(lines)
    merged: list[Line] = []
    previous: Line | None = None
    for line in lines:
        if line.start == line.end:
            previous = None
            continue
        if previous is not None and _continues(text, previous, line, width):
            merged[-1] = Line(merged[-1].start, line.end)
        else:
            merged.append(line)
        previous = line
    return tuple(merged)


def trimmed(text: str, start: int, end: int) -> Line:
    """`text[start:end]` without the white space around it; where there is nothing else, `start == end`."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Line(start, end)


def _wrap_width(lines: tuple[Line, ...]) -> int | None:
    """The width that the text was wrapped to, in characters, or None where it was not wrapped."""
    lengths = [line.end - line.start for line in lines if line.end > line.start]
    longest = max(lengths, default=0)
    if not _NARROWEST_WRAP_CHARS <= longest <= _WIDEST_WRAP_CHARS:
        return None
    full = sum(length >= _FULL_LINE_SHARE * longest for length in lengths)
    return longest if full >= max(_WRAPPED_LINES_AT_LEAST, 0.4 * len(lengths)) else None


def _continues(text: str, previous: Line, line: Line, width: int | None) -> bool:
    if width is None or LIST_MARK.match(text, line.start, line.end):
        return False
    if _OWN_LINE.match(text, line.start, line.end) or _OWN_LINE.match(text, previous.start, previous.end):
        return False
    if previous.end - previous.start >= _FULL_LINE_SHARE * width:
        return True
    return text[line.start].islower() and text[previous.end - 1] not in '.!?…:»”"'
