"""Prepares a text for matching: composed, with a folded copy of the same length, its paragraphs, its quotations."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from index.layout import Line, paragraphs
from index.noise.tables import mark_tables

_LAST_FOLDED = 0x2FF
_PUNCTUATION = {"’": "'", "‘": "'", "ʼ": "'", "–": "-", "—": "-", "‑": "-", "‐": "-"}
_CLOSERS = {"«": "»", "“": "”", "„": "“”", '"': '"', "‘": "’", "»": "«", "‹": "›"}
_MARK = re.compile('[«»“”„"‘’‹›“]')
# Longer than any quotation in an article: beyond this a mark was a stray one (an inch, a forgotten closing mark).
_LONGEST_QUOTE_CHARS = 2_500
_NEAR_CHARS = 80
_ACCENTED = re.compile("[^\u0300-\u036f][\u0300-\u036f]+")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Page:
    """A text with its folded copy (lower case, no accents, plain apostrophes and spaces; same offsets).

    Its letters are composed with their accents; where each began in the text as it is written is in `places`.
    """

    text: str
    folded: str
    paragraphs: tuple[Line, ...]
    quoted: bytearray
    tabled: bytearray
    german: bool
    written: str
    places: Sequence[int]

    @classmethod
    def of(cls, written: str) -> "Page":
        """Fold the text, find its quotations (`quoted[i]` is 1 inside them, marks included) and tables (`tabled[i]`).

        In German, where nouns have capitals too, a capital says less.
        """
        text, places = _composed(written)
        lines = paragraphs(text)
        quoted = bytearray(len(text))
        for line in lines:
            _mark_quotes(text, line, quoted)
        folded = fold(text)
        german = folded.count(" und ") + folded.count(" der ") > len(text) // 400
        return cls(text, folded, lines, quoted, mark_tables(text), german, written, places)

    def as_written(self, start: int, end: int) -> str:
        """What `text[start:end]` is in the text as it is written."""
        return self.written[self.places[start] : self.places[end]]


def is_imprint(page: Page, at: int, line: Line) -> bool:
    """Whether this © begins an imprint: it has a year, or begins its line; behind a caption it names a photographer."""
    return at == line.start or _YEAR.search(page.text, at, min(line.end, at + _NEAR_CHARS)) is not None


def near_before(text: str, line: Line, at: int) -> str:
    """Return the end of what stands before `at` in its line; a stretch of it, so that a long line costs no more."""
    return text[max(line.start, at - _NEAR_CHARS) : at].rstrip()


def near_after(text: str, line: Line, at: int) -> str:
    """Return what stands from `at` on in its line; only the first stretch."""
    return text[at : min(line.end, at + _NEAR_CHARS)]


def fold(text: str) -> str:
    """Lower case without accents, code point for code point, so that offsets stay those of the text."""
    return text.translate(_table()) if text.isascii() else "".join(map(_wide, text.translate(_table())))


def _wide(char: str) -> str:
    lowered = char.lower() if ord(char) > _LAST_FOLDED else char
    return lowered if len(lowered) == 1 else char


@cache
def _table() -> dict[int, str]:
    table = {}
    for code in range(_LAST_FOLDED + 1):
        lowered = chr(code).lower()
        base = unicodedata.normalize("NFD", lowered)[0] if lowered else chr(code)
        table[code] = " " if base.isspace() or code in {0xA0, 0xAD} else base
    spaces = dict.fromkeys((0x2028, 0x2029, 0x202F, 0x2009, 0x200A, 0x2002, 0x2003, 0xFEFF, 0x200B), " ")
    return table | spaces | {ord(mark): plain for mark, plain in _PUNCTUATION.items()}


def _composed(written: str) -> tuple[str, Sequence[int]]:
    """The text with its letters and their accents in one, and where each character of that begins, and the text ends."""
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for found in _ACCENTED.finditer(written):
        one = unicodedata.normalize("NFC", found.group())
        pieces += [written[at : found.start()], one]
        places += range(at, found.start())
        places += (min(found.start() + number, found.end() - 1) for number in range(len(one)))
        at = found.end()
    if not at:
        return written, range(len(written) + 1)
    places += range(at, len(written) + 1)
    return "".join([*pieces, written[at:]]), places


def _mark_quotes(text: str, line: Line, quoted: bytearray) -> None:
    """Mark the outermost quotations of one paragraph; one that opens the paragraph may run to its end unclosed."""
    opened = -1
    closer = ""
    for found in _MARK.finditer(text, line.start, line.end):
        at, mark = found.start(), found.group()
        if opened >= 0 and at - opened > _LONGEST_QUOTE_CHARS:
            opened = -1
        if opened < 0:
            if mark in _CLOSERS and _opens(text, at, line, mark):
                opened, closer = at, _CLOSERS[mark]
        elif mark in closer and not (mark == "’" and at + 1 < line.end and text[at + 1].isalnum()):
            quoted[opened : at + 1] = b"\x01" * (at + 1 - opened)
            opened = -1
    if opened == line.start and line.end - opened <= _LONGEST_QUOTE_CHARS:
        quoted[opened : line.end] = b"\x01" * (line.end - opened)


def _opens(text: str, at: int, line: Line, mark: str) -> bool:
    if mark in "«„":
        return True
    before_ok = at == line.start or not (text[at - 1].isalnum() or text[at - 1] in ".!?=")
    return before_ok and at + 1 < line.end and (not text[at + 1].isspace() or mark == "“")
