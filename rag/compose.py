"""Puts evidence into the words of an answer: quotes, each with its citation."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from index.article import Article, PartialDate, Span
from index.chunks import folded
from rag.answer import Citation, Conflict, ConflictSide, Evidence, Statement
from rag.citations import is_citable
from rag.fact import ArticleById, Fact, takes_side
from rag.facts import Findings, gather
from rag.questions.question_kind import question_kind
from rag.quotes.antecedents import with_antecedent, with_post
from rag.quotes.block_quotations import with_who_said_it
from rag.quotes.prints import ReprintsOf, cite_earliest, no_reprints
from rag.quotes.same_speech import one_quote_a_speech
from rag.quotes.shown_words import in_quotation_marks
from rag.quotes.table_rows import with_cell, with_header
from rag.quotes.whole_lists import whole_lists
from rag.quotes.whole_speech import with_whole_speech
from rag.values.date_values import DateValue
from rag.values.quantities import Quantity

# A second quote is worth a reader's time only if it matches the question nearly as well as the first. Measured on 440 XQuAD
# questions each: quoting what lies within .012 of the best holds the answer for .88 of English questions on English, .86 on
# Spanish and .82 of German on German, with 1.2 to 1.4 quotes; the best alone .83, .77 and .78; within .03 .93, .91 and .90,
# with 1.6 to 2.0 quotes, most of them beside the point.
CLOSE_SCORE = 0.012

# Evidence as it is, and with the sentences of the passages beside its own.
InContext = Callable[[Evidence], Evidence]
# Of the articles that say the same, None for one without a date.
Dates = Sequence[PartialDate | None]


@dataclass(frozen=True, slots=True)
class Composed:
    """The answer's text, its statements, the citations in the order of their first use, and where articles disagree."""

    text: str
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    conflicts: tuple[Conflict, ...]


NOTHING = Composed("", (), (), ())


def compose(
    question: str,
    evidence: Sequence[Evidence],
    max_citations: int,
    article: ArticleById,
    reprints: ReprintsOf = no_reprints,
    in_context: InContext = lambda evidence: evidence,
) -> Composed:
    """The answer that `evidence` gives, best first: quotes, whichever finder chose them."""
    if evidence and evidence[0].mark is not None:
        kind = question_kind(question)
        evidence = [with_cell(piece, question, article(piece.span.article_id)) for piece in evidence]
        told = one_quote_a_speech(gather(evidence, kind, max_citations, article, reprints), article)
        findings = whole_lists(told, question, kind, article)
    else:
        facts = tuple(Fact((piece,), None) for piece in choose(evidence, max_citations, article))
        findings = Findings(facts, ())
    return quote_all(findings, article, reprints, in_context)


def choose(evidence: Sequence[Evidence], max_citations: int, article: ArticleById) -> list[Evidence]:
    """The evidence worth quoting, best first: what scores close to the best, each wording once."""
    chosen: list[Evidence] = []
    wordings: set[str] = set()
    for candidate in evidence:
        if len(chosen) == max_citations or candidate.score < evidence[0].score - CLOSE_SCORE:
            break
        span = candidate.span
        wording = folded(article(span.article_id).text[span.start : span.end]).casefold()
        if wording not in wordings:
            wordings.add(wording)
            chosen.append(candidate)
    return chosen


def quote_all(
    findings: Findings,
    article: ArticleById,
    reprints: ReprintsOf = no_reprints,
    in_context: InContext = lambda evidence: evidence,
) -> Composed:
    """One statement a fact: the words of its best sentence between quotation marks, with the citations of all that say it."""
    text = ""
    statements: list[Statement] = []
    citations: list[Citation] = []
    quoted_alone = {evidence.span for fact in findings.facts for evidence in fact.evidence}
    for fact in findings.facts:
        first = len(citations)
        for evidence in fact.evidence:
            found_in = evidence.span.article_id
            citations.append(_cite(in_context(evidence), article(found_in), reprints(found_in), quoted_alone))
        quoted = citations[first]
        text += " " if text else ""
        shown = in_quotation_marks(quoted.quote, quoted.article.language)
        statements.append(Statement(len(text), len(text) + len(shown), tuple(range(first, len(citations)))))
        text += shown
    conflicts = _conflicts(findings, statements, citations, article, reprints)
    return Composed(text, tuple(statements), tuple(citations), conflicts)


def _cite(evidence: Evidence, article: Article, reprints: Sequence[Article], quoted: Collection[Span]) -> Citation:
    """The citation of a sentence, with what belongs to it where all prints that have the sentence have that too.

    That is what its pronoun stands for, and the rest of a speech that it begins or ends in the midst of, of a block quotation
    who said it, and of the row of a table the names of its columns. The signature of a post has the post, and is cited from a
    print that has both.
    """
    signed = with_post(evidence, article, quoted)
    alone = cite_earliest(signed, article, reprints)
    named = with_header(with_antecedent(signed, article, quoted), article, quoted)
    wider = with_whole_speech(with_who_said_it(named, article, quoted), article, quoted)
    if wider.span.start < named.span.start:
        wider = with_antecedent(wider, article, quoted)
    if wider == signed or not is_citable(wider.span):
        return alone
    whole = cite_earliest(wider, article, reprints)
    return whole if _prints(whole) == _prints(alone) else alone


def _prints(citation: Citation) -> set[str]:
    return {citation.article.id, *(other.article.id for other in citation.also_in)}


def _conflicts(
    findings: Findings,
    statements: Sequence[Statement],
    citations: Sequence[Citation],
    article: ArticleById,
    reprints: ReprintsOf,
) -> tuple[Conflict, ...]:
    """The facts that contradict each other as the sides of one conflict, that of the newest article first.

    Where dates do not tell which it is, the one whose dates reach furthest stands first, and none is marked as the newest. What
    says no more than both sides do is cited for neither.
    """
    if not findings.contradicting:
        return ()
    cited = {}
    for number in findings.contradicting:
        fact, others = findings.facts[number], [findings.facts[n] for n in findings.contradicting if n != number]
        both = zip(statements[number].citations, fact.evidence, strict=True)
        own = tuple(n for n, piece in both if takes_side(piece, others, article, reprints))
        cited[number] = own or statements[number].citations
    dates = {number: [citations[n].article.published_at for n in own] for number, own in cited.items()}
    written = _written({number: findings.facts[number] for number in cited})
    sides, kind = [], ""
    for number in sorted(cited, key=lambda n: _latest(dates[n]), reverse=True):
        fact = findings.facts[number]
        stating = citations[statements[number].citations[fact.evidence.index(fact.stated_by)]]
        words = folded(stating.article.text[stating.answer_span.start : stating.answer_span.end])
        kind = fact.value.kind if fact.value is not None else kind
        newest = _is_newest(dates[number], [days for other, days in dates.items() if other != number])
        sides.append(ConflictSide(written[number], words, cited[number], newest))
    return (Conflict(kind, tuple(sides)),)


def _written(facts: Mapping[int, Fact]) -> dict[int, str]:
    """The value of each fact as the contract has it; early and late 2023 by their months, since both are 2023.

    Where numbers are alike, 3 weeks and 3 months, each has its unit.
    """
    plain = {number: str(fact.value) for number, fact in facts.items()}
    alike = {value for value, times in Counter(plain.values()).items() if times > 1}
    return {
        number: fact.value.in_full()
        if isinstance(fact.value, DateValue | Quantity) and plain[number] in alike
        else plain[number]
        for number, fact in facts.items()
    }


def _latest(dates: Dates) -> date:
    """The last day that any of `dates` can mean; the first of all days where none is known."""
    return max((day.last for day in dates if day), default=date.min)


def _is_newest(own: Dates, others: Sequence[Dates]) -> bool:
    """Whether one of `own` is later than all of `others`, whichever days they mean; an unknown date may mean any day."""
    first = max((day.first for day in own if day), default=date.min)
    return all(day is not None and day.last < first for side in others for day in side)
