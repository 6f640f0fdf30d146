"""Keeps the evidence that can be about the day, month or year that a question asks about."""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta

from index.article import Article
from rag.answer import Evidence
from rag.fact import ArticleById
from rag.questions.asked_period import AskedPeriod, asked_period
from rag.quotes.prints import ReprintsOf, earliest_print, no_reprints
from rag.values.coming import as_coming
from rag.values.date_ranges import without_ranges, years_lasted
from rag.values.date_values import DateValue
from rag.values.dates import dates_in, english_dates_in
from rag.values.marked_values import known_on
from rag.values.years import YearOrCount, year_or_count

# An article that is older than this at the beginning of the period tells nothing of it in a sentence without a date; a newer one
# may: "she leaves in January" (docs/decisions/0006-reader.md).
_FORESEEN = timedelta(days=60)
# So old may an article be that tells of what is to come in a sentence without a date: who hosts a World Cup is known years
# before, and a rate or a price of then is not that of ten years later.
_FORETOLD = timedelta(days=3 * 366)
# What has been so since an earlier day is so in the period too.
_SINCE = re.compile(
    r"(?<!\w)(?:since|depuis|dès|à partir d[eu]|seit|ab|desde|dal|da|sinds|vanaf|from)"
    r"(?:\s+(?:le|la|les|the|dem|der|den|el|de|l['’]))*\s*$",
    re.IGNORECASE,
)
# What the date behind it is compared with: "gegenüber 2022", "from $394bn in 2022", "frente a los 394.000 millones de 2022".
_AGAINST = r"against|compared (?:with|to)|contre|par rapport à|gegenüber|im vergleich zu[mr]?|frente al?|respecto al?"
_COMPARED = re.compile(
    rf"(?<!\w)(?:(?:{_AGAINST})(?:\s+(?:the|les?|la|el|dem|year|jahr|año))*"
    rf"|(?:from|after|nach|après|tras|{_AGAINST})(?:\s+(?:the|les?|las?|los|den))?\s+\S{{0,3}}\d\S*(?:\s+[^\s,;:]+){{0,4}}?\s+(?:in|en|im|de)"
    r"(?:\s+(?:the\s+year|jahre?|el\s+año))?)\s*$",
    re.IGNORECASE,
)
# "19 million in 2024, against 27 million the year before" tells of 2023 too.
_YEAR_BEFORE = re.compile(
    r"(?<!\w)(?:previous year|(?:the|a|one) year (?:before|earlier(?!\s+than\b))|année précédente"
    r"|(?:un an|année) (?:plus tôt|auparavant)|vorjahr\w*|jahr (?:zuvor|davor)|año (?:anterior|antes))(?!\w)",
    re.IGNORECASE,
)
# A day that dateparser does not read, beside one that it does: "Leike, who had joined in January 2021, resigned last month". Of
# an article from before the period that is another month.
_RELATIVE = re.compile(
    r"(?<!\w)(?:last|this) (?:year|month|quarter|week|spring|summer|autumn|winter|january|february|march|april|may|june|july"
    r"|august|september|october|november|december)(?!['’]s)(?!\w)"
    r"|(?<!\w)(?:l['’]an (?:dernier|passé)|l['’]année (?:dernière|passée)|le mois dernier|la semaine dernière"
    r"|(?:vergangene[nrs]?|vorige[nrs]?|letzte[nrs]?) (?:jahr|monat|woche)|(?:el )?(?:año|mes) pasado|la semana pasada)(?!\w)",
    re.IGNORECASE,
)
_ENDS_CLAUSE = re.compile(r"[,;:](?!\d)|[.!?](?!\w)")


def about_period(
    question: str,
    language: str,
    evidence: Sequence[Evidence],
    article: ArticleById,
    reprints: ReprintsOf = no_reprints,
) -> list[Evidence]:
    """`evidence` without what is of another time than the question states; all of it where the question states none."""
    # Looking for the dates of a question takes a while.
    asked = asked_period(question, language) if evidence else None
    if asked is None:
        return list(evidence)
    return [piece for piece in evidence if _may_tell(piece, asked, article(piece.span.article_id), reprints)]


def _may_tell(piece: Evidence, asked: AskedPeriod, source: Article, reprints: ReprintsOf) -> bool:
    """Whether a sentence states a date of the period, or its article may be about it though the sentence does not say so."""
    stated = list(_agreements(piece, asked, source, reprints))
    written = source.published_at
    is_older = written is not None and written.last < asked.first
    if not is_older and _RELATIVE.search(source.text, piece.span.start, piece.span.end):
        stated.append(None)
    if any(agrees is not False for agrees in stated):
        return True
    if written is None:
        return not stated
    if written.first <= asked.last and written.last >= asked.first:
        return True
    # The day sixty days before the first of January 0001 is none.
    return not stated and asked.first - written.last <= (_FORETOLD if asked.foretold else _FORESEEN)


def _agreements(piece: Evidence, asked: AskedPeriod, source: Article, reprints: ReprintsOf) -> Iterator[bool | None]:
    """Of each date that the sentence states whether it agrees with the period; None where it may.

    What it is compared with is of another time and says nothing of when the rest was. A year beside a noun agrees where it is
    the one asked for, and is nothing where it is another: "the 2018 World Cup" and "a 2018 law". Of another day or month of that
    very year is "the 2024 Olympics opened on 26 July 2024". What lasted from one year to another may be so in any between.
    """
    text, known = source.text[piece.span.start : piece.span.end], known_on(source)
    # A range of days or months has its year too.
    left = without_ranges(text, source.language) if asked.value.month else text
    is_other_month = False
    dated = list(dates_in(text, source.language, known))
    if not all(found.year_stated and found.year for *_, found in dated):
        # A day without a year is that of the print that had the sentence first, which is cited.
        first_known = known_on(earliest_print(piece, source, reprints(source.id)))
        if first_known != known:
            known, dated = first_known, list(dates_in(text, source.language, first_known))
    tells_of_year_before = _tells_of_year_before(text, dated)
    for start, end, found in dated:
        said, left = text[:start], _blanked(left, start, end)
        day = as_coming(found, known, said, text[end:], source.language)
        lasts = (asked.lasting or _SINCE.search(said)) and day.year is not None and day.year <= asked.last.year
        is_before = day.year == asked.last.year + 1 and tells_of_year_before
        agrees = None if lasts or is_before else day.agrees(asked.value)
        is_other_month |= agrees is False and day.year == asked.first.year
        if agrees is not False or not _COMPARED.search(said):
            yield agrees
    if source.language != "en":
        for start, end, found in english_dates_in(text, known):
            left = _blanked(left, start, end)
            yield found.agrees(asked.value)
    if asked.value.day is None:
        lasted = years_lasted(text, source.language)
        yield from (None for first, last in lasted if first <= asked.first.year <= asked.last.year <= last)
    if not is_other_month and _names_year(left, asked.first.year, source.language):
        yield True


def _tells_of_year_before(text: str, dated: Sequence[tuple[int, int, DateValue]]) -> bool:
    """Whether something is counted of the year before, besides the dates: not in "in May 2024, the year before his death"."""
    for start, end, _ in dated:
        text = _blanked(text, start, end)
    return any(_YEAR_BEFORE.search(clause) and re.search(r"\d", clause) for clause in _ENDS_CLAUSE.split(text))


def _blanked(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]


def _names_year(text: str, year: int, language: str) -> bool:
    """Whether the year stands there as four digits on their own; not in "$2018", "12,2018", "2018.5" and "2018-05-03".

    Nor in "more than 2018 people".
    """
    found = re.finditer(rf"(?<![\w$€£])(?<!\d[.,]){year:04}(?![\w%]|[.,]\d|-\d\d-)", text)
    return any(
        year_or_count(one[0], text[: one.start()], text[one.end() :], language) is not YearOrCount.COUNT
        for one in found
    )
