"""Which letters a language is written in."""

from collections.abc import Mapping

LATIN, HAN = "Latin", "Han"
# Those that are written in other letters than Latin ones, by their ISO 639-1 codes; Chinese and Japanese share theirs.
_SCRIPTS: Mapping[str, str] = {
    code: script
    for script, codes in {
        "Arabic": "ar fa ku ps sd ug ur",
        "Armenian": "hy",
        "Bengali": "as bn",
        "Cyrillic": "ba be bg kk ky mk mn ru sr tg tt uk",
        "Devanagari": "hi mr ne sa",
        "Ethiopic": "am ti",
        "Georgian": "ka",
        "Greek": "el",
        "Gujarati": "gu",
        "Gurmukhi": "pa",
        HAN: "ja zh",
        "Hangul": "ko",
        "Hebrew": "he yi",
        "Kannada": "kn",
        "Khmer": "km",
        "Lao": "lo",
        "Malayalam": "ml",
        "Myanmar": "my",
        "Oriya": "or",
        "Sinhala": "si",
        "Tamil": "ta",
        "Telugu": "te",
        "Thai": "th",
        "Tibetan": "bo dz",
    }.items()
    for code in codes.split()
}


def script(language: str) -> str:
    """The script that `language` (ISO 639-1) is mostly written in; Latin where nothing else is known."""
    return _SCRIPTS.get(language, LATIN)
