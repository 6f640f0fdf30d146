"""Which four digits are a year: how one of our time is written, and what those mean that are marked alone."""

import re
from enum import Enum

from index.locales import days_and_months
from index.words import fold
from rag.values.bounds import bound_before
from rag.values.counted import counted_behind

# A year of our time in digits, whatever stands around it.
YEAR = re.compile(r"(?:19|20)\d\d")
# Years that are written of most, and whatever is counted in between.
_FIRST, _LAST = 1900, 2100
_FOUR_DIGITS = re.compile(r"(?P<before>(?:\D*\s)?)(?P<number>\d{4})")
_SAID_OF_YEARS = frozenset(
    {"in", "since", "until", "till", "before", "after", "during", "year", "years", "early", "late", "mid"}  # en
    | {"en", "depuis", "avant", "apres", "annee", "an", "fin", "debut"}  # fr
    | {"im", "jahr", "jahre", "seit", "vor", "nach", "ende", "anfang", "mitte", "bis", "ab"}  # de
    | {"desde", "hasta", "ate", "fino", "tot", "ano", "nel", "dal", "anno", "em", "sinds", "jaar", "anul", "din"}
)
# "The revolution of 1789 ended it" and "the loss of 1200 jobs".
_OF = frozenset({"of", "by", "from", "to", "for", "de", "du", "par", "von", "del", "di", "do", "da", "van"})
_ARTICLES = frozenset({"the", "le", "la", "der", "die", "das", "el", "il", "o", "a"})
_LAST_WORD = re.compile(r"(?P<word>[^\W_]+)['’.,]?\s*$")
# "A350-", and not "Q3-".
_NAME_BEFORE = re.compile(r"[^\W\d_]\d{2,3}-$")
_BEGINS = re.compile(r"(?:^|[.!?:\n]|[.!?][”»])\s*$")


class YearOrCount(Enum):
    """What four digits are; `EITHER` where nobody can say."""

    YEAR = "year"
    COUNT = "count"
    EITHER = "either"


def year_or_count(words: str, said: str, rest: str, language: str) -> YearOrCount:
    """What marked `words` are that a date is read from, between the words before and behind them; a year where they hold more."""
    marked = _FOUR_DIGITS.fullmatch(words.strip())
    if marked is None:
        return YearOrCount.YEAR
    before = said[-40:] + marked["before"]
    counted = counted_behind(rest, language)
    # In German nouns are capitalised.
    counts = any(c.isupper() for c in counted) if language == "de" else bool(counted.strip())
    of_our_time = _FIRST <= int(marked["number"]) <= _LAST
    last = _LAST_WORD.search(before)
    word = fold(last["word"]) if last else ""
    if word in _SAID_OF_YEARS or word in days_and_months(language) or word.isdecimal():
        return YearOrCount.YEAR
    # "About 2000 jobs" are counted.
    if of_our_time and not (counts and bound_before(before)):
        # In German a year may stand without a word before it.
        not_round = int(marked["number"]) % 100 != 0 and (word in _OF or language == "de")
        return YearOrCount.YEAR if not_round or not counts else YearOrCount.EITHER
    if bound_before(before) or _BEGINS.search(before):
        return YearOrCount.COUNT
    if not counts:
        # "Call 3939", "the code is 4512"
        no_year = int(marked["number"]) > _LAST or _NAME_BEFORE.search(before)
        return YearOrCount.EITHER if no_year else YearOrCount.YEAR
    return YearOrCount.EITHER if word in _OF | _ARTICLES else YearOrCount.COUNT
