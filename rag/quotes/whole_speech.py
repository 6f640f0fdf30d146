"""Takes the rest of what somebody says into a quote that begins or ends in its midst, so that no quotation mark stands alone."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from index.article import Article, Span
from index.sentences import Sentence, SentenceKind
from rag.answer import Evidence

# A longer speech says more than what is asked.
LONGEST_SPEECH_CHARS = 300
MARK = re.compile(r'[«»“”„"]')
_OPENING, _CLOSING = re.compile('[«“„"]'), re.compile('[»”“"]')
_SHAPED_OPENING = "«“„"
_BEHIND_CLOSING = ",.;:!?…)]"
_BEFORE_OPENING = "([—–-"
# Behind a speech who it is of: "», a-t-elle dit."
_SAYS_WHO = re.compile(r'[»”“"],?\s*[^\W\d_]')


def with_whole_speech(evidence: Evidence, article: Article, quoted: Collection[Span]) -> Evidence:
    """`evidence` with the sentences of its passage up to the mark that closes what it quotes, or back to the one that opens it.

    A mark at the very edge of a quote is not shown, so nothing is taken in for it, unless what stands behind the speech says who
    speaks. None of `quoted` is taken in, which stand in the answer by themselves, no heading, and nothing beyond page noise.
    """
    span, text = evidence.span, article.text
    opened, closed = _shown_alone(text, span.start, span.end)
    at_edge = opened is None and _alone(text, span.start, span.end)[0] == span.start
    opened = span.start if at_edge else opened
    if opened is None and closed is None:
        return evidence
    sentences = evidence.passage.chunk.sentences
    start, end = span.start, span.end
    if opened is not None:
        behind = [s for s in sentences if s.start >= end and s.end <= opened + LONGEST_SPEECH_CHARS]
        reached = (s.end for s in _adjoining(behind, span, article, quoted))
        closing = next((at for at in reached if _alone(text, opened, at) == (None, None)), end)
        end = end if at_edge and not _SAYS_WHO.search(text, end, closing) else closing
    if closed is not None:
        before = [s for s in reversed(sentences) if s.end <= start and s.start >= closed - LONGEST_SPEECH_CHARS]
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
    for mark in MARK.finditer(text, start, end):
        if _opens(text, mark.start()):
            opened.append(mark.start())
        elif opened:
            opened.pop()
        else:
            closed = mark.start()
    return (opened[0] if opened else None), closed


def left_open(text: str, start: int, end: int) -> int | None:
    """Where in that range the first mark stands that is not closed in it; None where none does."""
    return _alone(text, start, end)[0]


def left_unopened(text: str, start: int, end: int) -> int | None:
    """Where in that range the last mark stands that closes what is not opened in it; None where none does."""
    return _alone(text, start, end)[1]


def _opens(text: str, at: int) -> bool:
    """Whether a mark opens: languages disagree on shapes, so spaces decide first."""
    before, behind = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    free_before = not before or before.isspace() or before in _BEFORE_OPENING
    free_behind = not behind or behind.isspace() or behind in _BEHIND_CLOSING
    return free_before if free_before is not free_behind else text[at] in _SHAPED_OPENING
