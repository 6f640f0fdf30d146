"""Reads dates where numbers and the words for year, month and day are written together: 2024年4月8日, 2024년 4월 8일.

The year beside a day may be said otherwise: 去年3月11日, 昨年, 지난해, 平成30年.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rag.values.date_values import DateValue
from rag.values.plain_digits import plain_digits

LANGUAGES = ("ja", "ko", "zh")
_WIDE_MARKS = str.maketrans("／－．", "/-.")
# The year before the first of each.
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018, "民国": 1911, "民國": 1911}
# How far each is from the year of the article. 前年 is the year before last in Chinese, and in Japanese the one before another.
_RELATIVE = {
    **dict.fromkeys(("一昨年", "재작년"), -2),
    **dict.fromkeys(("去年", "昨年", "지난해", "작년"), -1),
    **dict.fromkeys(("今年", "本年", "올해", "금년"), 0),
    **dict.fromkeys(("明年", "来年", "來年", "내년"), 1),
    **dict.fromkeys(("再来年", "后年", "後年", "내후년"), 2),
}
_FIRST_YEAR, _LAST_YEAR = 1000, 2999
# 29 February may be so many years back: 1900 had none.
_LEAP_YEARS = 8
_OF_ERA = rf"(?P<era>{'|'.join(_ERAS)})\s?(?P<of_era>\d{{1,3}}|元)\s?年"
_WHICH = "[同翌次当當那该該前每毎例上隔]"
# "19年", 同年, 이듬해: of a year that nobody knows here.
_UNKNOWN = rf"(?P<unknown>(?:(?<!\d)\d{{1,3}}\s?|{_WHICH})?[年년]|매년|(?:같은|다음|이듬|그|전)\s?해)"
# Of 平成30年（2018年）4月1日 the brackets say the same once more.
_YEAR_BEFORE = (
    rf"(?:(?<!\d)(?P<year>\d{{4}})\s?[年년]|{_OF_ERA}|(?P<relative>{'|'.join(_RELATIVE)})|{_UNKNOWN})"
    r"(?:\s?[(（]\w{1,9}[)）])?[的の의]?\s?"
)
# Of several days: "3月11日間" is none.
_DAY_WORD = r"\s?[日号號일](?![間间])"
_DATE = re.compile(
    rf"(?:{_YEAR_BEFORE}|(?<![\d年년])(?<![年년]\s))(?P<month>1[0-2]|0?[1-9])\s?[月월]份?(?!\s?[間间額额액])"
    rf"(?:\s?(?P<day>3[01]|[12]\d|0?[1-9]){_DAY_WORD})?"
    r"|(?<![A-Za-z\d./-])(?P<iso>\d{4})(?:(?P<mark>[-/])|\.\s?)(?P<iso_month>1[0-2]|0?[1-9])(?(mark)(?P=mark)|\.\s?)"
    r"(?P<iso_day>3[01]|[12]\d|0?[1-9])(?!\d|[-/.]\d)"
    r"|(?:(?<!\d)(?P<alone>\d{4})\s?[年년]"
    + rf"|{_OF_ERA.replace('<era>', '<alone_era>').replace('<of_era>', '<of_alone_era>')})(?![度間间간代대도])"
)
_YEAR_AT_END = re.compile(rf"{_YEAR_BEFORE}\Z")
# As many letters as the longest year: 平成30年（2018年）の.
_YEAR_REACH = 24
# From one day to another: "3月11日(月)から", "3월 11일부터".
_TO = r"(?:\s?[(（]\w{1,3}[)）])?\s?起?\s?(?:至|到|から|より|부터|에서|[-~〜～–—―−])\s?(?:同月?|翌)?"
_TO_ANOTHER = re.compile(_TO)
# "3月11日至15日" and "3月11-15日"
_TO_DAY = re.compile(rf"(?:\s?(?P<first>\d{{1,2}}))?{_TO}(?P<last>\d{{1,2}}){_DAY_WORD}")
_FROM = "从從自于於在由"


@dataclass(frozen=True, slots=True)
class _Year:
    """The year that words say; None where they say one that nothing settles."""

    number: int | None


def joined_dates(words: str, known_on: date | None) -> Iterator[tuple[int, int, DateValue]]:
    """The dates in `words`, from the left, as (start, end, date).

    One without a year is the last such day or month up to `known_on`, the date of the article; a month without either is none.
    Behind 去年 and the like it is of the year that these say by that date, and from one day to another of the year of the first:
    2022年3月1日至4月5日. Of 3月11日至15日 neither day is read, and of days that are none nothing.
    """
    plain = _plain(words)
    first: tuple[int, int, _Year] | None = None
    for found in _DATE.finditer(plain):
        said = _year_said(found, known_on)
        month = int(found["month"]) if found["month"] else None
        if said is None and month and first and _TO_ANOTHER.fullmatch(plain, first[0], found.start()):
            said = _carried(first[2], first[1], month)
        first = (found.end(), month, said) if said and month else None
        read = _read(found, said, known_on)
        if read is not None and _end_of_days(found) is None:
            yield found.start(), found.end(), read


def joined_ranges(words: str) -> Iterator[tuple[int, int]]:
    """Where `words` name several days, months or years as one, from the left: 3月11日至15日, 2019年から2021年."""
    plain = _plain(words)
    first: re.Match[str] | None = None
    for found in _DATE.finditer(plain):
        end_of_days = _end_of_days(found)
        if end_of_days:
            yield _with_from(plain, found.start()), end_of_days
        elif first and _TO_ANOTHER.fullmatch(plain, first.end(), found.start()):
            yield _with_from(plain, first.start()), found.end()
            first = None
            continue
        first = None if end_of_days else found


def year_before(said: str) -> str:
    """The year at the end of what stands before a month or a day, as it is written; empty where there is none."""
    found = _YEAR_AT_END.search(_plain(said[-_YEAR_REACH:]))
    return said[len(said) - len(found[0]) :] if found else ""


def _plain(words: str) -> str:
    """`words` in digits and marks of ASCII, one letter for one, so that places stay what they are."""
    return plain_digits(words).translate(_WIDE_MARKS)


def _end_of_days(found: re.Match[str]) -> int | None:
    """Where the later day ends up to which a date goes on; None where it does not: "4月1日から1日3回" is once a day."""
    to_day = _TO_DAY.match(found.string, found.end())
    first = to_day and (to_day["first"] or found["day"])
    return to_day.end() if to_day and first and int(first) < int(to_day["last"]) else None


def _with_from(plain: str, start: int) -> int:
    return start - 1 if start and plain[start - 1] in _FROM else start


def _year_said(found: re.Match[str], known_on: date | None) -> _Year | None:
    """The year that stands in a date; None where none does."""
    digits = found["year"] or found["iso"] or found["alone"]
    era = found["era"] or found["alone_era"]
    if digits:
        return _Year(int(digits))
    if era:
        of_era = found["of_era"] or found["of_alone_era"]
        return _Year(_ERAS[era] + (1 if of_era == "元" else int(of_era)))
    if found["relative"]:
        return _Year(known_on.year + _RELATIVE[found["relative"]] if known_on else None)
    return _Year(None) if found["unknown"] else None


def _carried(first: _Year, first_month: int, month: int) -> _Year:
    """The year of a month up to which something goes on since a month of the `first`: 2022年12月至1月 ends in 2023."""
    return _Year(first.number + (month < first_month)) if first.number is not None else first


def _read(found: re.Match[str], said: _Year | None, known_on: date | None) -> DateValue | None:
    year = said.number if said else None
    if year is not None and not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    month, day = found["month"] or found["iso_month"], found["day"] or found["iso_day"]
    if month is None:
        return DateValue(year, None, None)
    if said is None and known_on is not None:
        return _last_such(int(month), int(day) if day else None, known_on)
    if day is None:
        return DateValue(year, int(month), None) if year is not None else None
    return DateValue(year, int(month), int(day)) if _is_day(year, int(month), int(day)) else None


def _last_such(month: int, day: int | None, known_on: date) -> DateValue | None:
    """The last such day or month up to `known_on`; None of a day that no year has."""
    is_past = (month, day or 1) <= (known_on.month, known_on.day)
    last = known_on.year if is_past else known_on.year - 1
    years = (year for year in range(last, last - _LEAP_YEARS, -1) if _is_day(year, month, day or 1))
    year = next(years, None)
    return DateValue(year, month, day, year_stated=False) if year is not None else None


def _is_day(year: int | None, month: int, day: int) -> bool:
    """Whether there is such a day, in a year that is not known in any."""
    try:
        date(year or 2024, month, day)  # which has a 29 February
    except ValueError:
        return False
    return True
