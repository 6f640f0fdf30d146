"""Tells what a line is by itself: a heading that Markdown marks, an item, "Label: value", a short unfinished line, or prose."""

import re
from collections.abc import Sequence
from enum import StrEnum

from index.layout import ENTRY, Line

# A title over two wrapped lines stays below this; a longer paragraph without a full stop is text that lost it.
_LONGEST_HEADING_CHARS = 160
# Closing marks of several languages, those of Markdown, and the mark of a footnote, may stand behind it.
_FINAL_MARK = re.compile(
    r"[.!?…:;,。！？؟।۔։။።．｡](?:[\s»”“«›‹‘„\"’')\]*_`」』）］】〕〉》｣¹²³⁰⁴-⁹†‡]|\[(?:\^[\w-]{1,30}|\d{1,3}|[a-z])\])*\Z"
)
_FINAL_CHARS = 48
# Thai and Lao have no final mark.
_MARKLESS_LETTER = re.compile("[\u0e01-\u0eff]")
_BULLET = re.compile(r"(?:[•‣▪●·]|\*{1,4}|\d{1,3}[.)])\s")
_DASH = re.compile(r"[-–—]\s")
# Who said what stands above, an item of a list by itself, a line of a quotation.
_NO_HEADING = re.compile(r"[-–—]{1,3}\s|>")
_MARKED_HEADING = re.compile(r"#{1,6}\s")
_BETWEEN_CELLS = re.compile(r"(?<=\S)\s\|\s(?=\S)")
_LABEL_CHAR = r"[\w'’()&/.+-]"
_LABEL = re.compile(
    rf"(?:\*\*|__)?[^\W\d_]{_LABEL_CHAR}{{0,30}}(?:\s{_LABEL_CHAR}{{1,30}}){{0,3}}\s?(?::(?:\*\*|__)?\s+|：\s*)(?=\S)"
)


class Shape(StrEnum):
    """What a line is by itself, whatever stands beside it."""

    MARKED = "marked"
    ITEM = "item"
    LABEL = "label"  # "Label: value", unfinished
    SHORT = "short"  # any other short and unfinished line
    PROSE = "prose"


def is_marked_heading(text: str, line: Line) -> bool:
    """Whether a line begins with the number signs of a Markdown heading, and is no longer than one."""
    return _MARKED_HEADING.match(text, line.start) is not None and line.end - line.start <= _LONGEST_HEADING_CHARS


def is_unfinished(text: str, line: Line) -> bool:
    """Whether a line is short, has no final mark, and begins as a heading may."""
    if _NO_HEADING.match(text, line.start, line.end) or ENTRY.match(text, line.start, line.end):
        return False
    if line.end - line.start > _LONGEST_HEADING_CHARS or "@" in text[line.start : line.end]:  # a handle: a tweet
        return False
    return _FINAL_MARK.search(text, max(line.start, line.end - _FINAL_CHARS), line.end) is None


def is_markless(text: str, line: Line) -> bool:
    """Whether a line is in a script without final marks, so that it is not unfinished where it has none."""
    return 2 * len(_MARKLESS_LETTER.findall(text, line.start, line.end)) > line.end - line.start


def is_item(text: str, lines: Sequence[Line], number: int) -> bool:
    """Tell whether a paragraph is a list item: by a bullet, a number, the cells of a table's row, or a dash beside another."""
    line = lines[number]
    # A lone dash signs a tweet or opens a line of dialogue.
    if _BULLET.match(text, line.start, line.end) or _is_row(text[line.start : line.end]):
        return True
    beside = (*lines[max(0, number - 1) : number], *lines[number + 1 : number + 2])
    dashed = [_DASH.match(text, one.start, one.end) is not None for one in (line, *beside)]
    return dashed[0] and any(dashed[1:])


def value_of_label(text: str, line: Line) -> str | None:
    """What stands behind "Label:", or None where a line does not begin with one to four words and a colon."""
    found = _LABEL.match(text, line.start, line.end)
    return text[found.end() : line.end] if found else None


def _is_row(line: str) -> bool:
    return "\t" in line or (line[0] == line[-1] == "|" and len(line) > 1) or len(_BETWEEN_CELLS.findall(line)) > 1
