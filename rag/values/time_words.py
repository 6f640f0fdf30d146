"""Words with capitals that say when, how long or about how many, and are no names: "Anfang Mai", "Hunderte Menschen"."""

import re

from index.locales import days_and_months, weekdays
from index.words import fold
from rag.values.measures import measure_of
from rag.values.periods import parts_in, without

_WORD = re.compile(r"[\w'’-]+")
# German writes nouns with capitals. A "Michael Ende" has another word.
_TIME_OF_DAY = re.compile(r"(?:fruh|morgen|vormittag|mittag|nachmittag|abend|nacht)s?")
_DAYS = {
    "de": re.compile(
        r"heute|gestern|vorgestern|morgen|ubermorgen|wochenendes?|jahrzehnte?[ns]?|jahrhunderte?[ns]?"
        rf"|{_TIME_OF_DAY.pattern}|mitternacht|vorabend|vortag"
    ),
    "en": re.compile(r"today|yesterday|tomorrow|tonight|last|next|this"),
    "es": re.compile(r"hoy|ayer|manana|anteayer"),
    "fr": re.compile(r"aujourd['’]?hui|hier|demain|avant-hier|apres-demain"),
    "it": re.compile(r"oggi|ieri|domani"),
    "nl": re.compile(r"vandaag|gisteren|morgen"),
    "pt": re.compile(r"hoje|ontem|amanha"),
}
_ARTICLES = frozenset({"a", "ein", "eine", "einer", "un", "une", "una", "uno", "um", "uma", "een"})
# What begins so counts something, whatever stands behind it.
_NUMBERS = {
    "de": re.compile(
        r"(?:hundert|tausend|zehntausend|hunderttausend|dutzend)(?:e[rn]?)?|million(?:en)?|milliarden?"
        r"|\w+einhalb|anderthalb|halfte|viertel"
        r"|\w*(?:drittel|funftel|sechstel|siebtel|achtel|neuntel|zehntel|hundertstel|tausendstel)n?"
    ),
    "en": re.compile(
        r"hundreds|thousands|dozens|scores|millions|billions|half|\w+-(?:thirds?|quarters?|fifths?|tenths?)"
    ),
    "es": re.compile(r"cientos|miles|decenas|millones|mitad"),
    "fr": re.compile(r"centaines?|milliers?|dizaines?|millions|milliards|moitie"),
    "it": re.compile(r"centinaia|migliaia|decine|milioni|meta"),
    "nl": re.compile(r"honderden|duizenden|tientallen|miljoenen|helft"),
    "pt": re.compile(r"centenas|milhares|dezenas|milhoes|metade"),
}


def says_when(words: str, language: str) -> bool:
    """Whether `words` are none but days, months, parts of a year and measures of time, or begin with how many there are."""
    folded = [fold(word) for word in _WORD.findall(without(words, parts_in(words, language)))]
    first = next((word for word in folded if word not in _ARTICLES), "")
    if language in _NUMBERS and _NUMBERS[language].fullmatch(first):
        return True
    return all(_is_of_time(word, language) for word in folded)


def _is_of_time(word: str, language: str) -> bool:
    if word in days_and_months(language) or (language in _DAYS and _DAYS[language].fullmatch(word)):
        return True
    if language != "de":
        return False
    return measure_of(word) is not None or any(
        word.startswith(day) and _TIME_OF_DAY.fullmatch(word[len(day) :]) for day in weekdays(language)
    )
