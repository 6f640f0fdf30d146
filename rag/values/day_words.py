"""Puts the day before a month into plain digits: the "primo" of "primo maggio", the "1º" of "1º de maio"."""

import re

from index.locales import months_in_full
from rag.values.number_words import in_digits

# What stands between the day and its month. English has "first of May" alone: "two may" and "five march" are no days.
_OF = {"en": r"of\s+", "es": r"de\s+", "pt": r"de\s+"}
# Where the first of a month may be called "one", which elsewhere is an article.
_ONE = frozenset({"es", "pt"})
# Where a day is said by its ordinal alone.
_ORDINALS = frozenset({"de", "en"})
_LONGEST_DAY = 3
_NUMBER = re.compile(r"(?P<day>[12]?\d|3[01])(?P<ordinal>\D{0,3})")
_ORDINAL_DAY = re.compile(r"(?<!\S)(\d{1,2})\.?(?:[º°ª]|er|de|ste|e)(?=\s)")
_WORD = re.compile(r"[^\W\d_]+")


def with_day_in_digits(words: str, language: str) -> str:
    """`words` with the day that stands in words or as an ordinal before the first month in them as digits."""
    month = next((found for found in _WORD.finditer(words) if found[0].casefold() in months_in_full(language)), None)
    if month is None:
        return words
    before = re.sub(rf"{_OF.get(language, '')}\Z", "", words[: month.start()], flags=re.IGNORECASE)
    if any(c.isdigit() for c in before):
        return _ORDINAL_DAY.sub(r"\1", before) + words[len(before) :]
    if language in _OF and len(before) == month.start():
        return words
    said = list(_WORD.finditer(before))[-_LONGEST_DAY:]
    for first in said:
        number = _NUMBER.fullmatch(in_digits(before[first.start() :].strip(), language, least=0))
        if number and _is_day(number["day"], number["ordinal"], language):
            return f"{before[: first.start()]}{number['day']} {words[len(before) :]}"
    return words


def _is_day(day: str, ordinal: str, language: str) -> bool:
    if language in _ORDINALS:
        return ordinal != ""
    return day != "0" and (day != "1" or ordinal != "" or language in _ONE)
