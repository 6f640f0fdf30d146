"""Keeps the evidence that can be about the day, month or year that a question asks about."""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta

from index.article import Article
from rag.answer import Evidence
from rag.fact import ArticleById
from rag.questions.asked_period import AskedPeriod, asked_period
from rag.values.coming import as_coming
from rag.values.dates import dates_in, english_dates_in
from rag.values.marked_values import known_on

# An article that is older than this at the beginning of the period tells nothing of it in a sentence without a date; a newer one
# may: "she leaves in January" (docs/decisions/0006-reader.md).
_FORESEEN = timedelta(days=60)
# What has been so since an earlier day is so in the period too.
_SINCE = re.compile(
    r"(?<!\w)(?:since|depuis|dès|à partir d[eu]|seit|ab|desde|dal|da|sinds|vanaf|from)"
    r"(?:\s+(?:le|la|les|the|dem|der|den|el|de|l['’]))*\s*$",
    re.IGNORECASE,
)


def about_period(question: str, language: str, evidence: Sequence[Evidence], article: ArticleById) -> list[Evidence]:
    """`evidence` without what is of another time than the question states; all of it where the question states none."""
    asked = asked_period(question, language)
    if asked is None:
        return list(evidence)
    return [piece for piece in evidence if _may_tell(piece, asked, article(piece.span.article_id))]


def _may_tell(piece: Evidence, asked: AskedPeriod, source: Article) -> bool:
    """Whether a sentence states a date of the period, or its article may be about it though the sentence does not say so."""
    stated = list(_agreements(piece, asked, source))
    if any(agrees is not False for agrees in stated):
        return True
    written = source.published_at
    if written is None:
        return not stated
    if written.first <= asked.last and written.last >= asked.first:
        return True
    return not stated and written.last >= asked.first - _FORESEEN


def _agreements(piece: Evidence, asked: AskedPeriod, source: Article) -> Iterator[bool | None]:
    """Of each date that the sentence states whether it agrees with the period; None where it may."""
    text, known = source.text[piece.span.start : piece.span.end], known_on(source)
    for start, end, found in dates_in(text, source.language, known):
        said = text[:start]
        day = as_coming(found, known, said, text[end:], source.language)
        lasts = (asked.lasting or _SINCE.search(said)) and day.year is not None and day.year <= asked.last.year
        yield None if lasts else day.agrees(asked.value)
    if source.language != "en":
        yield from (found.agrees(asked.value) for *_, found in english_dates_in(text, known))
