"""Reads what is said of a date by the words beside it: "before", "by", "after", "around", and the coming one."""

import re
from enum import StrEnum
from functools import cache

from index.locales import weekdays
from index.words import fold


class Bound(StrEnum):
    """On which side of a date another may lie that is meant: a deadline and "until" have the date itself on theirs."""

    BEFORE = "before"
    BY = "by"
    AFTER = "after"
    ABOUT = "about"


# By language, since "para" and "prin" are no words of others.
_WORDS = {
    "de": {
        Bound.BEFORE: r"vor",
        Bound.BY: r"bis(?:\s+(?:einschließlich|inklusive))?|spätestens(?:\s+(?:am|im))?",
        Bound.AFTER: r"nach|frühestens(?:\s+(?:am|im))?",
        Bound.ABOUT: r"um|etwa|gegen|rund|ungefähr|circa|ca\.",
    },
    "en": {
        Bound.BEFORE: r"before|prior to|earlier than|ahead of",
        Bound.BY: r"by|(?:until|till|up to)(?:\s+and\s+including)?|no later than",
        Bound.AFTER: r"after",
        Bound.ABOUT: r"around|about|circa|roughly|approximately",
    },
    "es": {
        Bound.BEFORE: r"antes del?",
        Bound.BY: r"hasta|a más tardar(?:\s+en)?|como muy tarde(?:\s+en)?|para",
        Bound.AFTER: r"después del?|tras",
        Bound.ABOUT: r"hacia|alrededor del?|cerca del?|aproximadamente",
    },
    "fr": {
        Bound.BEFORE: r"avant",
        Bound.BY: r"d['’]ici|jusqu['’](?:à|en|au)|au plus tard(?:\s+en)?",
        Bound.AFTER: r"après|au plus tôt(?:\s+en)?",
        Bound.ABOUT: r"vers|à l['’]horizon|autour d[eu]|aux alentours d[eu]|environ",
    },
    "it": {
        Bound.BEFORE: r"prima d(?:i|el|ella|ell['’])",
        Bound.BY: r"entro(?: e non oltre)?|fino|al più tardi(?:\s+nel)?",
        Bound.AFTER: r"dopo",
        Bound.ABOUT: r"verso|intorno|circa",
    },
    "nl": {
        Bound.BEFORE: r"voor|vóór",
        Bound.BY: r"tot(?:\s+en\s+met)?|t/m|tegen|uiterlijk",
        Bound.AFTER: r"na",
        Bound.ABOUT: r"rond|omstreeks|ongeveer|circa",
    },
    "pt": {
        Bound.BEFORE: r"antes d[eo]",
        Bound.BY: r"até|o mais tardar(?:\s+em)?|para",
        Bound.AFTER: r"depois d[eo]|após",
        Bound.ABOUT: r"por volta d[eo]|cerca d[eo]|em torno d[eo]|aproximadamente",
    },
    "ro": {
        Bound.BEFORE: r"înainte de",
        Bound.BY: r"până(?: (?:la|în))?",
        Bound.AFTER: r"după",
        Bound.ABOUT: r"în jurul|circa|aproximativ|prin",
    },
}
# Nouns that say the same, which elsewhere say something of their own.
_NOUNS = {
    "de": {Bound.BEFORE: r"vor(?:abend|tag) des", Bound.ABOUT: r"nacht (?:zum|auf)|woche (?:vom|ab)"},
    "en": {
        Bound.BEFORE: r"eve of",
        Bound.BY: r"on or before|week (?:to|ending)",
        Bound.AFTER: r"on or after",
        Bound.ABOUT: r"week (?:of|beginning|starting|commencing)",
    },
    "es": {Bound.BEFORE: r"v[ií]speras? del?", Bound.ABOUT: r"semana del?"},
    "fr": {Bound.BEFORE: r"veille d[eu]", Bound.AFTER: r"lendemain d[eu]", Bound.ABOUT: r"semaine d[eu]"},
    "it": {Bound.BEFORE: r"vigilia del", Bound.ABOUT: r"settimana del"},
}
# "Para el 17 de noviembre" is that day, and a deadline only behind words such as these; "para 2050" is by then.
_DEADLINES = {
    "es": (
        r"plazos?|l[ií]mite|tard(?:e|ar)|list[oa]s?|debe\w*|deber\w*|tienen? que|termin\w*|acab\w*|complet\w*|conclu\w*"
        r"|finaliz\w*|entreg\w*|logr\w*|alcanz\w*|reduc\w*|retir\w*|cerrar"
    ),
    "pt": (
        r"prazos?|limite|tardar|pront[oa]s?|deve\w*|t[eê]m (?:que|de)|termin\w*|acab\w*|complet\w*|conclu\w*|finaliz\w*|entreg\w*"
        r"|alcanç\w*|reduz\w*|retir\w*|fechar"
    ),
}
# Behind these "voor" is "for" and no bound.
_PLANNED = {
    "nl": ("gepland", "voorzien", "aangekondigd", "uitgenodigd", "opgeroepen", "afgesproken", "geboekt", "gereserveerd")
}
# "not before 2030" and "nicht vor 2030" are 2030 or later.
_NOT = r"(?P<not>(?:not|nicht|pas|no|non|niet|não|nu)\s+)?"
# Articles, and "the year".
_ARTICLES = (
    r"(?:\s+(?:the|les?|la|el|los|il|das|dem|den|der|zum|zur|het|o|a|ao|à|au|al|de|year|an|année|jahr|jaar|año|ano|anno|anului)"
    r"(?!\w)|\s+(?:l|all)['’](?:an|année|anno)?)*\s*"
)
_LAST_WORD = re.compile(r"(\w+)[.,]?\s*$")
_COMING_BEFORE = re.compile(
    rf"(?<!\w)(?:next|coming|prochain|nächste[mnrs]?|kommende[mnrs]?|próximo|prossimo|komende|aanstaande){_ARTICLES}$",
    re.IGNORECASE,
)
_LATEST_BEHIND = re.compile(
    r",?\s+(?:at (?:the )?latest|au plus tard|spätestens|a más tardar|como (?:muy tarde|máximo)|al più tardi|o mais tardar"
    r"|uiterlijk|cel târziu)(?!\w)",
    re.IGNORECASE,
)
# "3 May next year" is not the next 3 May.
_COMING_BEHIND = re.compile(r"\s*(?:next(?!\s+year)|prochain|próximo|prossimo|aanstaande)(?!\w)", re.IGNORECASE)


@cache
def words_of_bounds(language: str) -> frozenset[str]:
    """The words, folded, that say on which side of a date another may lie; each may stand among others."""
    return frozenset(fold(word) for words in _WORDS.get(language, {}).values() for word in re.findall(r"\w+", words))


def bound_at_end(said: str, language: str, *, of_day: bool = False) -> Bound | None:
    """What the last words of `said`, which stand before a date, make of it; a weekday and articles between are read over."""
    found = _bounds(language, of_day=of_day).search(_without_weekday(said, language))
    if found is None:
        return None
    bound = Bound[found.lastgroup or ""]
    return Bound.AFTER if found["not"] and bound in (Bound.BEFORE, Bound.BY) else bound


def bound_before(said: str, language: str) -> str:
    """The end of `said` that says on which side of a date behind it another may lie, or that it is the coming one."""
    left = _without_weekday(said, language)
    found = _bounds(language, of_day=False).search(left) or _COMING_BEFORE.search(left)
    return said[found.start() :] if found else ""


def coming_behind(text: str) -> str:
    """The beginning of `text` that calls the day before it the coming one: the "prochain" of "le 12 juin prochain"."""
    found = _COMING_BEHIND.match(text)
    return found[0] if found else ""


def latest_behind(text: str) -> str:
    """The beginning of `text` that makes a deadline of the date before it: "au plus tard"."""
    found = _LATEST_BEHIND.match(text)
    return found[0] if found else ""


def is_coming(said: str, behind: str, language: str) -> bool:
    """Whether the words before or behind a day without a year call it the next: "le 12 juin prochain"."""
    before = _COMING_BEFORE.search(_without_weekday(said, language))
    return before is not None or coming_behind(behind) != ""


def _without_weekday(said: str, language: str) -> str:
    last = _LAST_WORD.search(said)
    return said[: last.start()] if last and fold(last[1]) in weekdays(language) else said


@cache
def _bounds(language: str, *, of_day: bool) -> re.Pattern[str]:
    nouns, deadlines = _NOUNS.get(language, {}), _DEADLINES.get(language)
    written = {bound: f"{nouns.get(bound, '(?!)')}|{words}" for bound, words in _WORDS.get(language, {}).items()}
    either = "|".join(f"(?P<{bound.name}>{words})" for bound, words in written.items()) or "(?!)"
    if deadlines:
        before = rf"(?:(?:{deadlines})(?!\w)[^.;:\n]{{0,40}}?\s)"
        either = either.replace("para", f"{before}{'' if of_day else '?'}para")
    if planned := _PLANNED.get(language):
        either = either.replace("voor|", "".join(rf"(?<!{word} )" for word in planned) + "voor|")
    return re.compile(rf"(?<!\w){_NOT}(?:{either}){_ARTICLES}$", re.IGNORECASE)
