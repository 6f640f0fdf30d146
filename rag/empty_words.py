"""Words around a date that say nothing but when: function words, weekdays, "late" and "since"."""

import re

from index.words import fold, terms
from rag.locales import weekdays

# What is said of a date beside weekdays and words that say nothing, folded.
_PERIODS = frozenset(
    {"early", "late", "mid", "middle", "beginning", "start", "end", "year", "month", "day", "date"}  # en
    | {"debut", "fin", "milieu", "mi", "an", "annee", "mois", "jour"}  # fr
    | {"anfang", "ende", "mitte", "jahr", "jahres", "monat", "monats", "tag", "tages", "datum"}  # de
    | {"principios", "comienzos", "inicios", "finales", "fines", "mediados", "ano", "mes", "dia", "fecha"}  # es
)
# What stands before a year and is no number's, folded: "since 2015", "d’ici 2030". By language: "entro" is a verb in Spanish.
_BEFORE_YEARS = {
    "de": frozenset({"ab", "bis", "nach", "seit", "spatestens", "vor"}),
    "en": frozenset({"after", "before", "by", "fiscal", "since", "till", "until"}),
    "es": frozenset({"antes", "desde", "despues", "hacia", "hasta"}),
    "fr": frozenset({"apres", "avant", "depuis", "exercice", "ici", "jusqu", "vers"}),
    "it": frozenset({"dal", "dopo", "entro", "prima"}),
    "nl": frozenset({"na", "sinds", "tegen", "tot", "uiterlijk", "vanaf", "voor"}),
    "pt": frozenset({"antes", "apos", "ate", "depois", "desde"}),
    "ro": frozenset({"dupa", "inainte", "pana"}),
}


def says_nothing(words: str, language: str) -> bool:
    """Whether `words` are none but function words, weekdays and words like "late", "year" and "since"."""
    said = _PERIODS | _BEFORE_YEARS.get(language, frozenset())
    pieces = re.findall(r"[\w'’]+", words)
    return all(
        not terms(piece, language) or _bare(piece) in said or fold(piece) in weekdays(language) for piece in pieces
    )


def _bare(piece: str) -> str:
    """A word without what is elided before it: the "annee" of "l’année"."""
    return re.split("['’]", fold(piece))[-1]
