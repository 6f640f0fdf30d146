"""Reads dates in marked words and in sentences. The only module that uses dateparser."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time

from index.locales import months, names_month
from index.words import fold
from rag.values import joined_dates
from rag.values.coming import in_named_year
from rag.values.date_bounds import Bound, bound_at_end, is_coming, latest_behind
from rag.values.date_ranges import ranges_in, without_ranges
from rag.values.date_values import DateValue
from rag.values.day_words import with_day_in_digits
from rag.values.empty_words import says_nothing
from rag.values.periods import Place, parts_in, with_part, without
from rag.values.plain_digits import plain_digits
from rag.values.years import YEAR

# As many words may stand before a date that is all the words state: "le vendredi", "in late".
_WORDS_BEFORE = 4
# "17 novembre 2023", "17 de noviembre de 2023"
_DATE_WORDS = 5
# "martes 5 de marzo de 2024", "treinta y uno de mayo de 2024"
_MORE_DATE_WORDS = {"es": 7, "pt": 7}
_TOKEN = re.compile(r"[^\s,;()«»“”]+")
# Days in digits alone: 17/11/2023, 17.11.23, 2023-11-17.
_DIGITS_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}")
_DAY_AND_MONTH = re.compile(r"(?<!\d)\d{1,2}[./-]\d{1,2}[./-](?:\d\d){1,2}(?!\d)")
_MONTHS = 12
# Neither the "m" of "10m" nor the "th" of "5th". In Indian scripts words hold vowel signs, which are no letters.
_LETTERS = re.compile(r"(?<![\w\u0900-\u0963])[^\W\d_](?:[^\W\d_]|[\u0900-\u0963])*")
_BEGINNING = 3
# dateparser knows no ä written as two letters.
_MAERZ = re.compile(r"\bMaerz\b", re.IGNORECASE)
# "5 in May" are five.
_COUNTED = re.compile(r"\d\s+(?:in|im|en|em|à|a)\s+[^\W\d_]", re.IGNORECASE)
# "d’août 2023", "dell’8 marzo 2024"
_ELIDED = re.compile(r"^(?:[dl]|dall|dell|nell)['’](?=\w)", re.IGNORECASE)
# A particle, or the day of the week in brackets: "4月1日付で", "3월 7일(목)에". Nothing that it has taken is given back, or a
# long row of marks would be tried in every way to part it.
_BESIDE = re.compile(r"\W*+(?:(?<=[(（])\w{1,3}[)）]\W*+)?(?:に|から|まで|より|付で?|에|부터|까지)?+\W*+")
# The Buddhist year of Thai, with or without what calls it so: 2567 is 2024.
_BUDDHIST_YEAR = re.compile(r"(?:พ\.?\s?ศ\.?\s*)?(?<!\d)(2[4-6]\d\d)(?!\d)")
_BUDDHIST_BEFORE = 543
_HOUR = re.compile(r"\b\d{1,2}\s?(?:h|heures?|uhr|horas?|hours?|o['’]clock)\b", re.IGNORECASE)
_ENGLISH_MONTH = re.compile(
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b",
    re.IGNORECASE,
)


def read_date(words: str, language: str, known_on: date | None) -> DateValue | None:
    """The date that is all that `words` state, weekdays and the like before it apart; None where there is more or none.

    `known_on` is the date of the article: a date without a year is the last such day up to then, and without it a day of an
    unknown year, or none where it is no day.
    """
    if language in joined_dates.LANGUAGES:
        found_at = list(joined_dates.joined_dates(words, known_on))
        return found_at[0][2] if len(found_at) == 1 and _is_all(words, *found_at[0][:2]) else None
    if ranges_in(words, language):
        return None
    parts = parts_in(words, language)
    left = list(re.finditer(r"\S*\w\S*", without(words, parts)))

    def read(begin: int) -> DateValue | None:
        return _parsed(" ".join(word[0] for word in left[begin:]), language, known_on)

    begin = 0
    while (found := read(begin)) is None:
        if begin in (len(left), _WORDS_BEFORE) or not says_nothing(left[begin][0], language):
            return None
        begin += 1
    # dateparser reads over the "in" of "in spring 2027", which does not stand beside the year, and over "before".
    while not any(c.isdigit() for c in left[begin][0]) and read(begin + 1) == found:
        begin += 1
    date_at = left[begin].start(), left[-1].end()
    found = in_named_year(found, known_on, words[date_at[1] :])
    return _as_said(found, words, date_at, with_part(words, parts, *date_at, language), language)


def dates_in(words: str, language: str, known_on: date | None) -> Iterator[tuple[int, int, DateValue]]:
    """The dates in a sentence, from the left, as (start, end, date); `known_on` as in `read_date`.

    A year alone is one where it stands by itself: in "in 2023," and "early 2023", and not in "2023 people".
    """
    words = plain_digits(words)
    if language in joined_dates.LANGUAGES:
        yield from joined_dates.joined_dates(words, known_on)
        return
    words = without_ranges(words, language)
    parts, stated = parts_in(words, language), words
    words = without(words, parts)
    tokens = [found.span() for found in _TOKEN.finditer(words)]

    def read(first: int, last: int) -> DateValue | None:
        return _parsed(words[tokens[first][0] : tokens[last][1]], language, known_on)

    def has_digit(token: int) -> bool:
        return any(c.isdigit() for c in words[slice(*tokens[token])])

    def stands_alone(token: int) -> bool:
        start, end = tokens[token]
        if not _is_year(words[start:end]):
            return False
        of_part = with_part(stated, parts, start, end, language).start < start
        return of_part or latest_behind(words[end:]) != "" or _stands_alone(words, tokens, token, language)

    first = 0
    while first < len(tokens):
        last = min(first + _MORE_DATE_WORDS.get(language, _DATE_WORDS), len(tokens)) - 1
        found = read(first, last)
        while last > first and (found is None or found.month is None):
            last -= 1
            found = read(first, last)
        if found is not None and (found.month is not None or stands_alone(first)):
            # dateparser reads over words like "on" and "and"; a year may stand for what the article's date says anyway.
            while last > first and not has_digit(last) and read(first, last - 1) == found:
                last -= 1
            while first < last and not has_digit(first) and read(first + 1, last) == found:
                first += 1
            date_at = tokens[first][0], tokens[last][1]
            found = in_named_year(found, known_on, stated[date_at[1] :])
            place = with_part(stated, parts, *date_at, language)
            yield place.start, place.end, _as_said(found, stated, date_at, place, language)
            first = last
        first += 1


def _is_all(words: str, start: int, end: int) -> bool:
    """Whether what stands beside a date is a mark, a particle or a weekday in brackets."""
    return _BESIDE.fullmatch(words[:start] + words[end:]) is not None


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


def _as_said(found: DateValue, words: str, date_at: tuple[int, int], place: Place, language: str) -> DateValue:
    """`found` as the part and with the bound that `words` give it beside it, and in the next year where it is a coming day."""
    said = words[: place.start]
    bound = bound_at_end(said, language, of_day=found.day is not None)
    if bound is None and latest_behind(words[place.end :]):
        bound = Bound.BY
    # What comes before the autumn of a year comes by that year.
    if bound is Bound.BEFORE and place.start < date_at[0]:
        bound = Bound.BY
    if found.year is not None and not found.year_stated and is_coming(said, words[date_at[1] :], language):
        found = replace(found, year=found.year + 1)
    return replace(_in_part(found, place), bound=bound)


def _in_part(found: DateValue, place: Place) -> DateValue:
    """`found` as a part of it where it is a year, or a month and that part is not a quarter."""
    if place.part is None or found.day is not None or (found.month is not None and not place.part.of_month):
        return found
    return replace(found, part=place.part)


def _is_year(word: str) -> bool:
    """Whether a word is a year, whatever ends a sentence behind it."""
    return YEAR.fullmatch(word.strip(".:!?")) is not None


def _stands_alone(words: str, tokens: list[tuple[int, int]], number: int, language: str) -> bool:
    """Whether a year stands by itself: "in 2023," and not "2023 people"."""
    if number == 0:
        return False
    end = tokens[number][1]
    before, behind = words[slice(*tokens[number - 1])], words[end:].lstrip(" ")
    follows = "" if number + 1 == len(tokens) else words[slice(*tokens[number + 1])]
    closed = not behind or behind[0] in ",;.)»”" or words[end - 1] in ".:!?"
    return says_nothing(before, language) and (closed or says_nothing(follows, language))


def _parsed(words: str, language: str, known_on: date | None) -> DateValue | None:
    """The date that `words` are from end to end; None where they are none, or a month whose year nothing settles."""
    words = with_day_in_digits(_MAERZ.sub("März", _ELIDED.sub("", words.strip(" ,.;()«»“”"))), language)
    if language == "th":
        words = _BUDDHIST_YEAR.sub(lambda year: str(int(year[1]) - _BUDDHIST_BEFORE), words)
    if not any(c.isdigit() for c in words) or _HOUR.search(words):
        return None
    found = _stated(words, language, known_on)
    if found is None or not _is_date(words, *found, language):
        return None
    when, parts = found
    without_year = "year" not in parts and known_on is None
    if without_year and not {"month", "day"} <= parts:
        return None
    day = min(when.day, monthrange(when.year, when.month)[1]) if "day" in parts else None
    return DateValue(
        None if without_year else when.year,
        when.month if "month" in parts else None,
        day,
        year_stated="year" in parts,
        either_order=language == "en" and _is_in_either_order(words, when),
    )


def _is_in_either_order(words: str, when: date) -> bool:
    """Whether two numbers may each be the month, and which is the day nobody can say: in 03/04/2025, and not in 2025-04-03."""
    return _DAY_AND_MONTH.search(words) is not None and when.day <= _MONTHS and when.day != when.month


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
        return (year or "year" not in parts) and not _COUNTED.search(words) and _names_month(words, language)
    return "day" not in parts and says_nothing(words.removesuffix(str(when.year)), language)


def _names_month(words: str, language: str) -> bool:
    """Whether one of `words` is a month by CLDR, or one of its forms that dateparser knows: "styczniu" beside "styczeń".

    dateparser takes an English "a" for April, and numbers in words for months.
    """
    return any(names_month(word, language) or _is_form_of_month(word, language) for word in _LETTERS.findall(words))


def _is_form_of_month(word: str, language: str) -> bool:
    beginning = fold(word)[:_BEGINNING]
    if len(beginning) < _BEGINNING or not any(month.startswith(beginning) for month in months(language)):
        return False
    found = _stated(word, language, None)
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
