"""Finds the credit of a picture inside running text, where a page had the picture between two sentences."""

import re

from index.layout import Line
from index.noise.page import Page
from index.noise.ranges import NoiseRange, NoiseReason
from index.noise.starters import starts_sentence

_LABEL = r"(?:Source|Crédits?|Credits?|Photos?|Image|Picture|Quelle|Fotos?|Bild|Fuente|Imagen|Fonte|Bron|Beeld)"
_SCREENSHOT = (
    r"(?:[Ss]creenshot|[Cc]apture d['’]écran|[Bb]ildschirmfoto|[Cc]aptura de pantalla|[Ss]chermata|[Ss]chermafbeelding)"
)
_WORD = r"[A-ZÀ-Ý][\w'’&-]{0,30}"
_NAME = rf"{_WORD}(?:\.?\s{_WORD}){{0,5}}"
_LAST = rf"(?:dpa|{_WORD})(?:\s{_WORD}){{0,7}}"
# "Source : Screenshot YouTube/Wall Street Journal", "Photo: Ada Quill/AFP": names with a stroke between them.
_CREDIT = re.compile(rf"(?<!\S){_LABEL}\s?:\s(?:{_SCREENSHOT}\s)?{_NAME}\s?/\s?(?P<last>{_LAST})(?P<stop>\.?)(?=\s)")
_SENTENCE_BEGINS = re.compile(r"(?:\A|[.!?…][»”\"')\]]{0,3}\s+)(?=\S)")
_OPENING = re.compile(rf"{_WORD}(?:\s{_WORD}){{0,5}}")
_LONGEST_CAPTION_CHARS = 300


def find_credits(page: Page) -> list[NoiseRange]:
    """Those with article before and behind them in their paragraph. A caption stays article, and nothing follows from a credit.

    Where no full stop ends it, a sentence begins with the name that the caption began with, with a word that begins sentences,
    or with a quotation; a credit whose end nothing tells stays too.
    """
    found = []
    for line in page.paragraphs:
        for credit in _CREDIT.finditer(page.text, line.start, line.end):
            end = _end(page.text, line, credit)
            if end is not None and credit.start() > line.start and not page.quoted[credit.start()]:
                found.append(NoiseRange(credit.start(), end, NoiseReason.NAVIGATION, "credit of a picture"))
    return found


def _end(text: str, line: Line, credit: re.Match[str]) -> int | None:
    """Where the last name of the credit ends, and a sentence begins behind it."""
    start, end = credit.span("last")
    caption = _opening(text[max(line.start, credit.start() - _LONGEST_CAPTION_CHARS) : credit.start()])
    for word in re.finditer(r"(?<=\s)\S", text[start:end]):
        rest = " ".join(text[start + word.start() : end].split())
        if rest == caption or starts_sentence(rest.split()[0]):
            return start + len(text[start : start + word.start()].rstrip())
    closes = credit["stop"] or text[end : line.end].lstrip()[:1] in tuple('«“„"')
    return credit.end() if closes and credit.end() < line.end else None


def _opening(caption: str) -> str | None:
    """The name that the last sentence of these words, which a credit ends, begins with."""
    begins = max((found.end() for found in _SENTENCE_BEGINS.finditer(caption)), default=0)
    named = _OPENING.match(caption, begins)
    return " ".join(named[0].split()) if named else None
