"""Tells the language of a text; the only module that loads py3langid."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# The identifier reads no more than this: the language of a page shows in its first lines, and a hostile one may be long.
_READ_CHARS = 5_000
# What we have stemmers, cues and figures for, and the neighbours that short texts in them are mistaken for.
LANGUAGES = ("en", "fr", "de", "es", "it", "pt", "nl", "ro")


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(LANGUAGES))
    return identifier


def detect_language(text: str) -> str:
    """The ISO 639-1 code of the likeliest of LANGUAGES; a text without letters gives `en`."""
    if not any(c.isalpha() for c in text[:_READ_CHARS]):
        return "en"
    return str(_identifier().classify(text[:_READ_CHARS].lower())[0])
