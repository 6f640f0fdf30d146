"""Puts evidence together by what it says: the same fact from several sentences, and facts that contradict each other."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from rag.answer import Evidence
from rag.fact import ArticleById, Fact, contradicts, is_vaguer, says_same, to_the_day, value_of, with_sentence
from rag.questions.question_kind import QuestionKind
from rag.quotes.prints import ReprintsOf, no_reprints
from rag.values.marked_values import Value

# How far below the best a sentence's score may lie to be quoted beside it, for facts and for what several sentences may carry.
# Of 474 answerable questions on held-out stories (docs/stories.md), each asked of its story, the quotes hold a right answer for
# .84 within 4 and 6, with 1.6 quotes on average, and for .85 within 5 and 8, with 1.8: one added quote in twelve helps. Within
# 6.4 and 10 it is .86 with 2.0, one in thirty.
_CLOSE, _HELPFUL = 5.0, 8.0
# The items of a list stand further off, and are told where the reader all but thinks that their sentences answer. Of 220 lists
# asked for and answered on 297 stories that it has not learned from, quotes hold 178 of the 217 places with an answer (169
# without): 48 more quotes, of which 12 are right. Without asking the reader 125 more hold 186.
_LISTED, _LISTED_MARGIN = 12.0, -3.0
# A value contradicts the best one only where its sentence matches nearly as well. With an earlier reader 12 of 47 conflicts on
# held-out stories were told so, and 6 of 427 others were told one (10 and 5 within 6, 13 and 7 within 15): most of those six are
# what changed from one article to the next.
_CONFLICT_REACH = 10.0
# What another article answers is told, however far below the best, where the reader is that sure. Of 166 conflicts asked of their
# own held-out story both sides are quoted for 78 (71 without), among all stories for 27 of 70 (23); over 540 questions there are
# 1.71 quotes an answer (1.68), of which as many are right. From 4 it is 80, and fewer are right.
_SECOND_MARGIN = 6.0
# A sentence that matches as well all but repeats the question: of 540 answers on held-out stories the best sentence of one in a
# hundred, and of 50 lies that were planted to be found nine in ten.
_REPEATS_QUESTION = 0.88
# Beside such a sentence what two others of other articles say is told, even where the reader doubts that they answer: of 43
# questions answered rightly before the lie is told alone for 5; for 7 from -4, for 12 from 0.
_BESIDE_REPEATED = -6.0


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
    reach = {QuestionKind.FACT: _CONFLICT_REACH, QuestionKind.LIST: _LISTED}.get(kind, _HELPFUL)
    near = [e for e in evidence if e.score >= evidence[0].score - reach]
    facts: list[Fact] = []
    for found in near:
        piece, value = found, value_of(found, article, reprints)
        if facts and is_vaguer(value, facts[0].value):
            piece, value = to_the_day(found, (value, facts[0].value), article, reprints) or (piece, value)
        _add(facts, piece, value, article, reprints)
    best, *others = facts
    near_best = [f for f in others if _at_odds(best, f, kind, article, reprints) or _worth_telling(best, f, kind)]
    # The first may be told more exactly now.
    first, *more = _with_another_article([best, *near_best], evidence, max_citations, article, reprints)[:max_citations]
    rivals = tuple(n for n, fact in enumerate(more, 1) if _at_odds(first, fact, kind, article, reprints))
    contradicting = (0, *rivals) if rivals else ()
    return Findings(tuple(_within([first, *more], contradicting, max_citations)), contradicting)


def _add(facts: list[Fact], piece: Evidence, value: Value | None, article: ArticleById, reprints: ReprintsOf) -> None:
    """Put the sentence to the first of `facts` that says the same, or else behind them as one of its own."""
    for number, fact in enumerate(facts):
        if says_same(fact, piece, value, article):
            facts[number] = with_sentence(fact, piece, value, article, reprints)
            return
    facts.append(Fact((piece,), value))


def _at_odds(best: Fact, other: Fact, kind: QuestionKind, article: ArticleById, reprints: ReprintsOf) -> bool:
    return kind is QuestionKind.FACT and contradicts(best, other, article, reprints)


def _worth_telling(best: Fact, other: Fact, kind: QuestionKind) -> bool:
    if kind is QuestionKind.FACT:
        return other.best.score >= best.best.score - _CLOSE
    mark = other.best.mark
    if kind is QuestionKind.LIST and mark is not None and mark.margin >= _LISTED_MARGIN:
        return other.best.score >= best.best.score - _LISTED
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
    sure, count = (_SECOND_MARGIN, 1) if matches < _REPEATS_QUESTION else (_BESIDE_REPEATED, 2)
    # Another print of the same article is no other one.
    known |= {other.id for name in known for other in reprints(name)}
    others = [e for e in evidence if e.span.article_id not in known and e.mark is not None and e.mark.margin >= sure]
    facts = list(shown)
    for piece in others[: min(count, most - 1)]:
        _add(facts, piece, value_of(piece, article, reprints), article, reprints)
    added = facts[len(shown) :]
    return [*facts[: min(len(shown), most - len(added))], *added]


def _within(facts: Sequence[Fact], contradicting: Collection[int], max_citations: int) -> list[Fact]:
    """Facts first, further citations of each then, `max_citations` in all.

    The sentence that states the value is kept before others; in a conflict it is quoted itself where one alone has room.
    """
    kept = list(facts[:max_citations])
    room = max_citations - len(kept)
    trimmed = []
    for number, fact in enumerate(kept):
        cut = _cut(fact, 1 + room, is_rival=number in contradicting)
        room -= len(cut.evidence) - 1
        trimmed.append(cut)
    return trimmed


def _cut(fact: Fact, most: int, *, is_rival: bool) -> Fact:
    if fact.stating < most:
        return replace(fact, evidence=fact.evidence[:most])
    if most == 1 and not is_rival:
        return replace(fact, evidence=(fact.best,), stating=0)
    return replace(fact, evidence=(*fact.evidence[: most - 1], fact.stated_by), stating=most - 1)
