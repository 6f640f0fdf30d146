"""Reads dates in marked words and in sentences. The only module that uses dateparser."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time

from index.words import fold, terms
from rag.locales import weekdays

# As many words may stand before a date that is all the words state: "le vendredi", "in late".
_WORDS_BEFORE = 4
# "17 novembre 2023", "17 de noviembre de 2023"
_DATE_WORDS = 5
_TOKEN = re.compile(r"[^\s,;()«»“”]+")
# Days in digits alone: 17/11/2023, 17.11.23, 2023-11-17.
_DIGITS_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}")
_DIGITS = re.compile(r"\d+\S*")
# "d’août 2023", "dell’8 marzo 2024"
_ELIDED = re.compile(r"^(?:[dl]|dall|dell|nell)['’](?=\w)", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_HOUR = re.compile(r"\b\d{1,2}\s?(?:h|heures?|uhr|horas?|hours?|o['’]clock)\b", re.IGNORECASE)
_ENGLISH_MONTH = re.compile(
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b",
    re.IGNORECASE,
)
# What is said of a date beside weekdays and words that say nothing, folded.
_PERIODS = frozenset(
    {"early", "late", "mid", "middle", "beginning", "start", "end", "year", "month", "day", "date"}  # en
    | {"debut", "fin", "milieu", "mi", "an", "annee", "mois", "jour"}  # fr
    | {"anfang", "ende", "mitte", "jahr", "jahres", "monat", "monats", "tag", "tages", "datum"}  # de
    | {"principios", "comienzos", "inicios", "finales", "fines", "mediados", "ano", "mes", "dia", "fecha"}  # es
)


@dataclass(frozen=True, slots=True)
class DateValue:
    """A date as far as it is stated or its article's date settles it; what is not known is None.

    The year of a day in an article without a date is not known.
    """

    year: int | None
    month: int | None
    day: int | None
    # Not where the article's date settles the year: "1 January" may be the last or, in what is announced, the next.
    year_stated: bool = field(default=True, compare=False)

    @property
    def kind(self) -> str:
        """What the contract calls it."""
        return "date"

    def __str__(self) -> str:
        """ISO 8601, as far as it is known; `--11-17` for a day of an unknown year."""
        year = "-" if self.year is None else f"{self.year:04}"
        return "-".join([year, *(f"{part:02}" for part in (self.month, self.day) if part is not None)])

    def agrees(self, other: "DateValue") -> bool:
        """Whether what both state is equal: 2023 and 17 November 2023 agree.

        A day whose year is not stated is also that of the year before or after.
        """
        if self._is_day_of_a_year_near(other):
            return True
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return all(a == b for a, b in pairs if a is not None and b is not None)

    def exactness(self) -> tuple[int, bool]:
        """How much of it is known, and whether the year is stated: the more exact of two dates has the greater."""
        return sum(part is not None for part in (self.year, self.month, self.day)), self.year_stated

    def _is_day_of_a_year_near(self, other: "DateValue") -> bool:
        if (self.year_stated and other.year_stated) or self.year is None or other.year is None or self.day is None:
            return False
        return (self.month, self.day) == (other.month, other.day) and abs(self.year - other.year) <= 1


def read_date(words: str, language: str, known_on: date | None) -> DateValue | None:
    """The date that is all that `words` state, weekdays and the like before it apart; None where there is more or none.

    `known_on` is the date of the article: a date without a year is the last such day up to then, and without it a day of an
    unknown year, or none where it is no day.
    """
    left = words.split()
    for begin in range(min(len(left), _WORDS_BEFORE + 1)):
        found = _parsed(" ".join(left[begin:]), language, known_on)
        if found is not None:
            return found
        if begin < len(left) and not says_nothing(left[begin], language):
            return None
    return None


def dates_in(words: str, language: str, known_on: date | None) -> Iterator[tuple[int, int, DateValue]]:
    """The dates in a sentence, from the left, as (start, end, date); `known_on` as in `read_date`.

    A year alone is one where it stands by itself: in "in 2023," and not in "2023 people".
    """
    tokens = [found.span() for found in _TOKEN.finditer(words)]

    def read(first: int, last: int) -> DateValue | None:
        return _parsed(words[tokens[first][0] : tokens[last][1]], language, known_on)

    def has_digit(token: int) -> bool:
        return any(c.isdigit() for c in words[slice(*tokens[token])])

    first = 0
    while first < len(tokens):
        last = min(first + _DATE_WORDS, len(tokens)) - 1
        found = read(first, last)
        while last > first and (found is None or found.month is None):
            last -= 1
            found = read(first, last)
        if found is not None and (found.month is not None or _stands_alone(words, tokens, first, language)):
            # dateparser reads over words like "on" and "and"; a year may stand for what the article's date says anyway.
            while last > first and not has_digit(last) and read(first, last - 1) == found:
                last -= 1
            while first < last and not has_digit(first) and read(first + 1, last) == found:
                first += 1
            yield tokens[first][0], tokens[last][1], found
            first = last
        first += 1


def days_in(words: str, language: str, known_on: date | None) -> Iterator[tuple[int, int, DateValue]]:
    """Of `dates_in` those that are stated to the day."""
    return (found for found in dates_in(words, language, known_on) if found[2].day is not None)


def english_dates_in(words: str, known_on: date | None) -> Iterator[tuple[int, int, DateValue]]:
    """Of `dates_in` in English those with a month and a year: what is quoted in an article of another language.

    A post cited as it stands ends with "May 14, 2024" in a French article too.
    """
    if _ENGLISH_MONTH.search(words) is None:
        return iter(())
    found = dates_in(words, "en", known_on)
    return (one for one in found if one[2].month is not None and one[2].year_stated)


def says_nothing(words: str, language: str) -> bool:
    """Whether `words` are none but function words, weekdays and words like "late" and "year"."""
    pieces = re.findall(r"[\w'’]+", words)
    return all(
        not terms(piece, language) or _bare(piece) in _PERIODS or fold(piece) in weekdays(language) for piece in pieces
    )


def _bare(piece: str) -> str:
    """A word without what is elided before it: the "annee" of "l’année"."""
    return re.split("['’]", fold(piece))[-1]


def _stands_alone(words: str, tokens: list[tuple[int, int]], number: int, language: str) -> bool:
    start, end = tokens[number]
    if not _YEAR.fullmatch(words[start:end].strip(".:!?")) or number == 0:
        return False
    before, behind = words[slice(*tokens[number - 1])], words[end:].lstrip(" ")
    follows = "" if number + 1 == len(tokens) else words[slice(*tokens[number + 1])]
    closed = not behind or behind[0] in ",;.)»”" or words[end - 1] in ".:!?"
    return says_nothing(before, language) and (closed or says_nothing(follows, language))


def _parsed(words: str, language: str, known_on: date | None) -> DateValue | None:
    """The date that `words` are from end to end; None where they are none, or a month whose year nothing settles."""
    words = _ELIDED.sub("", words.strip(" ,.;()«»“”"))
    if not any(c.isdigit() for c in words) or _HOUR.search(words):
        return None
    found = _stated(words, language, known_on)
    if found is None or not _is_date(words, *found, language):
        return None
    when, parts = found
    without_year = "year" not in parts and known_on is None
    if without_year and not {"month", "day"} <= parts:
        return None
    return DateValue(
        None if without_year else when.year,
        when.month if "month" in parts else None,
        min(when.day, monthrange(when.year, when.month)[1]) if "day" in parts else None,
        year_stated="year" in parts,
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
    return "day" not in parts and says_nothing(words.removesuffix(str(when.year)), language)


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
        # Whether it knows the language shows when it reads.
        found = DateDataParser(languages=[language], settings=settings).get_date_data(words)
    except (ValueError, OverflowError):
        return None
    return (found.date_obj.date(), frozenset(found.parts or ())) if found.date_obj is not None else None
