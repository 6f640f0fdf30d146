"""The words of a quote as an answer shows them: on one line, between quotation marks, without the marks of lists."""

import re

from index.chunks import folded

_QUOTATION_MARKS = {"de": ("„", "“"), "en": ("“", "”"), "fr": ("« ", " »"), "it": ("«", "»"), "es": ("«", "»")}
_OPENING, _CLOSING = '«“„"', '»”“"'
_PARTNERS = {"«": "»", "“": "”", "„": "“"}
_SPACES = " \u00a0\u202f"
# What begins an item of a list, a quotation or a heading of Markdown; the dash of a signature or of direct speech stays.
_ITEM = re.compile(r"\s*(?:(?:[-*+•‣▪●·]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?|>\s+|#{1,6}\s+)")
# Bold words of Markdown.
_BOLD = re.compile(r"(\*\*|__)(?=\S)([^*_]{1,200})(?<=\S)\1")


def in_quotation_marks(quote: str, language: str) -> str:
    """The words of `quote` between the quotation marks of the language.

    A pair of marks around the whole is not doubled, one whose partner stands in another sentence goes at the ends, and inside is
    closed. Items of a list stand behind each other, parted by semicolons.
    """
    before, after = _QUOTATION_MARKS.get(language, ("“", "”"))
    words = _without_list_marks(quote)
    return before + _closed(_without_outer_marks(words) or words) + after


def _without_list_marks(quote: str) -> str:
    lines: list[str] = []
    for line in quote.split("\n"):
        begins = _ITEM.match(line)
        if begins and lines and not lines[-1].endswith(":"):
            lines[-1] = lines[-1].rstrip(";,") + ";"
        if begins or not lines:
            lines.append(folded(line[begins.end() if begins else 0 :]))
        else:
            lines[-1] = folded(f"{lines[-1]} {line}")
    shown = folded(_BOLD.sub(r"\2", " ".join(lines)))
    return shown or folded(quote)


def _without_outer_marks(words: str) -> str:
    first, last = words[:1], words[-1:]
    inner = words[1:-1]
    opens, closes = first != "" and first in _OPENING, last != "" and last in _CLOSING
    partners = sum(inner.count(mark) for mark in _OPENING + _CLOSING)
    if opens and closes and len(words) > 1 and partners == 0:
        return inner.strip(_SPACES)
    if opens and not closes and not any(mark in inner for mark in _CLOSING):
        return words[1:].strip(_SPACES)
    if closes and not opens and not any(mark in inner for mark in _OPENING):
        return words[:-1].strip(_SPACES)
    return words


def _closed(words: str) -> str:
    """`words` with the mark that closes a direct speech which goes on in the next sentence."""
    for opening, closing in _PARTNERS.items():
        if words.count(opening) == words.count(closing) + 1 and words.rfind(opening) > words.rfind(closing):
            space = "\u00a0" if words[words.rfind(opening) + 1 :][:1] in (*_SPACES,) else ""
            return words + space + closing
    return words + '"' if words.count('"') % 2 and words.rfind(' "') >= 0 else words
