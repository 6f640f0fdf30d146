"""A fact: what sentences say together, and whether another sentence says the same, or contradicts it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index.article import Article, Span
from index.chunks import folded
from index.words import fold
from rag.answer import Evidence
from rag.quotes.prints import ReprintsOf, earliest_print, first_printed, no_reprints
from rag.quotes.signatures import is_day_of_post, is_signature
from rag.reader.scoring import agreement
from rag.values.bounds import Bound
from rag.values.coming import as_coming
from rag.values.contraries import go_apart
from rag.values.date_bounds import Bound as DateBound
from rag.values.date_values import DateValue
from rag.values.dates import days_in
from rag.values.marked_values import Value, differ, known_on, marked_value, same
from rag.values.names import Name
from rag.values.other_words import say_otherwise
from rag.values.quantities import Quantity
from rag.values.rough_times import RoughTime

ArticleById = Callable[[str], Article]

# Marks whose words agree by this F1 say the same.
_SAME_WORDS = 0.5
# Two names contradict each other only where the reader is very sure of both. Where they had to score nearly the same instead, of
# 236 conflicts on held-out stories none was told by a name, and of 304 other questions two were; now one is, and none.
_NAMES_SURE = 10.0
# A value contradicts another only where the reader is sure that each answers. Counts of what is called by other words do as well:
# of 592 conflicts on stories that it has not learned from 175 are told so (121 where the words had to be the same), of 3,280
# other questions, asked of their own story, 35 are told one (31).
_SURE_MARGIN = 1.0
# So many words before a number say what became of it: "fell by", "stieg um rund".
_WORDS_BEFORE = 3
# What was built before 2021 was not built in it, and it was built by then.
_OUTSIDE = {DateBound.BEFORE, DateBound.AFTER}
_BEFORE_OR_BY = {DateBound.BEFORE, DateBound.BY}
_ENDS_CLAUSE = re.compile(r"[,;:]\s")


@dataclass(frozen=True, slots=True)
class Fact:
    """What sentences say together: `evidence` best first, the value that their words state, None where they state none.

    Of dates that agree the value is the most exact one, and `stating` the number of the evidence that states it.
    """

    evidence: tuple[Evidence, ...]
    value: Value | None
    stating: int = 0

    @property
    def best(self) -> Evidence:
        """The sentence to quote."""
        return self.evidence[0]

    @property
    def stated_by(self) -> Evidence:
        """The sentence whose words state the value; the best where that one is not cited."""
        return self.evidence[self.stating if self.stating < len(self.evidence) else 0]


def value_of(piece: Evidence, article: ArticleById, reprints: ReprintsOf = no_reprints) -> Value | None:
    """The value that the marked words state; None where they state none.

    A day without a year is that of the print that had the sentence first, whichever print was read: that one is cited.
    """
    source = article(piece.answer_span.article_id)
    value = marked_value(source, piece.answer_span, piece.span.end)
    if not isinstance(value, DateValue) or (value.year_stated and value.year is not None):
        return value
    first = _as_of_first_print(piece, source, reprints)
    return (
        value if first.published_at == source.published_at else marked_value(first, piece.answer_span, piece.span.end)
    )


def _as_of_first_print(piece: Evidence, source: Article, reprints: ReprintsOf) -> Article:
    """The article with the date of the earliest of its prints that has the sentence."""
    return replace(source, published_at=earliest_print(piece, source, reprints(source.id)).published_at)


def is_vaguer(value: Value | None, best: Value | None) -> bool:
    """Whether one is a year or a month and the other a day: they are seldom about the same."""
    return isinstance(value, DateValue) and isinstance(best, DateValue) and best.day is not None and value.day is None


def to_the_day(
    piece: Evidence, allowed: Sequence[Value | None], article: ArticleById, reprints: ReprintsOf = no_reprints
) -> tuple[Evidence, DateValue] | None:
    """The same sentence with the first day that it states as its words, of those that agree with one of `allowed`.

    These are the year or month that was marked, and the best day: a day beside the point would contradict what nobody asked for.
    """
    span = piece.span
    source = _as_of_first_print(piece, article(span.article_id), reprints)
    text = source.text[span.start : span.end]
    for start, end, stated in days_in(text, source.language, known_on(source)):
        day = as_coming(stated, known_on(source), text[:start], text[end:], source.language)
        if any(value is not None and same(value, day) for value in allowed):
            return replace(piece, answer_span=Span(span.article_id, span.start + start, span.start + end)), day
    return None


def with_sentence(fact: Fact, piece: Evidence, value: Value | None, article: ArticleById, reprints: ReprintsOf) -> Fact:
    """`fact` with one sentence more that says the same: it says no less than the most exact date, though a year was read first.

    A day contradicts another day, and a year none of both: it must not stand for the day that is told beside it. Nor is a year
    or a month cited for a day, which it does not say.
    """
    if _says_less(value, fact.value):
        return fact
    repeats = _repeats(fact, piece, article, reprints)
    if not _says_more(value, fact.value):
        return fact if repeats else replace(fact, evidence=(*fact.evidence, piece))
    # Two prints of one sentence are one fact whatever their dates are.
    wordings = [_wording(known, article) for known in fact.evidence]
    if (own := _wording(piece, article)) in wordings:
        return replace(fact, value=value, stating=wordings.index(own))
    # What one article says twice is cited twice only for a day, and only where the reader thinks that it answers.
    if repeats and not (isinstance(value, DateValue) and _is_sure(piece)):
        return fact
    return replace(fact, evidence=(*fact.evidence, piece), value=value, stating=len(fact.evidence))


def _says_less(value: Value | None, known: Value | None) -> bool:
    """Whether the first is the year or the month of the second; a day that leaves its year open says what is asked."""
    if not isinstance(value, DateValue) or not isinstance(known, DateValue) or same(value, known) is not True:
        return False
    return is_vaguer(value, known) or (value.month is None and known.month is not None)


def _says_more(value: Value | None, known: Value | None) -> bool:
    """Whether the first says the same more exactly: a day for a month, a first name too, 1,498,000 for 1.5 million."""
    if value is None or known is None or same(value, known) is not True:
        return False
    match value, known:
        case DateValue(), DateValue():
            return value.exactness() > known.exactness()
        case Name(), Name():
            return len(value.words) > len(known.words) and value.words[-len(known.words) :] == known.words
        case Quantity(), Quantity():
            return value.is_finer(known)
        case _:
            return False


def _is_sure(piece: Evidence) -> bool:
    return piece.mark is not None and piece.mark.margin >= _SURE_MARGIN


def says_same(fact: Fact, piece: Evidence, value: Value | None, article: ArticleById) -> bool:
    """Whether the sentence with that value says what the fact does."""
    # Two prints of one sentence do not contradict each other, though a day without a year be another in each.
    if any(_wording(known, article) == _wording(piece, article) for known in fact.evidence):
        return True
    if fact.value is not None and value is not None:
        agree = same(fact.value, value)
        if agree is not None:
            counted = agree and isinstance(value, Quantity)
            return agree and not (counted and any(_go_apart(piece, known, article) for known in fact.evidence))
        if _are_others(fact.value, value):
            return False
    own = _said(piece, article)
    return any(_agree_in_words(own, _said(known, article)) for known in fact.evidence)


def _said(piece: Evidence, article: ArticleById) -> tuple[str, str]:
    """The marked words and their language."""
    return _words(piece.answer_span, article), article(piece.answer_span.article_id).language


def _go_apart(one: Evidence, other: Evidence, article: ArticleById) -> bool:
    """Whether by the words before one something rose, and by those before the other it fell: 5 percent is the same in both."""
    return go_apart(_told(one, article), _told(other, article))


def _told(piece: Evidence, article: ArticleById) -> tuple[str, str]:
    """The marked words with the last few before them in their sentence, and their language."""
    source = article(piece.span.article_id)
    before = _ENDS_CLAUSE.split(folded(source.text[piece.span.start : piece.answer_span.start]))[-1]
    return " ".join([*before.split()[-_WORDS_BEFORE:], _words(piece.answer_span, article)]), source.language


def _agree_in_words(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether marked words, each with their language, share most of their words, and nothing that they say differs."""
    return agreement(one[0], [other[0]], "").f1 >= _SAME_WORDS and not say_otherwise(one, other)


def _are_others(one: Value, other: Value) -> bool:
    """Whether two values of which nothing is said are not the same, whatever other words they share.

    15 years and 15 months in prison, a few hours and a few months, 700 employees and 500 workers, Sam and Jack Altman, before
    2021 and in 2021. Before and by 2021 may be one, and so may March and the spring.
    """
    if isinstance(one, DateValue) and isinstance(other, DateValue):
        bounds = {one.bound, other.bound}
        return len(bounds) > 1 and bounds != _BEFORE_OR_BY and not bounds.isdisjoint(_OUTSIDE)
    if isinstance(one, Name) and isinstance(other, Name):
        return True
    if isinstance(one, RoughTime) and isinstance(other, RoughTime):
        return one.unit != other.unit
    if not isinstance(one, Quantity) or not isinstance(other, Quantity):
        return _is_amount(one) or _is_amount(other)
    if one.number != other.number or {one.bound, other.bound} == {Bound.OVER, Bound.UNDER}:
        return True
    return any(value.measures or _is_amount(value) for value in (one, other))


def _is_amount(value: Value) -> bool:
    """Whether it is money or a share; 10 of another currency share its words, and say something else."""
    return isinstance(value, Quantity) and value.kind == "amount"


def _repeats(fact: Fact, piece: Evidence, article: ArticleById, reprints: ReprintsOf) -> bool:
    """Whether another citation of the same words, or from another print of the same article, would tell nobody anything.

    Where prints differ in the sentence itself, the one that had it first is worth a citation: it is from there.
    """
    own = piece.span.article_id
    prints = {other.id for other in reprints(own)}
    return any(
        known.span.article_id == own
        or _wording(known, article) == _wording(piece, article)
        or (known.span.article_id in prints and not _came_before(piece, known, article, reprints))
        for known in fact.evidence
    )


def _came_before(piece: Evidence, known: Evidence, article: ArticleById, reprints: ReprintsOf) -> bool:
    first, other = (first_printed(e, article(e.span.article_id), reprints(e.span.article_id)) for e in (piece, known))
    return first < other


def _wording(piece: Evidence, article: ArticleById) -> str:
    return fold(_words(piece.span, article))


def contradicts(best: Fact, other: Fact, article: ArticleById, reprints: ReprintsOf = no_reprints) -> bool:
    """Whether another article states, and the reader is sure of it, a value that cannot be right beside that of the best."""
    if best.value is None or other.value is None or not differ(best.value, other.value):
        return False
    if is_vaguer(other.value, best.value) or is_vaguer(best.value, other.value):
        return False
    one, two = _surest(best, best.value, article, reprints), _surest(other, other.value, article, reprints)
    if one.mark is None or two.mark is None or one.span.article_id == two.span.article_id:
        return False
    # A post says when it was written, which is seldom what is asked.
    if any(_is_signed(said, article) for said in (one, two)):
        return False
    sure = min(one.mark.margin, two.mark.margin)
    if not isinstance(best.value, Name):
        return sure >= _SURE_MARGIN
    # Two names may both be right: several people found a company, and posts pass on. "Germany" and "Deutschland" are one.
    return sure >= _NAMES_SURE and article(two.span.article_id).language == article(one.span.article_id).language


def _is_signed(said: Evidence, article: ArticleById) -> bool:
    """Whether it says no more than when a post was written."""
    return is_signature(_words(said.span, article)) or is_day_of_post(
        article(said.span.article_id), said.span, said.answer_span
    )


def _surest(fact: Fact, value: Value, article: ArticleById, reprints: ReprintsOf) -> Evidence:
    """Of the sentences that state its `value` no less exactly, the one that the reader is surest of."""
    stating = [piece for piece in fact.evidence if piece.mark is not None and _states(piece, value, article, reprints)]
    return max(stating, key=lambda piece: piece.mark.margin if piece.mark else 0.0, default=fact.stated_by)


def _states(piece: Evidence, value: Value, article: ArticleById, reprints: ReprintsOf) -> bool:
    own = value_of(piece, article, reprints)
    return own is not None and same(own, value) is True and not is_vaguer(own, value)


def takes_side(
    piece: Evidence, others: Sequence[Fact], article: ArticleById, reprints: ReprintsOf = no_reprints
) -> bool:
    """Whether a sentence of one side of a conflict agrees with none of the `others`, as late 2023 does with two days of it."""
    own = value_of(piece, article, reprints)
    return own is None or not any(other.value is not None and same(own, other.value) is True for other in others)


def _words(span: Span, article: ArticleById) -> str:
    return folded(article(span.article_id).text[span.start : span.end])
