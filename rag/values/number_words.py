"""Puts numbers in words into digits. The only module that uses text2num."""

import re

# Languages in which text2num reads numbers in words.
NUMBER_WORDS = frozenset({"de", "en", "es", "fr", "it", "nl", "pt"})
# Numbers in words from two on: "un", "eine" and "one" are articles more often than numbers.
_LEAST_IN_WORDS = 2
_SOME = {"es": re.compile(r"\bun[oa]s\b", re.IGNORECASE), "pt": re.compile(r"\b(?:uns|umas)\b", re.IGNORECASE)}
# "Veintiún muertos", which text2num knows as "veintiuno" alone.
_ONE_MORE = re.compile(r"\b(veinti)[uú]n\b", re.IGNORECASE)
# The "settant" of "settant’anni" and the "ventun" of "ventun’anni", which text2num knows in full alone.
_ELIDED = re.compile(
    r"\b(?P<number>\w*(?:(?P<o>cent|ott)|(?P<i>vent)|(?P<a>ant)|ntun))['’]\s?(?=[^\W\d_])", re.IGNORECASE
)


def in_digits(text: str, language: str, least: int = _LEAST_IN_WORDS) -> str:
    """`text` with numbers in words, from `least` on, as digits."""
    from text_to_num import alpha2digit

    # "Unos cuarenta" are about forty, and to text2num 1 and 40.
    text = _SOME[language].sub("cerca de", text) if language in _SOME else text
    text = _ELIDED.sub(_in_full, text) if language == "it" else text
    text = _ONE_MORE.sub(r"\1uno", text) if language == "es" else text
    return str(alpha2digit(text, language, threshold=least)) if language in NUMBER_WORDS else text


def _in_full(elided: re.Match[str]) -> str:
    vowel = next((vowel for vowel in "oia" if elided[vowel]), "")
    return f"{elided['number']}{vowel} "
