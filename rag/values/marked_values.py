"""Reads the value that marked words state, so that two articles can be found to agree or to differ."""

from dataclasses import replace
from datetime import date

from index.article import Article, Span
from index.chunks import folded
from rag.values import beside, beside_dates
from rag.values.coming import as_coming
from rag.values.composite import currency_before_then
from rag.values.counted import unit_of
from rag.values.currencies import begins_an_amount
from rag.values.date_ranges import ranges_in, without_ranges
from rag.values.date_values import DateValue
from rag.values.dates import dates_in, english_dates_in, read_date
from rag.values.empty_words import says_nothing
from rag.values.named_numbers import is_in_a_name_begun
from rag.values.names import Name, read_name
from rag.values.numbered import is_day_alone, says_which
from rag.values.plain_digits import plain_digits
from rag.values.quantities import Quantity, is_several, is_time_of_day, is_vague, read_quantity
from rag.values.rough_times import RoughTime, read_rough_time
from rag.values.scales import is_scaled_range
from rag.values.years import YearOrCount, year_or_count

# Eras and feasts, folded, are days and years that nobody reads here: "in 44 BC" and "in 52 BC" are not one name.
_NO_NAMES = frozenset(
    {"bc", "ad", "bce", "ce", "christmas", "easter", "navidad", "noel", "thanksgiving", "halloween", "pentecost"}
)
# How far before marked words is looked for what belongs to them.
_REACH = 80
Value = DateValue | Quantity | RoughTime | Name


def read_value(words: str, language: str, known_on: date | None) -> Value | None:
    """The value that `words` state, None where they state none.

    Where a date stands beside a number or a name, what comes first is meant: 700 of "700 people in 2023", the day of "on 17
    November with 700 people". `known_on` is the date of the article: a date without a year is the last such day up to then, and
    without it a day of an unknown year. Of several days or years none is meant.
    """
    words = plain_digits(words)
    if is_scaled_range(words, language):
        return None
    whole = read_date(words, language, known_on)
    if whole is not None:
        return whole
    several = ranges_in(words, language)
    if several and says_nothing(words[: several[0][0]], language):
        return None
    words = without_ranges(words, language)
    dated = list(dates_in(words, language, known_on)) or list(english_dates_in(words, known_on))
    if not dated:
        name_in = _without_last_words(words, language) if several else words
        counted = read_quantity(words, language) or read_rough_time(words)
        no_name = is_vague(words, language) or (not several and is_several(words, language))
        return counted or (None if no_name else _name_of(name_in, language))
    rest = words
    for start, end, _ in dated:
        rest = rest[:start] + " " * (end - start) + rest[end:]
    only = _only([found for *_, found in dated])
    if says_nothing(words[: dated[0][0]], language):
        return only
    return read_quantity(rest, language) or _name_of(_without_last_words(rest, language), language) or only


def value_in(words: str, article: Article) -> Value | None:
    """The value that `words` of an article state, in its language and as of its date."""
    return read_value(words, article.language, known_on(article))


def marked_value(article: Article, marked: Span, sentence_end: int) -> Value | None:
    """The value of marked words, and of "27" in "27 days of leave" that of "27 days": a number counts what stands behind it.

    So does what stands before it: "27" of "$27m" is 27 million dollars, and "15" of "12 to 15 people" nothing. The "5 May" of
    "by 5 May" is a deadline, and that of "3 to 5 May" nothing.
    """
    language, said = article.language, article.text[max(0, marked.start - _REACH) : marked.start]
    rest = article.text[marked.end : sentence_end]
    words = article.text[marked.start : marked.end]
    if begins_an_amount(words, rest):
        words += beside.behind(words, rest, language, counts=False)
        rest = article.text[marked.start + len(words) : sentence_end]
    value, counts = value_in(folded(words), article), False
    if isinstance(value, Name):
        return None if is_vague(words, language) or is_time_of_day(words, language) else value
    if isinstance(value, DateValue):
        as_year = year_or_count(words, said, rest, language)
        if as_year is not YearOrCount.COUNT:
            return _in_its_sentence(value, words, said, rest, article) if as_year is YearOrCount.YEAR else None
        value, counts = read_quantity(folded(words), language), True
    if not isinstance(value, Quantity | RoughTime) or _says_which(said, words, rest, value.unit, language):
        return None
    before = beside.before(words, said, language)
    if before is None:
        return None
    whole = words + beside.behind(words, rest, language, counts=value.unit != "")
    value = value_in(folded(whole), article)
    if counts or (before and isinstance(value, Quantity | RoughTime)):
        whole = folded(before + whole)
        return read_quantity(whole, language) or (None if counts else read_rough_time(whole))
    if isinstance(value, Quantity) and value.unit == "":
        value = replace(value, unit=currency_before_then(said))
    return None if isinstance(value, Name) else value


def _says_which(said: str, words: str, rest: str, unit: str, language: str) -> bool:
    """Whether the number of marked words is a name's, or one that counts nothing, by the words before them."""
    if is_in_a_name_begun(said, words, rest, unit, language):
        return True
    if words[0].isdigit() and says_which(said, unit or unit_of(rest, language)):
        return True
    return not unit and is_day_alone(said + words, rest, language)


def _in_its_sentence(value: DateValue, words: str, said: str, rest: str, article: Article) -> DateValue | None:
    """The date of marked words with what stands beside them; None where it is one of several."""
    whole = beside_dates.with_neighbours(words, said, rest, article.language)
    if whole is None:
        return None
    wider = value if whole == words else value_in(folded(whole), article)
    found = wider if isinstance(wider, DateValue) else value
    return as_coming(found, known_on(article), said, rest, article.language)


def known_on(article: Article) -> date | None:
    """The day up to which an article can tell: the last that its date can mean, None without one."""
    return article.published_at.last if article.published_at else None


def same(one: Value, other: Value) -> bool | None:
    """Whether two values agree; None where they cannot be compared, such as a date and a name, dollars and euros."""
    if isinstance(one, Quantity) and isinstance(other, RoughTime):
        one, other = other, one
    match one, other:
        case DateValue(), DateValue():
            return one.agrees(other)
        case Quantity(), Quantity():
            return one.agrees(other)
        case RoughTime(), RoughTime() | Quantity():
            return one.agrees(other)
        case Name(), Name():
            return one.agrees(other)
        case _:
            return None


def differ(one: Value, other: Value) -> bool:
    """Whether two values that answer one question cannot both be right."""
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return one.differs(other)
    return same(one, other) is False


def _name_of(words: str, language: str) -> Name | None:
    """The name that `words` are; None where it is of an era or a feast alone: "Christmas Island" keeps its name."""
    name = read_name(words, language)
    return None if name is not None and _NO_NAMES.issuperset(name.words) else name


def _only(dates: list[DateValue]) -> DateValue | None:
    """The one that is stated to the day where there is one such, else the only one."""
    days = [found for found in dates if found.day is not None]
    single = days or dates
    return single[0] if len(single) == 1 else None


def _without_last_words(words: str, language: str) -> str:
    """Without the "in" and "on the" that a date leaves behind."""
    kept = words.split()
    while kept and says_nothing(kept[-1], language):
        kept.pop()
    return " ".join(kept).rstrip(",;")
