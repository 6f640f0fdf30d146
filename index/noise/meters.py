"""Finds small furniture that is complete in itself wherever it stands: reading times, counters, marks of a form."""

import re

from index.noise.page import Page
from index.noise.ranges import NoiseRange, NoiseReason

_MINUTES = r"\d{1,3} ?(?:minut\w{0,2}|mins?|mn)\b\.?"
_COUNTED = (
    r"(?:comments?|commentaires?|(?:leser)?kommentare?|comentarios?|reactions?|reacciones|reaktionen|shares?|partages?"
    r"|views?|vues?|aufrufe|lecturas|reader comments)\b"
)
_SIGN = r"(?:[|·•] ?)?"
_PATTERNS = (
    (
        NoiseReason.NAVIGATION,
        rf"{_SIGN}(?:(?:temps|duree) de lecture|lecture|lesezeit|lesedauer|reading time|read time|tiempo de lectura|lectura)"
        rf" ?:? ?(?:ca\. ?|environ |de )?{_MINUTES}",
    ),
    (
        NoiseReason.NAVIGATION,
        rf"{_SIGN}{_MINUTES.replace(chr(92) + 'b', '')}[ -](?:read|reading|de lecture|lesezeit|de lectura)\b",
    ),
    (
        NoiseReason.SHARE,
        rf"[|·•] {{0,2}}\d{{1,5}} {_COUNTED}|(?<=uhr ) {{0,2}}\d{{1,5}} {_COUNTED}|(?<=\d[:h.]\d\d ) {{0,2}}\d{{1,5}} {_COUNTED}",
    ),
    (NoiseReason.SUBSCRIBE, r"\bafter newsletter promotion\b"),
)
_ALL = tuple((reason, re.compile(pattern)) for reason, pattern in _PATTERNS)


def find_meters(page: Page) -> list[NoiseRange]:
    """All of them outside quotations."""
    return [
        NoiseRange(found.start(), found.end(), reason, "counter or reading time")
        for reason, pattern in _ALL
        for found in pattern.finditer(page.folded)
        if not page.quoted[found.start()]
    ]
