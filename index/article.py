"""What an article is, and what a range of it is."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from index.errors import SettingError

_DATE_FORMS = re.compile(r"(?P<y>\d{4})(?:-W(?P<w>\d{2})|-(?P<m>\d{2})(?:-(?P<d>\d{2}))?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as precisely as its source states it: `2023`, `2024-05`, `2024-08-06` or the ISO week `2023-W47`.

    `first` and `last` are the earliest and the latest day it can mean, both included.
    """

    text: str
    first: date
    last: date

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read one of the four forms; raises SettingError for anything else."""
        found = _DATE_FORMS.fullmatch(text)
        if found is None:
            raise SettingError(f"{text!r} is not a date; write 2024, 2024-05, 2024-05-15 or 2024-W20")
        year, week, month, day = (int(part) if part else None for part in found.group("y", "w", "m", "d"))
        try:
            return cls(text, *_bounds(year or 0, week, month, day))
        except ValueError as error:
            raise SettingError(f"{text!r} is not a date in the calendar: {error}") from error


def _bounds(year: int, week: int | None, month: int | None, day: int | None) -> tuple[date, date]:
    """First and last day, both included; raises ValueError outside the calendar."""
    if week is not None:
        return date.fromisocalendar(year, week, 1), date.fromisocalendar(year, week, 7)
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return date(year, month, day), date(year, month, day)


@dataclass(frozen=True, slots=True)
class Article:
    """One article; `text` is a plain text's file decoded as UTF-8 and never edited, or what was taken out of another format.

    `sha256` is the hexadecimal digest of the text's UTF-8 bytes. `language` is an ISO 639-1 code.
    """

    id: str
    title: str
    text: str
    sha256: str
    language: str
    publisher: str | None
    published_at: PartialDate | None
    url: str | None


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of one article's text, counted in Unicode code points."""

    article_id: str
    start: int
    end: int

    def holds(self, other: "Span") -> bool:
        """Whether the other lies in it wholly."""
        return self.article_id == other.article_id and self.start <= other.start and other.end <= self.end

    def touches(self, other: "Span") -> bool:
        """Whether both have characters in common."""
        return self.article_id == other.article_id and self.start < other.end and other.start < self.end
