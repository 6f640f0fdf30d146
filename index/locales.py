"""How a language writes weekdays and numbers, by Unicode's CLDR. The only module that uses Babel."""

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Literal

from index.words import fold, written_words

if TYPE_CHECKING:
    from babel.core import Locale

# Spellings that CLDR has not.
_OTHER_MONTHS: Mapping[str, Mapping[str, int]] = {
    "de": {"janner": 1, "feber": 2, "mrz": 3, "maerz": 3},
    "es": {"setiembre": 9, "set": 9},
    "nl": {"mrt": 3},
}
_OTHER_WEEKDAYS = {"de": {"sonnabend": 5}}
_OTHER_SCALES: Mapping[str, Mapping[int, str]] = {
    "am": {10**3: "ሺ"},
    "ar": {
        10**3: "ألفا ألفًا ألفاً الف",
        10**6: "مليونا مليونًا مليوناً",
        10**9: "مليارا مليارًا ملياراً مليارات بليون",
        10**12: "تريليون تريليونا تريليونًا تريليوناً تريليونات",
    },
    "el": {
        10**3: "χιλιάδων",
        10**6: "εκατ εκατομμυρίου εκατομμυρίων",
        10**9: "δισεκατομμυρίου δισεκατομμυρίων",
        10**12: "τρισεκατομμυρίου τρισεκατομμυρίων",
    },
    "fi": {
        10**3: "tuhannen tuhanteen tuhannesta tuhannella",
        10**6: "miljoonan miljoonaan miljoonasta miljoonalla miljoonalle",
        10**9: "miljardin miljardiin miljardista miljardilla miljardille",
        10**12: "biljoonan biljoonaan",
    },
    "he": {10**3: "אלפים", 10**6: "מליון"},
    "ja": {10**2: "百", 10**3: "千"},
    "ko": {10**2: "백"},
    "ne": {10**7: "करोड"},
    "ru": {10**3: "тысячу тысячам", 10**6: "миллиону миллионам", 10**9: "миллиарду миллиардам"},
    "th": {10**2: "ร้อย"},
    "tr": {
        10**3: "bine bini binde binden binin binlik",
        10**6: "milyona milyonu milyonda milyondan milyonun milyonluk",
        10**9: "milyara milyarı milyarda milyardan milyarın milyarlık",
        10**12: "trilyona trilyonu trilyonda trilyondan trilyonun trilyonluk",
    },
    "uk": {10**3: "тисячу тисячам"},
    "vi": {10**3: "ngàn", 10**9: "tỉ"},
    "zh": {10**2: "百", 10**3: "千", 10**4: "萬", 10**8: "億"},
}
_SHORT_MONTH = 3
_SHORT_SCALE = 3
# A letter of these is a word: Han and Hangul.
_LETTER_IS_A_WORD = re.compile("[\u3400-\u9fff\uac00-\ud7a3]")
_LETTERS_OF_A_SCALE = 2


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
    # "5" is no word of it. Hindi words hold signs that are no letters.
    words = (([word for word in written_words(fold(name)) if not word.isdecimal()], number) for number, name in names)
    return {max(found, key=len): number for found, number in words if found} | dict(_OTHER_MONTHS.get(language, {}))


def names_month(word: str, language: str) -> bool:
    """Whether a word is a month, or three letters or more that the name of one begins with."""
    bare = fold(word).strip(".")
    known = months(language)
    return bare in known or (len(bare) >= _SHORT_MONTH and any(month.startswith(bare) for month in known))


@cache
def scales(language: str) -> Mapping[str, int]:
    """The words that scale a number, in small letters, with what it is taken times: {"млн": 1000000}; none where CLDR has none.

    Abbreviations of one letter, whatever its signs, and of two Latin ones are other things as well, and left out.
    """
    locale = _locale(language)
    found: dict[str, set[int]] = {}
    for style in ("long", "short") if locale else ():
        for patterns in (locale.compact_decimal_formats.get(style) or {}).values():  # type: ignore[union-attr]
            for size, pattern in patterns.items():
                # "00 млн" is for ten million.
                word = re.sub(r"[0\s\u200e\u200f'.]+", " ", pattern.pattern).strip().lower()
                if _may_be_scale(word):
                    found.setdefault(word, set()).add(int(size) // 10 ** (pattern.pattern.count("0") - 1))
    named = {word: times.pop() for word, times in found.items() if len(times) == 1}
    return named | {word: times for times, words in _OTHER_SCALES.get(language, {}).items() for word in words.split()}


def _may_be_scale(word: str) -> bool:
    if word.isascii():
        return len(word) >= _SHORT_SCALE
    return bool(_LETTER_IS_A_WORD.search(word)) or sum(char.isalpha() for char in word) >= _LETTERS_OF_A_SCALE


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
