"""Reads what is said of a date by the words beside it: "before", "by", "after", "around", and the coming one."""

import re
from enum import StrEnum
from functools import cache

from index.words import fold
from rag.locales import weekdays


class Bound(StrEnum):
    """On which side of a date another may lie that is meant: a deadline and "until" have the date itself on theirs."""

    BEFORE = "before"
    BY = "by"
    AFTER = "after"
    ABOUT = "about"


_WORDS = {
    "de": {
        Bound.BEFORE: r"vor",
        Bound.BY: r"bis|spätestens",
        Bound.AFTER: r"nach",
        Bound.ABOUT: r"um|etwa|gegen|rund|circa|ca\.",
    },
    "en": {
        Bound.BEFORE: r"before|prior to|earlier than",
        Bound.BY: r"by|until|till|up to|no later than",
        Bound.AFTER: r"after",
        Bound.ABOUT: r"around|about|circa|roughly",
    },
    "es": {
        Bound.BEFORE: r"antes del?",
        Bound.BY: r"hasta|para",
        Bound.AFTER: r"después del?|tras",
        Bound.ABOUT: r"hacia|alrededor del?",
    },
    "fr": {
        Bound.BEFORE: r"avant",
        Bound.BY: r"d['’]ici|jusqu['’](?:à|en|au)",
        Bound.AFTER: r"après",
        Bound.ABOUT: r"vers|autour du?|aux alentours de|environ",
    },
    "it": {
        Bound.BEFORE: r"prima de(?:l|ll['’])",
        Bound.BY: r"entro|fino",
        Bound.AFTER: r"dopo",
        Bound.ABOUT: r"verso|intorno|circa",
    },
    "nl": {
        Bound.BEFORE: r"v[oó][oó]r",
        Bound.BY: r"tot|tegen|uiterlijk",
        Bound.AFTER: r"na",
        Bound.ABOUT: r"rond|omstreeks|circa",
    },
    "pt": {
        Bound.BEFORE: r"antes d[eo]",
        Bound.BY: r"até|para",
        Bound.AFTER: r"depois d[eo]|após",
        Bound.ABOUT: r"por volta de|cerca de",
    },
    "ro": {
        Bound.BEFORE: r"înainte de",
        Bound.BY: r"până(?: (?:la|în))?",
        Bound.AFTER: r"după",
        Bound.ABOUT: r"în jurul|circa|prin",
    },
}
# "not before 2030" and "nicht vor 2030" are 2030 or later.
_NOT = r"(?P<not>(?:not|nicht|pas|no|non|niet|não|nu)\s+)?"
_ARTICLES = r"(?:\s+(?:the|le|la|el|il|dem|den|der|zum|het|o|a|ao|à|au|al|year|jahr)(?!\w)|\s+l['’])*\s*"
_LAST_WORD = re.compile(r"(\w+)[.,]?\s*$")
_COMING_BEFORE = re.compile(
    rf"(?<!\w)(?:next|coming|prochain|nächste[mnrs]?|kommende[mnrs]?|próximo|prossimo|komende|aanstaande){_ARTICLES}$",
    re.IGNORECASE,
)
_COMING_BEHIND = re.compile(r"\s*(?:next|prochain|próximo|prossimo|aanstaande)(?!\w)", re.IGNORECASE)


def bound_at_end(said: str, language: str) -> Bound | None:
    """What the last words of `said`, which stand before a date, make of it; a weekday and articles between are read over."""
    found = _bounds(language).search(_without_weekday(said, language))
    if found is None:
        return None
    bound = Bound[found.lastgroup or ""]
    return Bound.AFTER if found["not"] and bound in (Bound.BEFORE, Bound.BY) else bound


def is_coming(said: str, behind: str, language: str) -> bool:
    """Whether the words before or behind a day without a year call it the next: "le 12 juin prochain"."""
    before = _COMING_BEFORE.search(_without_weekday(said, language))
    return before is not None or _COMING_BEHIND.match(behind) is not None


def _without_weekday(said: str, language: str) -> str:
    last = _LAST_WORD.search(said)
    return said[: last.start()] if last and fold(last[1]) in weekdays(language) else said


@cache
def _bounds(language: str) -> re.Pattern[str]:
    written = _WORDS.get(language, {})
    either = "|".join(f"(?P<{bound.name}>{words})" for bound, words in written.items()) or "(?!)"
    return re.compile(rf"(?<!\w){_NOT}(?:{either}){_ARTICLES}$", re.IGNORECASE)
