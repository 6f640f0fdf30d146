"""What scales a number in the languages that text2num does not know, by Unicode's CLDR: "2,7 млн", "1.3亿元", "4.8 करोड़"."""

import re
from decimal import Decimal
from functools import cache

from index.locales import scales
from index.words import has_unspaced

# Longer ones are no number of things; what is reckoned with stays short.
_PLAIN = r"\d{1,12}(?:\.\d{1,6})?"
_JOINED = ("ja", "ko", "th", "zh")
_BESIDE_LETTERS = re.compile(r"(?<=[^\W\d_])(?=\d)")


def scale_behind(after: str, language: str) -> tuple[int, int] | None:
    """What the digits before `after` are to be taken times, and where that ends in `after`; None where nothing scales them."""
    pattern = _pattern(language)
    found = pattern.match(after) if pattern else None
    return (scales(language)[found["scale"].lower()], found.end()) if found else None


def set_off(text: str, language: str) -> str:
    """`text` with numbers apart from the letters before them, where a language writes them together.

    Numbers of two parts are in the scale of the second: "负债1亿4000万元" becomes "负债 14000万元".
    """
    if language not in _JOINED:
        return text
    text, pattern = _BESIDE_LETTERS.sub(" ", text), _pair(language)
    return pattern.sub(lambda found: _in_smaller_scale(found, language), text) if pattern else text


def _in_smaller_scale(found: re.Match[str], language: str) -> str:
    larger, smaller = (scales(language)[found[name]] for name in ("larger", "scale"))
    if larger <= smaller:
        return found[0]
    number = Decimal(found["first"]) * (larger // smaller) + Decimal(found["second"])
    return f"{number:f}{found['scale']}"


@cache
def _pattern(language: str) -> re.Pattern[str] | None:
    words = _words(language)
    return re.compile(rf"\s?(?P<scale>{words})\.?", re.IGNORECASE) if words else None


@cache
def _pair(language: str) -> re.Pattern[str] | None:
    words = _words(language)
    if not words:
        return None
    return re.compile(rf"(?<!\d)(?P<first>{_PLAIN})(?P<larger>{words})\s?(?P<second>{_PLAIN})(?P<scale>{words})")


def _words(language: str) -> str:
    """The words as alternatives, the longest first; where words are written together one may end before any letter."""
    written = sorted(scales(language), key=len, reverse=True)
    # 3조각 are three pieces, and no trillions.
    free = "(?!각)" if language == "ko" else ""
    joined = language in _JOINED
    return "|".join(re.escape(word) + (free if joined or has_unspaced(word) else r"(?!\w)") for word in written)
