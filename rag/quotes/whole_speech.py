"""Takes the rest of what somebody says into a quote that begins or ends in its midst, so that no quotation mark stands alone."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from index.article import Article, Span
from index.sentences import Sentence, SentenceKind
from rag.answer import Evidence

# A longer speech says more than what is asked.
_LONGEST_SPEECH_CHARS = 300
_MARK = re.compile(r'[«»“”„"]')
_OPENING, _CLOSING = re.compile('[«“„"]'), re.compile('[»”“"]')
_SHAPED_OPENING = "«“„"
_BEHIND_CLOSING = ",.;:!?…)]"
_BEFORE_OPENING = "([—–-"


def with_whole_speech(evidence: Evidence, article: Article, quoted: Collection[Span]) -> Evidence:
    """`evidence` with the sentences of its passage up to the mark that closes what it quotes, or back to the one that opens it.

    A mark at the very edge of a quote is not shown, so nothing is taken in for it. None of `quoted` is taken in, which stand in
    the answer by themselves, no heading, and nothing beyond page noise.
    """
    span, text = evidence.span, article.text
    opened, closed = _shown_alone(text, span.start, span.end)
    if opened is None and closed is None:
        return evidence
    sentences = evidence.passage.chunk.sentences
    start, end = span.start, span.end
    if opened is not None:
        behind = [s for s in sentences if s.start >= end and s.end <= opened + _LONGEST_SPEECH_CHARS]
        reached = (s.end for s in _adjoining(behind, span, article, quoted))
        end = next((at for at in reached if _alone(text, opened, at) == (None, None)), end)
    if closed is not None:
        before = [s for s in reversed(sentences) if s.end <= start and s.start >= closed - _LONGEST_SPEECH_CHARS]
        reached = (s.start for s in _adjoining(before, span, article, quoted))
        start = next((at for at in reached if _alone(text, at, closed + 1) == (None, None)), start)
    return replace(evidence, span=Span(article.id, start, end))


def _adjoining(
    sentences: Collection[Sentence], span: Span, article: Article, quoted: Collection[Span]
) -> Iterator[Sentence]:
    """Those that may be taken in, from `span` on: nothing but white space lies between."""
    first, last = span.start, span.end
    for sentence in sentences:
        between = article.text[last : sentence.start] if sentence.start >= last else article.text[sentence.end : first]
        own = Span(article.id, sentence.start, sentence.end)
        if sentence.kind is not SentenceKind.PROSE or between.strip() or any(other.touches(own) for other in quoted):
            return
        first, last = min(first, sentence.start), max(last, sentence.end)
        yield sentence


def _shown_alone(text: str, start: int, end: int) -> tuple[int | None, int | None]:
    """As `_alone`, without a mark at an edge that goes when the quote is shown."""
    opened, closed = _alone(text, start, end)
    if opened == start and not _CLOSING.search(text, start + 1, end):
        opened = None
    if closed == end - 1 and not _OPENING.search(text, start, end - 1):
        closed = None
    return opened, closed


def _alone(text: str, start: int, end: int) -> tuple[int | None, int | None]:
    """Where in that range the first mark stands that is not closed, and the last one that closes what is not opened."""
    opened: list[int] = []
    closed = None
    for mark in _MARK.finditer(text, start, end):
        if _opens(text, mark.start()):
            opened.append(mark.start())
        elif opened:
            opened.pop()
        else:
            closed = mark.start()
    return (opened[0] if opened else None), closed


def _opens(text: str, at: int) -> bool:
    """Whether a mark opens: languages disagree on shapes, so spaces decide first."""
    before, behind = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    free_before = not before or before.isspace() or before in _BEFORE_OPENING
    free_behind = not behind or behind.isspace() or behind in _BEHIND_CLOSING
    return free_before if free_before is not free_behind else text[at] in _SHAPED_OPENING
