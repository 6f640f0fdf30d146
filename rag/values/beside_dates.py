"""Finds what stands beside marked words in their sentence and belongs to the date in them: "by", "early", a year, "3 to"."""

import re

from index.words import fold
from rag.values import joined_dates
from rag.values.counted import counted_behind
from rag.values.date_bounds import bound_before, coming_behind, latest_behind
from rag.values.date_ranges import ranges_in
from rag.values.periods import parts_in, with_part
from rag.values.years import YEAR

# "17 November" of "17 November 2022"; "On May 17, 2000 people died" has no year.
_YEAR_BEHIND = re.compile(rf"(?P<comma>,)?\s+(?:(?:of|del?)\s+)?{YEAR.pattern}(?!\w|[.,:/-]\d|\s*%)", re.IGNORECASE)
# "Moved from 3 May to 5 May" says that it is the 5th now. Folded.
_MOVED = re.compile(
    r"\b(?:moved|postponed|delayed|rescheduled|deferred|extended|pushed|brought forward|put back|reporte(?!d)|repousse|decale"
    r"|avance(?!d)|deplace|prolonge|verschob|verleg|vertag|vorgezogen|verlanger|aplaz|pospu|retras|adelant|trasla|prorrog|rinvia"
    r"|spostat|anticipat[aio]|prorogat|verplaatst|uitgesteld|verzet|adiad|antecipad)\w*\b[^.;:]{0,40}$"
)


def with_neighbours(words: str, said: str, rest: str, language: str) -> str | None:
    """Marked `words` that state a date with what belongs to it; None where it is one of several, as in "from 3 to 5 May".

    `said` and `rest` are what stands before and behind the words.
    """
    line, behind = said.rpartition("\n")[2], rest.partition("\n")[0]
    text, at, end = line + words + behind, len(line), len(line) + len(words)
    if any(_is_of_range(text, at, end, found) for found in ranges_in(text, language)):
        return None
    place = with_part(text, parts_in(text, language), at, end, language)
    begin = place.start - len(bound_before(text[: place.start], language))
    if language in joined_dates.LANGUAGES:
        begin -= len(joined_dates.year_before(text[:begin]))
    return text[begin : place.end] + _behind(words, text[place.end :], language)


def _is_of_range(text: str, at: int, end: int, found: tuple[int, int]) -> bool:
    """Whether the words from `at` to `end` are a part of a range, and not what something was moved to."""
    start, stop = found
    if start < at < stop:
        return _MOVED.search(fold(text[:start])) is None
    return start < end < stop


def _behind(words: str, text: str, language: str) -> str:
    year = _YEAR_BEHIND.match(text)
    if year and not YEAR.search(words) and not (year["comma"] and counted_behind(text[year.end() :], language)):
        return year[0] + latest_behind(text[year.end() :])
    return coming_behind(text) or latest_behind(text)
