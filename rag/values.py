"""Reads dates, quantities and names in marked words, so that two articles can be found to agree or to differ.

The only module that uses dateparser, text2num and Babel.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from difflib import SequenceMatcher

from index.words import fold

# Languages in which text2num reads numbers in words.
_NUMBER_WORDS = frozenset({"de", "en", "es", "fr", "it", "nl", "pt"})
_NUMBER = re.compile(r"\d{1,3}(?:[\s\u00a0\u202f.,’']\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?")
# What text2num makes of "million" and its like when digits stand before it.
_SCALE = re.compile(r"\s*(1(?:000){1,4})\b")
_PERCENT = re.compile(
    r"%|\b(?:per\s?cent|pour\s?cent|pourcent|por\s?ciento|per\s?cento|prozent|procente?|la sută)\b", re.IGNORECASE
)
_WORD = re.compile(r"[%$€£¥]|[^\W\d_]+")
# A unit is compared by its first letters: "dollars" and "Dollar", "employés" and "employees".
_UNIT_LETTERS = 4
_MONEY = {
    "$": "doll",
    "€": "euro",
    "£": "poun",
    "¥": "yen",
    "dola": "doll",
    "livr": "poun",
    "libr": "poun",
    "pfun": "poun",
}
_CURRENCIES = frozenset({"doll", "euro", "poun", "yen", "fran", "peso"})
# Words between a number and what it counts.
_LINKING = frozenset({"de", "d", "des", "du", "of", "the", "von", "der", "al", "la", "los", "les"})
_WEEKDAY_WORDS = 4
# "17 novembre 2023", "17 de noviembre de 2023"
_DATE_WORDS = 5
# Days in digits alone: 17/11/2023, 17.11.23, 2023-11-17.
_DIGITS_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}")
_DIGITS = re.compile(r"\d+\S*")
# A time of day, which is not compared: 6 h 30, 6h30, 6:30, 6.30 Uhr, 6.30 am.
_CLOCK = re.compile(
    r"\b\d{1,2}(?:\s?h\s?\d{2}\b|:\d{2}\b|\.\d{2}\s?(?:uhr|[ap]\.?m\b))|\ba las? \d{1,2}\.\d{2}\b", re.IGNORECASE
)
_HOUR = re.compile(r"\b\d{1,2}\s?(?:h|heures?|uhr|horas?|hours?|o['’]clock)\b", re.IGNORECASE)
# Numbers in words from two on: "un", "eine" and "one" are articles more often than numbers.
_LEAST_IN_WORDS = 2
_CAPITALISED = re.compile(r"[^\W\d_]\S*")
# "Altam" is "Altman": of the letters of two words of a name this share is common, in order.
_SAME_SPELLING = 0.7
_SHORT_WORD = 4
_LONGEST_NAME = 5


@dataclass(frozen=True, slots=True)
class DateValue:
    """A date as far as it is stated or its article's date settles it; what is not known is None."""

    year: int
    month: int | None
    day: int | None

    @property
    def kind(self) -> str:
        """What the contract calls it."""
        return "date"

    def __str__(self) -> str:
        """ISO 8601, as far as it is known."""
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part is not None)]
        return "-".join(parts)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and what it counts: the folded beginning of a word, `%`, or nothing."""

    number: Decimal
    unit: str

    @property
    def kind(self) -> str:
        """`amount` for money and shares, `count` for anything else."""
        return "amount" if self.unit == "%" or self.unit in _CURRENCIES else "count"

    def __str__(self) -> str:
        """The number in digits."""
        return f"{self.number.normalize():f}" + (" %" if self.unit == "%" else "")


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name, as its folded words."""

    words: tuple[str, ...]

    @property
    def kind(self) -> str:
        """What the contract calls it."""
        return "name"

    def __str__(self) -> str:
        """The folded words."""
        return " ".join(self.words)


Value = DateValue | Quantity | Name


def read_value(words: str, language: str, known_on: date | None) -> Value | None:
    """The value that `words` state, None where they state none.

    `known_on` is the date of the article: a date without a year is the last such day up to then, and is no value without it.
    """
    found = _date(words, language, known_on) or _only_day(words, language, known_on)
    return found or _quantity(words, language) or _name(words)


def days_in(words: str, language: str, known_on: date | None) -> Iterator[tuple[int, int, DateValue]]:
    """The dates in a sentence that are stated to the day, from the left, as (start, end, date); `known_on` as in `read_value`."""
    tokens = [found.span() for found in re.finditer(r"[^\s,;()«»“”]+", words)]

    def read(first: int, last: int) -> DateValue | None:
        return _parsed(words[tokens[first][0] : tokens[last][1]], language, known_on)

    def has_digit(token: int) -> bool:
        return any(c.isdigit() for c in words[slice(*tokens[token])])

    first = 0
    while first < len(tokens):
        last = min(first + _DATE_WORDS, len(tokens)) - 1
        day = read(first, last)
        while last > first and (day is None or day.day is None):
            last -= 1
            day = read(first, last)
        if day is not None and day.day is not None:
            # dateparser reads over words like "on" and "and"; a year may stand for what the article's date says anyway.
            while last > first and not has_digit(last) and read(first, last - 1) == day:
                last -= 1
            while first < last and not has_digit(first) and read(first + 1, last) == day:
                first += 1
            yield tokens[first][0], tokens[last][1], day
            first = last
        first += 1


def same(one: Value, other: Value) -> bool | None:
    """Whether two values agree; None where they cannot be compared: a date and a name, dollars and euros.

    Dates agree where what both state is equal: 2023 and 17 November 2023 do. Names agree where the words of one all stand in the
    other, give or take a letter.
    """
    match one, other:
        case DateValue(), DateValue():
            pairs = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
            return all(a == b for a, b in pairs if a is not None and b is not None)
        case Quantity(), Quantity():
            return one.number == other.number if one.unit == other.unit else None
        case Name(), Name():
            fewer, more = sorted((one.words, other.words), key=len)
            return all(any(_same_word(a, b) for b in more) for a in fewer)
        case _:
            return None


def _only_day(words: str, language: str, known_on: date | None) -> DateValue | None:
    """The day that stands somewhere in a clause, where there is one and no other."""
    days = [day for *_, day in days_in(words, language, known_on)]
    return days[0] if len(days) == 1 else None


def _date(words: str, language: str, known_on: date | None) -> DateValue | None:
    """Dates with a weekday or an article before them are tried word by word from the left."""
    left = words.split()
    begins = range(min(len(left), _WEEKDAY_WORDS))
    return next(filter(None, (_parsed(" ".join(left[begin:]), language, known_on) for begin in begins)), None)


def _parsed(words: str, language: str, known_on: date | None) -> DateValue | None:
    """The date that `words` are from end to end; None where they are none, or nothing settles its year."""
    words = words.strip(" ,.;()«»“”")
    if not any(c.isdigit() for c in words) or _HOUR.search(words):
        return None
    found = _stated(words, language, known_on)
    if found is None or not _is_date(words, *found, language) or ("year" not in found[1] and known_on is None):
        return None
    when, parts = found
    return DateValue(
        when.year,
        when.month if "month" in parts else None,
        min(when.day, monthrange(when.year, when.month)[1]) if "day" in parts else None,
    )


def _is_date(words: str, when: date, parts: frozenset[str], language: str) -> bool:
    """Whether a month is named or one of three numbers, and a year has four digits.

    dateparser also takes ages, shares and times of day for dates: "97 ans" for 1997, "6,5 %" for 6 May, "at 15 h" for 2015.
    """
    if "time" in parts:
        return False
    if _DIGITS_DATE.search(words):
        return True
    year = str(when.year) in words
    if "month" in parts:
        return (year or "year" not in parts) and _names_month(_DIGITS.sub(" ", words), language)
    return "day" not in parts and words.endswith(str(when.year))


def _names_month(words: str, language: str) -> bool:
    found = _stated(words, language, None)
    return found is not None and "month" in found[1]


def _stated(words: str, language: str, known_on: date | None) -> tuple[date, frozenset[str]] | None:
    """What dateparser makes of `words`, and which parts of it they state; None where that is nothing."""
    from dateparser.date import DateDataParser

    # "97 years" and "2 days ago" are no dates here.
    settings: dict[str, object] = {"PREFER_DATES_FROM": "past", "PARSERS": ["absolute-time"]}
    if known_on is not None:
        settings["RELATIVE_BASE"] = datetime.combine(known_on, time())
    try:
        found = DateDataParser(languages=[language], settings=settings).get_date_data(words)
    except ValueError:  # a language that dateparser does not know
        return None
    return (found.date_obj.date(), frozenset(found.parts or ())) if found.date_obj is not None else None


def _quantity(words: str, language: str) -> Quantity | None:
    from babel.core import UnknownLocaleError
    from babel.numbers import NumberFormatError, parse_decimal
    from text_to_num import alpha2digit

    if _CLOCK.search(words):
        return None
    text = _PERCENT.sub(" % ", words)
    if language in _NUMBER_WORDS:
        text = alpha2digit(text, language, threshold=_LEAST_IN_WORDS)
    found = _NUMBER.search(text)
    if found is None:
        return None
    digits = re.sub(r"\s", "", found[0])
    try:
        number = Decimal(parse_decimal(digits, language))
    except (NumberFormatError, UnknownLocaleError):
        return None
    after, before = text[found.end() :], text[: found.start()].strip()
    scale = _SCALE.match(after)
    if scale:
        number, after = number * int(scale[1]), after[scale.end() :]
    return Quantity(number, _unit(after) or _MONEY.get(before[-1:], ""))


def _unit(text: str) -> str:
    """What is counted: the first word after the number that says it."""
    pieces: list[str] = _WORD.findall(text)
    for piece in pieces:
        if piece in {"%", *_MONEY}:
            return _MONEY.get(piece, piece)
        word = fold(piece)
        if word not in _LINKING:
            return _MONEY.get(word[:_UNIT_LETTERS], word[:_UNIT_LETTERS])
    return ""


def _name(words: str) -> Name | None:
    parts = words.split()
    if not 1 <= len(parts) <= _LONGEST_NAME:
        return None
    capitals = [p for p in parts if _CAPITALISED.match(p) and p[0].isupper()]
    small = [p for p in parts if p not in capitals and len(p) > 3]  # noqa: PLR2004 - "de", "van", "von" are parts of names
    if not capitals or small:
        return None
    return Name(tuple(fold(p).strip(".,;:()«»“”'’") for p in capitals))


def _same_word(one: str, other: str) -> bool:
    if one == other:
        return True
    return min(len(one), len(other)) >= _SHORT_WORD and SequenceMatcher(None, one, other).ratio() >= _SAME_SPELLING
