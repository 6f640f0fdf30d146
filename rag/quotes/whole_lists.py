"""Takes what belongs to a sentence into its quote: the rest of its list, what stands behind a colon, the answer of an FAQ."""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.article import Span
from index.layout import first_line, is_below_header, trimmed
from index.sentences import Sentence, SentenceKind
from index.words import question_terms
from rag.answer import Evidence
from rag.citations import is_citable
from rag.fact import ArticleById, Fact
from rag.facts import Findings
from rag.questions.question_kind import QuestionKind

# Who asks for several things or for the way to do something wants the whole list, others the item that answers.
_WANT_ALL = frozenset({QuestionKind.LIST, QuestionKind.MANNER})
# Of the words that say something, a question of the article shares these with the one that is asked.
_REPEATS = 0.6
# What stands this far below a heading that asks what is asked is quoted from the heading on: it may begin with "No."
_NEAR_HEADING_CHARS = 400
_HEADING_MARK = re.compile(r"#{1,6}\s+(?=\S)")


def whole_lists(findings: Findings, question: str, kind: QuestionKind, article: ArticleById) -> Findings:
    """`findings`, told to a `question` of that kind, with whole lists, and without what a list quoted before it holds.

    Of values that contradict each other each keeps the sentence that states it.
    """
    if findings.contradicting:
        return findings
    facts: list[Fact] = []
    for fact in findings.facts:
        if any(known.best.span.holds(fact.best.span) for known in facts):
            continue
        whole = _with_what_belongs(fact.best, question, kind, article)
        told = [piece.span for known in facts for piece in known.evidence]
        # The question of an FAQ, of which the answer was told before, tells nothing.
        if _is_question_of(whole, fact.best) and any(span.touches(whole.answer_span) for span in told):
            continue
        # What was told before is not told again in a longer quote.
        pieces = (fact.best if any(whole.span.touches(span) for span in told) else whole, *fact.evidence[1:])
        # Further citations of a fact that the list itself holds would say it twice.
        more = tuple(piece for piece in pieces[1:] if not pieces[0].span.holds(piece.span))
        stating = fact.stating if len(more) == len(pieces) - 1 else 0
        facts.append(replace(fact, evidence=(pieces[0], *more), stating=stating))
    return replace(findings, facts=tuple(facts))


def _with_what_belongs(evidence: Evidence, question: str, kind: QuestionKind, article: ArticleById) -> Evidence:
    sentences, span = evidence.passage.chunk.sentences, evidence.span
    own = next((n for n, s in enumerate(sentences) if (s.start, s.end) == (span.start, span.end)), None)
    if own is None:
        return evidence
    source = article(span.article_id)
    text = source.text
    first = last = own
    answer = evidence.answer_span
    goes_on = own + 1 < len(sentences) and _follows(sentences, own + 1, text)
    heading = _asking_heading(sentences, own, text, question, source.language)
    if sentences[own].kind is SentenceKind.ITEM and (kind in _WANT_ALL or heading is not None):
        while first > 0 and _follows_in_list(sentences, first, text) and sentences[first - 1].kind is SentenceKind.ITEM:
            first -= 1
        if first > 0 and _follows(sentences, first, text) and _announces(sentences[first - 1], text):
            first -= 1
        last = _last_item(sentences, own, text)
    elif goes_on and _announces(sentences[own], text):
        listed = sentences[own + 1].kind is SentenceKind.ITEM
        last = _last_item(sentences, own + 1, text) if listed else own + 1
    elif goes_on and _asks(question, text[span.start : span.end], source.language):
        last = own + 1
        answer = Span(span.article_id, sentences[last].start, sentences[last].end)
    start = sentences[first].start if heading is None else _without_mark(heading, text)
    whole = Span(span.article_id, start, sentences[last].end)
    return replace(evidence, span=whole, answer_span=answer) if is_citable(whole) else evidence


def _is_question_of(whole: Evidence, own: Evidence) -> bool:
    """Whether `whole` is the question that its `own` sentence asks, with the answer behind it."""
    return whole.span.start == own.span.start and whole.answer_span.start >= own.span.end


def _asking_heading(
    sentences: Sequence[Sentence], own: int, text: str, question: str, language: str
) -> Sentence | None:
    """The heading close above that sentence which asks what is asked, and nothing else; None where there is none."""
    at = own
    while at > 0 and _follows(sentences, at, text):
        at -= 1
        heading = sentences[at]
        if heading.kind is SentenceKind.HEADING:
            near = sentences[own].start - heading.end <= _NEAR_HEADING_CHARS
            words = text[heading.start : heading.end]
            same = _asks(question, words, language) and _repeats(question, words, language)
            return heading if near and same else None
    return None


def _without_mark(heading: Sentence, text: str) -> int:
    """Where the words of a heading begin, behind the signs that make it one."""
    mark = _HEADING_MARK.match(text, heading.start, heading.end)
    return mark.end() if mark else heading.start


def _last_item(sentences: Sequence[Sentence], number: int, text: str) -> int:
    """The last of the items that follow each other from that one on."""
    while (
        number + 1 < len(sentences)
        and sentences[number + 1].kind is SentenceKind.ITEM
        and _follows_in_list(sentences, number + 1, text)
    ):
        number += 1
    return number


def _follows(sentences: Sequence[Sentence], number: int, text: str) -> bool:
    """Whether it is no heading and nothing but white space, or the dashes of a table, stands between it and the one before."""
    before, own = sentences[number - 1], sentences[number]
    between = trimmed(text, before.end, own.start)
    return own.kind is not SentenceKind.HEADING and (between.start == between.end or is_below_header(text, between))


def _follows_in_list(sentences: Sequence[Sentence], number: int, text: str) -> bool:
    """Whether it follows upon the one before, and begins no table."""
    return _follows(sentences, number, text) and not _is_header(sentences[number], text)


def _is_header(sentence: Sentence, text: str) -> bool:
    return is_below_header(text, first_line(text, sentence.end))


def _asks(question: str, sentence: str, language: str) -> bool:
    """Whether a sentence asks what is asked, as those of frequent questions do, whose answer stands behind them."""
    if not sentence.rstrip('*_ »”"').endswith(("?", "\uff1f", "\u061f")):
        return False
    return _repeats(sentence, question, language)


def _repeats(words: str, others: str, language: str) -> bool:
    """Whether most of the words that say something stand among the others too."""
    own, known = (set(question_terms(each, language, (language,))) for each in (words, others))
    return bool(own) and len(own & known) >= _REPEATS * len(own)


def _announces(sentence: Sentence, text: str) -> bool:
    """Whether what it means stands behind it: it ends in a colon, or is the header of a table."""
    return _is_header(sentence, text) or text[sentence.start : sentence.end].rstrip("*_ ").endswith((":", "\uff1a"))
