"""Puts sentences of one speech, each found by itself, into one quote, in the order in which they were said."""

from dataclasses import replace

from index.article import Article, Span
from index.sentences import SentenceKind
from rag.answer import Evidence
from rag.citations import is_citable
from rag.fact import ArticleById, Fact
from rag.facts import Findings
from rag.quotes.whole_speech import LONGEST_SPEECH_CHARS, MARK, left_open, left_unopened


def one_quote_a_speech(findings: Findings, article: ArticleById) -> Findings:
    """`findings` with the facts from one speech as one: that of the best, whose quote runs from the first sentence to the last.

    Facts that several articles tell, and those of a conflict, stay as they are.
    """
    if findings.contradicting:
        return findings
    facts: list[Fact] = []
    for fact in findings.facts:
        source = article(fact.best.span.article_id)
        known = next((n for n, other in enumerate(facts) if _of_one_speech(other, fact, source)), None)
        if known is None:
            facts.append(fact)
        else:
            best = facts[known].best
            facts[known] = replace(facts[known], evidence=(replace(best, span=_around(best, fact.best)),))
    return Findings(tuple(facts), ())


def _of_one_speech(one: Fact, other: Fact, article: Article) -> bool:
    if len(one.evidence) > 1 or len(other.evidence) > 1 or one.best.span.article_id != article.id:
        return False
    first, last = sorted((one.best, other.best), key=lambda piece: piece.span.start)
    start, behind, text = first.span.start, last.span.start, article.text
    if behind - start > LONGEST_SPEECH_CHARS or not is_citable(_around(first, last)) or not _adjoin(first, last, text):
        return False
    # Opened in the first and not closed before the last; or in its midst, and closed in the last.
    opened = left_open(text, start, behind)
    if opened is not None:
        return opened < first.span.end
    return not MARK.search(text, start, behind) and left_unopened(text, behind, last.span.end) is not None


def _around(one: Evidence, other: Evidence) -> Span:
    """From where the first of the two sentences begins to where the last ends."""
    start, end = min(one.span.start, other.span.start), max(one.span.end, other.span.end)
    return Span(one.span.article_id, start, end)


def _adjoin(first: Evidence, last: Evidence, text: str) -> bool:
    """Whether only sentences of prose, and white space, stand between the two: no heading and no page noise."""
    known = {*first.passage.chunk.sentences, *last.passage.chunk.sentences}
    end = first.span.end
    for sentence in sorted(known, key=lambda each: each.start):
        if sentence.start < end or sentence.end > last.span.start:
            continue
        if sentence.kind is not SentenceKind.PROSE or text[end : sentence.start].strip():
            return False
        end = sentence.end
    return end <= last.span.start and not text[end : last.span.start].strip()
