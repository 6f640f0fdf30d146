"""Reads dates where numbers and the words for year, month and day are written together: 2024年4月8日, 2024년 4월 8일."""

import re
from collections.abc import Iterator
from datetime import date

from rag.values.date_values import DateValue

LANGUAGES = ("ja", "ko", "zh")
_DATE = re.compile(
    r"(?<!\d)(?:(?P<year>\d{4})\s?[年년]\s?)?(?P<month>1[0-2]|0?[1-9])\s?[月월](?!\s?[份間间액])(?:\s?(?P<day>3[01]|[12]\d|0?[1-9])\s?[日号號일](?![間간]))?"
    r"|(?<!\d)(?P<alone>\d{4})\s?[年년](?![度間间간代대도])"
)


def joined_dates(words: str, known_on: date | None) -> Iterator[tuple[int, int, DateValue]]:
    """The dates in `words`, from the left, as (start, end, date).

    One without a year is the last such day or month up to `known_on`, the date of the article; a month without either is none.
    """
    for found in _DATE.finditer(words):
        read = _read(found, known_on)
        if read is not None:
            yield found.start(), found.end(), read


def _read(found: re.Match[str], known_on: date | None) -> DateValue | None:
    if found["alone"]:
        return DateValue(int(found["alone"]), None, None)
    month, day = int(found["month"]), int(found["day"]) if found["day"] else None
    if day is not None and not _is_day(month, day):
        return None
    if found["year"]:
        return DateValue(int(found["year"]), month, day)
    if known_on is None:
        return DateValue(None, month, day) if day is not None else None
    is_past = (month, day or 1) <= (known_on.month, known_on.day)
    return DateValue(known_on.year if is_past else known_on.year - 1, month, day, year_stated=False)


def _is_day(month: int, day: int) -> bool:
    try:
        date(2024, month, day)  # which has a 29 February
    except ValueError:
        return False
    return True
