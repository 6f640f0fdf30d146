"""Tells the language of a text; the only module that loads py3langid."""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# The identifier reads no more than this: the language of a page shows in its first lines, and a hostile one may be long.
_READ_CHARS = 5_000
# What we have stemmers, cues and figures for, and the neighbours that short texts in them are mistaken for.
LANGUAGES = ("en", "fr", "de", "es", "it", "pt", "nl", "ro")
# An article is in another language where that is this likely and the text so long. Of 5,488 pieces of the articles in
# eval/stories (en, fr, de, es) none of 120 characters is taken for another language at all; of 60 characters six are, with .70
# at most.
_LEAST_PROBABILITY = 0.75
_LEAST_BYTES = 120
# None of LANGUAGES is written in other letters than these.
_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile("[A-Za-zªºÀ-ÖØ-öø-\u024f\u1e00-\u1eff]")
# ISO 639-1; the identifier also knows languages of three letters, for which the codes of articles have no place.
_CODE_LENGTH = 2


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([code for code in identifier.nb_classes if len(code) == _CODE_LENGTH])
    return identifier


def detect_language(text: str) -> str:
    """The ISO 639-1 code of the likeliest of LANGUAGES; a text without letters gives `en`."""
    return next((code for code, _ in _likeliest(text) if code in LANGUAGES), "en")


def detect_article_language(text: str) -> str:
    """The ISO 639-1 code of an article, of any language that shows plainly, in its script or else; else as `detect_language`."""
    likeliest = _likeliest(text)
    begin = text[:_READ_CHARS]
    if likeliest and 2 * len(_LATIN.findall(begin)) < len(_LETTER.findall(begin)):
        return next(code for code, _ in likeliest if code not in LANGUAGES)
    if likeliest and len(begin.encode("utf-8", "replace")) >= _LEAST_BYTES:
        code, probability = likeliest[0]
        if probability >= _LEAST_PROBABILITY:
            return code
    return next((code for code, _ in likeliest if code in LANGUAGES), "en")


def _likeliest(text: str) -> list[tuple[str, float]]:
    """Languages and their probabilities, the likeliest first; none of a text without letters."""
    begin = text[:_READ_CHARS].lower()
    ranked: list[tuple[str, float]] = _identifier().rank(begin) if any(c.isalpha() for c in begin) else []
    return ranked
