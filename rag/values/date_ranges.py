"""Finds what names several days, months or years: "3-5 May", "entre 2015 et 2019", "the 1990s". None of them is the one meant."""

import re
from collections.abc import Iterator

from index.locales import names_month, weekdays
from index.words import fold
from rag.values import joined_dates
from rag.values.years import YEAR

_DAY = r"(?:\d{1,2}(?:st|nd|rd|th|er|\.|º|°|ª)?|premier|primero|primo|primeiro)"
_YEAR = YEAR.pattern
_MONTH = r"(?<!\w)[^\W\d_]{3,}\.?"
_OF = r"(?:(?:of|de|di|del)\s+|d['’])?"
# From one to the other, with the article and the weekday of the other.
_TO = (
    r"(?:\s*[-–—/&]\s*|\s+(?:and|or|to|through|until|till|et|ou|à|au|y|o|u|al?|e|ed|und|oder|bis|auf|tot(?:\s+en\s+met)?|t/m|en|até|ao|și)\s+)"
    r"(?:(?:the|in|le|les|en|au|el|los|il|i|im|in|zum|den|dem|der|het|de|o|os|em)\s+|l['’])?"
)
_WEEKDAY = r"(?:(?P<weekday>[^\W\d_]+)\.?,?\s+)?"
_DAYS = rf"(?<![\w.,/:-])(?:{_DAY},\s*){{0,9}}{_DAY}{_TO}{_WEEKDAY}{_DAY}(?![\d%])"
_OF_YEAR = rf"(?:,?\s+{_OF}{_YEAR}(?!\w))?"
_RANGES = (
    # "3-5 May", "du 3 au 5 mai 2023"
    re.compile(rf"{_DAYS}\s*{_OF}(?P<month>{_MONTH}){_OF_YEAR}", re.IGNORECASE),
    # "May 3-5, 2023"; "May 3 and 4 people" has one day.
    re.compile(
        rf"(?P<month>{_MONTH})\s+(?:the\s+)?{_DAYS}(?=\s*(?:$|[,;:.)!?]|{_YEAR}(?!\w))){_OF_YEAR}", re.IGNORECASE
    ),
    # "March to May 2023", "from 3 May to 5 May", "May 30 – June 2"
    re.compile(
        rf"(?:(?<![\w.,/:-]){_DAY}\s+{_OF})?(?P<month>{_MONTH})(?:\s+{_DAY}(?!\w))?{_OF_YEAR}{_TO}{_WEEKDAY}"
        rf"(?:{_DAY}\s+{_OF})?(?P<other>{_MONTH})(?:\s+{_DAY}(?!\w))?{_OF_YEAR}",
        re.IGNORECASE,
    ),
    # "entre 2015 et 2019", "1990–92"
    re.compile(
        rf"(?<![\w.,/:-])(?:{_YEAR},\s*){{0,9}}(?P<year>{_YEAR})(?:{_TO}{_YEAR}|[/–](?P<short>\d\d)|-(?P<hyphened>\d\d))(?!\w|[.,/:-]\d|\s*%)",
        re.IGNORECASE,
    ),
    # "the 1990s", "die 90er Jahre", "les années 1990"
    re.compile(
        r"(?<![\w.,/:$€£-])(?:(?:18|19|20)?[2-9]0|(?:18|19|20)[01]0)(?:['’]?s|er[ns]?)(?:[\s-]?jahren?)?(?!\w)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<!\w)(?:années|años|anos|anni|jaren|anii)\s+['’]?(?:(?:18|19|20)\d0|[2-9]0)(?!\w|[.,]\d|\s*%)",
        re.IGNORECASE,
    ),
)
_SHORT_YEAR = re.compile(r"\d[-/–](\d\d)\Z")
_DECADE = re.compile(
    r"(?P<written>(?:18|19|20)\d0)(?:['’]?s|er)|(?:années|años|anos|anni|jaren|anii)\s+(?P<behind>(?:18|19|20)\d0)"
)
_YEARS_OF_DECADE = 10
# "Anna Roth (1950–2010)" says when she lived, and of what happened nothing.
_OPENS, _CLOSES = re.compile(r"\(\s*\Z"), re.compile(r"\s*\)")
# "2023-11" is a month.
_MONTHS = 12


def ranges_in(words: str, language: str) -> list[tuple[int, int]]:
    """Where `words` name several days, months or years as one, from the left."""
    found: list[tuple[int, int]] = []
    for pattern in _RANGES:
        at = 0
        while one := pattern.search(words, at):
            start, end = one.span()
            is_range = _is_range(one, language)
            # The "part en mai" of "il part en mai-juin" is none, and hides one.
            at = end if is_range else start + 1
            if is_range and all(end <= begin or stop <= start for begin, stop in found):
                found.append((start, end))
    if language in joined_dates.LANGUAGES:
        joined = joined_dates.joined_ranges(words)
        found += [one for one in joined if all(one[1] <= begin or stop <= one[0] for begin, stop in found)]
    return sorted(found)


def years_lasted(words: str, language: str) -> Iterator[tuple[int, int]]:
    """The first and the last year of each range of `words` that says both, as "from 2015 to 2020" and "the 1990s" do.

    Not of one that stands in brackets by itself, which mostly says when somebody lived.
    """
    for start, end in ranges_in(words, language):
        if _OPENS.search(words[:start]) and _CLOSES.match(words, end):
            continue
        if years := _years_of(words[start:end]):
            yield years


def _years_of(words: str) -> tuple[int, int] | None:
    if decade := _DECADE.search(words):
        first = int(decade["written"] or decade["behind"])
        return first, first + _YEARS_OF_DECADE - 1
    stated, short = [int(year) for year in YEAR.findall(words)], _SHORT_YEAR.search(words)
    if stated and short:
        stated.append(stated[0] // 100 * 100 + int(short[1]))
    return (min(stated), max(stated)) if len(stated) > 1 else None


def without_ranges(words: str, language: str) -> str:
    """`words` with blanks for what names several, each in its place."""
    for start, end in ranges_in(words, language):
        words = words[:start] + " " * (end - start) + words[end:]
    return words


def _is_range(found: re.Match[str], language: str) -> bool:
    parts = found.groupdict()
    if any(parts.get(name) and not names_month(parts[name], language) for name in ("month", "other")):
        return False
    if parts.get("weekday") and fold(parts["weekday"]) not in weekdays(language):
        return False
    short = parts.get("short") or parts.get("hyphened")
    if not short:
        return True
    later = int(short) > int(parts["year"]) % 100
    return later and (int(short) > _MONTHS or parts.get("hyphened") is None)
