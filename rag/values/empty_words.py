"""Words around a date that say nothing but when: function words, weekdays, "late" and "since"."""

import re

from index.locales import weekdays
from index.words import fold, terms
from rag.values.date_bounds import words_of_bounds

# What is said of a date beside weekdays and words that say nothing, folded.
_PERIODS = frozenset(
    {"early", "late", "mid", "middle", "beginning", "start", "end", "year", "month", "day", "date"}  # en
    | {"debut", "fin", "milieu", "mi", "an", "annee", "mois", "jour"}  # fr
    | {"anno", "anul", "anului", "jaar"}  # it, ro, nl
    | {"anfang", "ende", "mitte", "jahr", "jahres", "monat", "monats", "tag", "tages", "datum"}  # de
    | {"principios", "comienzos", "inicios", "finales", "fines", "mediados", "ano", "mes", "dia", "fecha"}  # es
)
# What stands before a year beside "by" and "around", and is no number's, folded. By language: "entro" is a verb in Spanish.
_SINCE = {
    "de": frozenset({"ab", "seit"}),
    "en": frozenset({"fiscal", "since"}),
    "es": frozenset({"desde"}),
    "fr": frozenset({"courant", "depuis", "exercice"}),
    "it": frozenset({"dal"}),
    "nl": frozenset({"sinds", "vanaf"}),
    "pt": frozenset({"desde"}),
}


def says_nothing(words: str, language: str) -> bool:
    """Whether `words` are none but function words, weekdays and words like "late", "year", "since" and "around"."""
    said = _PERIODS | _SINCE.get(language, frozenset()) | words_of_bounds(language)
    pieces = re.findall(r"[\w'’]+", words)
    return all(
        not terms(piece, language) or _bare(piece) in said or fold(piece) in weekdays(language) for piece in pieces
    )


def _bare(piece: str) -> str:
    """A word without what is elided before it: the "annee" of "l’année"."""
    return re.split("['’]", fold(piece))[-1]
