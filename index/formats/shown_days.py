"""Days as pages show them to people of eight languages: "4 de mayo de 2023", "1er août 2023", "May 4, 2023"."""

import re
from functools import cache

from index.article import PartialDate
from index.formats.dates import stated_day
from index.language import LANGUAGES
from index.locales import months, weekdays
from index.words import fold

_DAY = re.compile(
    r"(?:(?<![\d.,/-])(?P<day>\d{1,2})(?:er|º|°|\.)?\s+(?:de\s+)?(?P<month>[^\W\d_]{3,12})\.?,?\s+(?:del?\s+)?"
    r"|(?<!\w)(?P<name>[^\W\d_]{3,12})\.?\s+(?P<figure>\d{1,2})(?:st|nd|rd|th)?,?\s+)(?P<year>\d{4})(?![\d/-])",
    re.IGNORECASE,
)
# Of "03/05/2024" people of other languages mean the day by the first number, Americans the month.
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])")
_MONTHS = 12
# What stands before the day of a change, in the same line of a byline and behind no word of publishing. "Update" alone is one
# only at the beginning or behind "last": a "Weather update" is what was published.
_CHANGED = re.compile(
    r"(?:mise?s? a jour|actuali[sz]|modifi|\bupdated|(?:(?:^|[\n|·(–—-])\s*|\b(?:last|latest|laatste|letztes|ultimo) )update\b"
    r"|\bchanged|\bcorrected|\bedited(?! by)|\brevis(?:ed|e|ion|ione|ad[oa]|to|iert)\b|aggiorna|aktualisier|geandert|bearbeitet"
    r"|bijgewerkt|gewijzigd|atualiza)\w*(?:(?!publi(?:sh|e|ca|ce)|pubblicat|veroffentlicht|erschienen|erstellt|geplaatst|\bposted)[^.|·;,])*$"
)
# "10.30 a.m. CET," and what may be "Thu.," before a day: marks in them part nothing.
_TIME = re.compile(
    r"(?<![\d.:/])\d{1,2}\s?[.:h]\s?\d{2}(?::\d{2})?(?![.:/]?\d)"
    r"(?:\s*(?:uhr|h|[ap]\.?m\b\.?|gmt|utc|bst|ce?s?t|[ecmp][ds]t)(?!\w))*,?"
)
_WORD_AND_MARK = re.compile(r"\b([a-z]{2,12}(?:-feira)?)(?:\.,?|,)")


def shown_day(text: str) -> PartialDate | None:
    """The first day in a text that is none of a change, by months in full or short, None where there is no such."""
    return next(
        (day for found in _DAY.finditer(text) if not _is_of_change(text, found) and (day := _day(found)) is not None),
        None,
    )


def in_figures(text: str) -> str:
    """The text with each such day as `2023-05-04`, and without the days of changes."""
    return _DAY.sub(lambda found: "" if _is_of_change(text, found) else _figures(found), text)


def as_meant(text: str, tag: str) -> str:
    """The text with each "03/05/2024" as `2024-03-05` where its language is tagged `en-US`, and without it where `en` alone is.

    What can be one day only stays, and so does all of it in other languages.
    """
    english, _, region = tag.lower().replace("_", "-").partition("-")
    return _SLASHED.sub(lambda found: _meant(found, region), text) if english == "en" and region in ("", "us") else text


def _meant(found: re.Match[str], region: str) -> str:
    first, second = int(found[1]), int(found[2])
    if max(first, second) > _MONTHS or first == second:
        return found[0]
    return f"{found[3]}-{first:02}-{second:02}" if region else ""


def _figures(found: re.Match[str]) -> str:
    day = _day(found)
    return found[0] if day is None else day.text


def _is_of_change(text: str, found: re.Match[str]) -> bool:
    without_times = _TIME.sub("", fold(text[: found.start()]))
    before = _WORD_AND_MARK.sub(lambda word: "" if word[1] in _short_weekdays() else word[0], without_times)
    return _CHANGED.search(before) is not None


def _day(found: re.Match[str]) -> PartialDate | None:
    month = _numbers().get(fold(found["month"] or found["name"]))
    return (
        None if month is None else stated_day(f"{found['year']}-{month:02}-{int(found['day'] or found['figure']):02}")
    )


@cache
def _numbers() -> dict[str, int]:
    """The months from 1 on by their names in every language; none has one name for two of them."""
    return {name: number for language in LANGUAGES for name, number in months(language).items()}


@cache
def _short_weekdays() -> frozenset[str]:
    """The weekdays of every language, in full and cut off behind the second letter or later."""
    names = frozenset[str]().union(*map(weekdays, LANGUAGES))
    return frozenset(name[:length] for name in names for length in range(2, len(name) + 1))
