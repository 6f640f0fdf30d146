"""The words of a quote as an answer shows them: on one line, between quotation marks, otherwise as they stand."""

import re

from index.chunks import folded
from index.layout import is_below_header, physical_lines

# As CLDR has them, for the languages that do not write them as English does.
_QUOTATION_MARKS = {"fr": ("« ", " »"), "ja": ("「", "」"), "fi": ("”", "”"), "sv": ("”", "”"), "ar": ("”", "“")}
_QUOTATION_MARKS |= dict.fromkeys(("de", "cs", "sk", "sl", "bg", "is", "lt", "et"), ("„", "“"))
_QUOTATION_MARKS |= dict.fromkeys(("pl", "hu", "ro", "hr", "bs", "mk"), ("„", "”"))
_QUOTATION_MARKS |= dict.fromkeys(("it", "es", "el", "ru", "uk", "be", "fa", "no", "nb", "nn", "hy"), ("«", "»"))
_OPENING, _CLOSING = '«“„"「”', '»”“"」'
_SPACES = " \u00a0\u202f"
# What begins an item, a quotation or a heading of Markdown. Numbers stay: they may be a day, or of "1. FC Köln"; so does the
# dash of a signature or of direct speech.
# ">5 %" is more than that.
_QUOTED = re.compile(r"\A>(?:[>\s]+|(?!\d))")
# "27"" is a size; the mark behind a year ends what somebody said.
_INCHES = re.compile(r'(?<!\d)\d{1,3}"\Z')
_BULLET = re.compile(r"(?:[-*+•‣▪●·]\s+(?:\[[ xX]\]\s+)?|>\s+|#{1,6}\s+)(?=\S)")


def in_quotation_marks(quote: str, language: str) -> str:
    """The words of `quote` between the quotation marks of the language, without a bullet or the edges of a table's row.

    What Markdown writes between the lines of a block quotation, and below the header of a table, is not shown either.

    A pair of marks around the whole sentence is not doubled, and one whose partner stands in another sentence goes. Nothing else
    is taken out or put in between.
    """
    before, after = _QUOTATION_MARKS.get(language, ("“", "”"))
    words = folded(_without_marks_of_lines(quote))
    bullet = _BULLET.match(words)
    words = words[bullet.end() :] if bullet else words
    if words.startswith("| ") and words.endswith(" |") and "| |" not in words:
        words = words[2:-2]
    return before + (_without_outer_marks(words) or words) + after


def _without_marks_of_lines(quote: str) -> str:
    lines = [line for line in physical_lines(quote) if not is_below_header(quote, line)]
    words = (quote[line.start : line.end] for line in lines)
    return "\n".join(_QUOTED.sub("", line) if quote.startswith(">") else line for line in words)


def _without_outer_marks(words: str) -> str:
    first, last = words[:1], words[-1:]
    inner = words[1:-1]
    opens, closes = first != "" and first in _OPENING, last != "" and last in _CLOSING
    partners = sum(inner.count(mark) for mark in _OPENING + _CLOSING)
    if opens and closes and len(words) > 1 and partners == 0:
        return inner.strip(_SPACES)
    if opens and not closes and not any(mark in inner for mark in _CLOSING):
        return words[1:].strip(_SPACES)
    if closes and not opens and not any(mark in inner for mark in _OPENING) and not _INCHES.search(words):
        return words[:-1].strip(_SPACES)
    return words
