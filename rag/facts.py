"""Puts evidence together by what it says: the same fact from several sentences, and facts that contradict each other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index.article import Article, Span
from index.chunks import folded
from index.words import fold
from rag.answer import Evidence
from rag.date_values import DateValue
from rag.dates import days_in
from rag.names import Name
from rag.prints import ReprintsOf, first_printed, no_reprints
from rag.quantities import Quantity
from rag.question_kind import QuestionKind
from rag.reader.scoring import agreement
from rag.signatures import is_signature
from rag.values import Value, known_on, marked_value, same

ArticleById = Callable[[str], Article]

# Marks whose words agree by this F1 say the same.
_SAME_WORDS = 0.5
# How far below the best a sentence's score may lie to be quoted beside it, for facts and for what several sentences may carry.
# Of 474 answerable questions on held-out stories (docs/stories.md), each asked of its story, the quotes hold a right answer for
# .84 within 4 and 6, with 1.6 quotes on average, and for .85 within 5 and 8, with 1.8: one added quote in twelve helps. Within
# 6.4 and 10 it is .86 with 2.0, one in thirty.
_CLOSE, _HELPFUL = 5.0, 8.0
# Two names contradict each other only where they score nearly the same.
_NAMES_CLOSE = 1.3
# A value contradicts the best one only where the reader is sure that it answers, and its sentence matches nearly as well as the
# best. With an earlier reader 12 of 47 conflicts on held-out stories were told so, and 6 of 427 others were told one (10 and 5
# within 6, 13 and 7 within 15): most of those six are what changed from one article to the next.
_SURE_MARGIN, _CONFLICT_REACH = 1.0, 10.0
# What another article answers is told, however far below the best, where the reader is that sure. Of 166 conflicts asked of their
# own held-out story both sides are quoted for 77 (69 without), among all stories for 27 of 70 (23); over 540 questions there are
# 1.71 quotes an answer (1.67), of which as many are right. From 4 it is 80, and fewer are right.
_SECOND_MARGIN = 6.0
# A sentence that matches as well all but repeats the question: of 540 answers on held-out stories the best sentence of one in a
# hundred, and of 50 lies that were planted to be found nine in ten.
_REPEATS_QUESTION = 0.88


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


@dataclass(frozen=True, slots=True)
class Findings:
    """The facts to tell, best first, and the numbers of those that give different values for the same thing, two at least."""

    facts: tuple[Fact, ...]
    contradicting: tuple[int, ...]


def gather(
    evidence: Sequence[Evidence],
    kind: QuestionKind,
    max_citations: int,
    article: ArticleById,
    reprints: ReprintsOf = no_reprints,
) -> Findings:
    """The facts of `evidence` (read by a reader, best first) that answer a question of that kind."""
    if not evidence:
        return Findings((), ())
    reach = _CONFLICT_REACH if kind is QuestionKind.FACT else _HELPFUL
    near = [e for e in evidence if e.score >= evidence[0].score - reach]
    facts: list[Fact] = []
    for found in near:
        piece, value = found, _value(found, article)
        if facts and _is_vaguer(value, facts[0].value):
            piece, value = _to_the_day(found, (value, facts[0].value), article) or (piece, value)
        place = next((n for n, fact in enumerate(facts) if _says_same(fact, piece, value, article)), None)
        if place is None:
            facts.append(Fact((piece,), value))
        else:
            facts[place] = _joined(
                facts[place], piece, value, cited=not _repeats(facts[place], piece, article, reprints)
            )
    best = facts[0]

    def at_odds(fact: Fact) -> bool:
        return kind is QuestionKind.FACT and _contradicts(best, fact, article)

    told = [best, *(f for f in facts[1:] if at_odds(f) or _worth_telling(best, f, kind))]
    told = _with_another_article(told, evidence, max_citations, article, reprints)
    kept = _within(told, max_citations)
    contradicting = tuple(n for n, fact in enumerate(told[:max_citations]) if n == 0 or at_odds(fact))
    return Findings(tuple(kept), contradicting if len(contradicting) > 1 else ())


def _joined(fact: Fact, piece: Evidence, value: Value | None, *, cited: bool) -> Fact:
    """`fact` with one sentence more: it says no less than the most exact date, though a year was read first.

    A day contradicts another day, and a year none of both: it must not stand for the day that is told beside it.
    """
    more = replace(fact, evidence=(*fact.evidence, piece)) if cited else fact
    if not isinstance(value, DateValue) or not isinstance(fact.value, DateValue):
        return more
    # Two prints of one sentence are one fact whatever their dates are.
    if value.exactness() <= fact.value.exactness() or not same(value, fact.value):
        return more
    return replace(more, value=value, stating=len(fact.evidence) if cited else fact.stating)


def _value(piece: Evidence, article: ArticleById) -> Value | None:
    return marked_value(article(piece.answer_span.article_id), piece.answer_span, piece.span.end)


def _is_vaguer(value: Value | None, best: Value | None) -> bool:
    """Whether one is a year or a month and the other a day: they are seldom about the same."""
    return isinstance(value, DateValue) and isinstance(best, DateValue) and best.day is not None and value.day is None


def _to_the_day(
    piece: Evidence, allowed: Sequence[Value | None], article: ArticleById
) -> tuple[Evidence, DateValue] | None:
    """The same sentence with the first day that it states as its words, of those that agree with one of `allowed`.

    These are the year or month that was marked, and the best day: a day beside the point would contradict what nobody asked for.
    """
    source, span = article(piece.span.article_id), piece.span
    for start, end, day in days_in(source.text[span.start : span.end], source.language, known_on(source)):
        if any(value is not None and same(value, day) for value in allowed):
            return replace(piece, answer_span=Span(span.article_id, span.start + start, span.start + end)), day
    return None


def _words(span: Span, article: ArticleById) -> str:
    return folded(article(span.article_id).text[span.start : span.end])


def _says_same(fact: Fact, piece: Evidence, value: Value | None, article: ArticleById) -> bool:
    # Two prints of one sentence do not contradict each other, though a day without a year be another in each.
    if any(_wording(known, article) == _wording(piece, article) for known in fact.evidence):
        return True
    if fact.value is not None and value is not None:
        agree = same(fact.value, value)
        if agree is not None:
            return agree
        if _are_others(fact.value, value):
            return False
    words = _words(piece.answer_span, article)
    return any(agreement(words, [_words(known.answer_span, article)], "").f1 >= _SAME_WORDS for known in fact.evidence)


def _are_others(one: Value, other: Value) -> bool:
    """Whether two values of which nothing is said are not the same, whatever other words they share.

    15 years and 15 months in prison, 700 employees and 500 workers of OpenAI, Sam and Jack Altman.
    """
    if isinstance(one, Name) and isinstance(other, Name):
        return True
    if not isinstance(one, Quantity) or not isinstance(other, Quantity):
        return _is_amount(one) or _is_amount(other)
    return one.number != other.number or any(value.measures or _is_amount(value) for value in (one, other))


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


def _contradicts(best: Fact, other: Fact, article: ArticleById) -> bool:
    """Another value of the same kind, of which the reader is sure, from another article."""
    if best.value is None or other.value is None or same(best.value, other.value) is not False:
        return False
    one, two = best.stated_by, other.stated_by
    if one.mark is None or two.mark is None:
        return False
    if _is_vaguer(other.value, best.value) or _is_vaguer(best.value, other.value):
        return False
    # A post says when it was written, which is seldom what is asked.
    if any(is_signature(_words(said.span, article)) for said in (one, two)):
        return False
    elsewhere = two.span.article_id != one.span.article_id
    sure = min(one.mark.margin, two.mark.margin) >= _SURE_MARGIN
    if not isinstance(best.value, Name):
        return elsewhere and sure
    # Two names may both be right: several people found a company, and posts pass on. "Germany" and "Deutschland" are one.
    one_language = article(two.span.article_id).language == article(one.span.article_id).language
    return elsewhere and sure and one_language and other.best.score >= best.best.score - _NAMES_CLOSE


def _worth_telling(best: Fact, other: Fact, kind: QuestionKind) -> bool:
    if kind is QuestionKind.FACT:
        return other.best.score >= best.best.score - _CLOSE
    return other.best.score >= best.best.score - _HELPFUL


def _with_another_article(
    told: list[Fact], evidence: Sequence[Evidence], most: int, article: ArticleById, reprints: ReprintsOf
) -> list[Fact]:
    """`told`, and where one article says all of it, what another surely answers too: no article answers alone.

    Who plants an article that repeats a question stands first with it, however sure the reader is of the others.
    """
    shown = told[:most]
    known = {piece.span.article_id for fact in shown for piece in fact.evidence}
    if len(known) > 1 or most == 1:
        return told
    matches = max((e.mark.match for fact in shown for e in fact.evidence if e.mark is not None), default=0.0)
    sure, count = (_SECOND_MARGIN, 1) if matches < _REPEATS_QUESTION else (0.0, 2)
    others = [e for e in evidence if e.span.article_id not in known and e.mark is not None and e.mark.margin >= sure]
    added: list[Fact] = []
    for piece in others[: min(count, most - 1)]:
        value = _value(piece, article)
        place = next((n for n, fact in enumerate(shown) if _says_same(fact, piece, value, article)), None)
        if place is None:
            added.append(Fact((piece,), value))
        else:
            cited = not _repeats(shown[place], piece, article, reprints)
            shown[place] = _joined(shown[place], piece, value, cited=cited)
    return [*shown[: most - len(added)], *added]


def _within(facts: Sequence[Fact], max_citations: int) -> list[Fact]:
    """Facts first, further citations of each then, `max_citations` in all."""
    kept = list(facts[:max_citations])
    room = max_citations - len(kept)
    trimmed = []
    for fact in kept:
        more = fact.evidence[1 : 1 + room]
        room -= len(more)
        trimmed.append(replace(fact, evidence=(fact.best, *more)))
    return trimmed
