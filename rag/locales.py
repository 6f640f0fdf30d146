"""How a language writes weekdays and numbers, by Unicode's CLDR. The only module that uses Babel."""

from functools import cache
from typing import TYPE_CHECKING

from index.words import fold

if TYPE_CHECKING:
    from babel.core import Locale


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
    locale = _locale(language)
    if locale is None:
        return frozenset()
    # In short a French Saturday is "sam", and a German January "Jan".
    names = (*locale.days["format"]["wide"].values(), *locale.months["format"]["wide"].values())
    return frozenset(fold(name) for name in names)


@cache
def decimal_mark(language: str) -> str:
    """The mark between a number's whole and its decimals; a point in a language that CLDR does not know."""
    from babel.core import UnknownLocaleError
    from babel.numbers import get_decimal_symbol

    try:
        return get_decimal_symbol(language)
    except (UnknownLocaleError, ValueError):
        return "."


def _locale(language: str) -> "Locale | None":
    from babel.core import Locale, UnknownLocaleError

    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return None
