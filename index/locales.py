"""How a language writes weekdays and numbers, by Unicode's CLDR. The only module that uses Babel."""

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Literal

from index.words import fold

if TYPE_CHECKING:
    from babel.core import Locale

# Spellings that CLDR has not.
_OTHER_MONTHS: Mapping[str, Mapping[str, int]] = {
    "de": {"janner": 1, "feber": 2, "mrz": 3, "maerz": 3},
    "es": {"setiembre": 9, "set": 9},
    "nl": {"mrt": 3},
}
_OTHER_WEEKDAYS = {"de": {"sonnabend": 5}}
_SHORT_MONTH = 3
_SHORT_SCALE = 3


@cache
def weekdays(language: str) -> frozenset[str]:
    """The names of the days of the week and their short forms, folded; none of a language that CLDR does not know."""
    locale = _locale(language)
    if locale is None:
        return frozenset()
    days = locale.days["format"]
    return frozenset(fold(name).rstrip(".") for width in ("wide", "abbreviated") for name in days[width].values())


@cache
def days_and_months(language: str) -> frozenset[str]:
    """The names of weekdays and months in full, folded; none of a language that CLDR does not know."""
    # In short a French Saturday is "sam", and a German January "Jan".
    return frozenset(fold(name) for of in ("days", "months") for name in _in_full(language, of).values())


@cache
def months_in_full(language: str) -> frozenset[str]:
    """The names of months as they are written in full, in small letters; none of a language that CLDR does not know."""
    return frozenset(name.casefold() for name in _in_full(language, "months").values())


@cache
def numbers_of_weekdays(language: str) -> dict[str, int]:
    """The days of the week from 0 for Monday on, by their names in full, folded; none of a language that CLDR does not know."""
    named = {fold(name): number for number, name in _in_full(language, "days").items()}
    return named | _OTHER_WEEKDAYS.get(language, {})


@cache
def numbers_of_months(language: str) -> dict[str, int]:
    """The months from 1 on, by their names in full, folded; none of a language that CLDR does not know."""
    return {fold(name): number for number, name in _in_full(language, "months").items()}


@cache
def months(language: str) -> Mapping[str, int]:
    """The months from 1 on, by their names and short forms, folded and without a point; none of a language CLDR does not know."""
    locale = _locale(language)
    if locale is None:
        return {}
    styles = (locale.months[style] for style in ("format", "stand-alone"))
    names = (entry for style in styles for width in ("wide", "abbreviated") for entry in style[width].items())
    # In Catalan months are "de gener" and "d’abril", in Vietnamese "tháng 5".
    words = ((re.findall(r"[^\W\d_]+", fold(name)), number) for number, name in names)
    return {max(found, key=len): number for found, number in words if found} | dict(_OTHER_MONTHS.get(language, {}))


def names_month(word: str, language: str) -> bool:
    """Whether a word is a month, or three letters or more that the name of one begins with."""
    bare = fold(word).strip(".")
    known = months(language)
    return bare in known or (len(bare) >= _SHORT_MONTH and any(month.startswith(bare) for month in known))


@cache
def scales(language: str) -> Mapping[str, int]:
    """The words that scale a number, in small letters, with what it is taken times: {"млн": 1000000}; none where CLDR has none.

    Abbreviations of one or two Latin letters, which are other things as well, are left out.
    """
    locale = _locale(language)
    found: dict[str, set[int]] = {}
    for style in ("long", "short") if locale else ():
        for patterns in (locale.compact_decimal_formats.get(style) or {}).values():  # type: ignore[union-attr]
            for size, pattern in patterns.items():
                # "00 млн" is for ten million.
                word = re.sub(r"[0\s\u200e\u200f'.]+", " ", pattern.pattern).strip().lower()
                if len(word) >= _SHORT_SCALE or (word and not word.isascii()):
                    found.setdefault(word, set()).add(int(size) // 10 ** (pattern.pattern.count("0") - 1))
    return {word: times.pop() for word, times in found.items() if len(times) == 1}


@cache
def decimal_mark(language: str) -> str:
    """The mark between a number's whole and its decimals; a point in a language that CLDR does not know."""
    from babel.core import UnknownLocaleError
    from babel.numbers import get_decimal_symbol

    try:
        return get_decimal_symbol(language)
    except (UnknownLocaleError, ValueError):
        return "."


def _in_full(language: str, of: Literal["days", "months"]) -> Mapping[int, str]:
    """The names in full of the days of the week, by numbers from 0, or of the months, from 1; none without a locale."""
    locale = _locale(language)
    return getattr(locale, of)["format"]["wide"] if locale else {}


def _locale(language: str) -> "Locale | None":
    from babel.core import Locale, UnknownLocaleError

    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return None
