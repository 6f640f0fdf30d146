"""Reads per what a number counts: "5 euros a month", "35 heures par semaine", "120 km/h", "80 dollars a barrel"."""

import re

from index.words import fold
from rag.values.measures import MEASURES, TIMES

_PER = r"(?:an?|per|par|pro|por|je|im|al|a la|alla|ao|each|every|chaque|cada|ogni|jede[nrs]?)\s+|(?:l|all)['’]"
_TIMES = {unit: words for unit, words in MEASURES.items() if unit in TIMES and unit != "second"}
_THINGS = {
    "person": r"persons?|personnes?|personen|personas?|person[ae]|head|kopf|capita|habitante?s?|einwohner",
    "barrel": r"barrels?|barils?|barril|barile",
    "kilogram": MEASURES["kilogram"],
    "tonne": r"tonn?e?|tonelada|tonnellata",
    "litre": r"lit(?:er|re|ro)s?",
    "share": r"share|action|aktie|accion|azione",
}
_ADVERBS = {
    "year": r"annually|yearly|annuels?|annuelle(?:s|ment)?|jahrlich|anual(?:es|mente)?|annu[io]|anuais",
    "month": r"monthly|mensuel(?:le)?s?|mensuellement|monatlich|mensual(?:es|mente)?|mensil[ei]|mensa(?:l|is)",
    "week": r"weekly|hebdomadaires?|wochentlich|semanal(?:es)?|settimanal[ei]",
    "day": r"daily|quotidien(?:ne)?s?|taglich|diari[oa]s?|giornalier[io]",
    "hour": r"hourly|stundlich|orari[oa]?|horari[oa]s?",
}
# "A year ago" and "im Jahr 2023" say when.
_NO_TIME = r"(?!\w|\s+(?:ago|earlier|later|before|after|plus|avant|apres|spater|zuvor)\b|\s*\d)"
# "euros", "heures de travail" may stand between.
_BETWEEN = r"(?:[\s-]+[^\W\d_]+\.?){0,3}?"


def _either(words: dict[str, str]) -> str:
    return "|".join(f"(?:{of})" for of in words.values())


_RATE = re.compile(
    rf"\s*[%$€£]?{_BETWEEN}(?:\s*/\s?(?P<short>{_either(_TIMES | _THINGS)})|\s+(?:{_PER})(?P<of>{_either(_TIMES | _THINGS)})"
    rf"|\s+(?:the|le|la|il|el)\s(?P<thing>{_either(_THINGS)})|\s+(?P<adverb>{_either(_ADVERBS)})){_NO_TIME}"
)


def rate_of(rest: str) -> str:
    """What `rest` behind a number says that it is counted per, such as `month`; empty where it says nothing."""
    found = _RATE.match(fold(rest))
    if found is None:
        return ""
    word = next(filter(None, found.groups()))
    lists = (_ADVERBS,) if found["adverb"] else (_TIMES, _THINGS)
    return next(name for words in lists for name, of in words.items() if re.fullmatch(of, word))


def rate_behind(text: str) -> str:
    """The beginning of `text`, which follows a number, up to what that is counted per; empty where it says nothing."""
    rate = rate_of(text)
    # Folding changes lengths.
    ends = (word.end() for word in re.finditer(r"\w+", text)) if rate else ()
    return next((text[:end] for end in ends if rate_of(text[:end]) == rate), "")
