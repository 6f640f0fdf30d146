"""Takes a whole block quotation of Markdown and who said it into a quote that is part of it, where that is short."""

import re
from collections.abc import Collection
from dataclasses import replace

from index.article import Article, Span
from index.layout import Line
from index.sentences import Sentence, SentenceKind
from rag.answer import Evidence

# As with a speech: a longer one says more than what is asked.
_LONGEST_CHARS = 300
# Lines with `>`, and below them, or as the last of them, a dash and a name.
_BLOCK = re.compile(r"^>[^\n]*(?:\n>[^\n]*)*(?:\r?\n(?:[ \t]*\r?\n)?(?:—|–|--)[^\n]{2,80}$)?", re.MULTILINE)
_SIGNED = re.compile(r"(?:\A|\n)[>\s]*(?:—|–|--)\s*\w[^\n]{1,78}\Z")
_MARKS = re.compile(r"[>\s]*")


def with_who_said_it(evidence: Evidence, article: Article, quoted: Collection[Span]) -> Evidence:
    """`evidence` with the block quotation that it is part of, where a name signs that.

    Nothing is taken in that is quoted by itself, nor beyond a heading or page noise.
    """
    block = _block_around(article.text, evidence.span)
    if block is None:
        return evidence
    inside = [s for s in evidence.passage.chunk.sentences if block.start <= s.start and s.end <= block.end]
    own = (
        Span(article.id, s.start, s.end) for s in inside if not evidence.span.holds(Span(article.id, s.start, s.end))
    )
    if not inside or not _are_whole(article.text, block, inside) or any(s.touches(q) for s in own for q in quoted):
        return evidence
    return replace(evidence, span=Span(article.id, inside[0].start, inside[-1].end))


def _block_around(text: str, span: Span) -> Line | None:
    """The signed block quotation that holds `span`, if it is short."""
    if span.end - span.start > _LONGEST_CHARS:
        return None
    first = text.rfind("\n", 0, max(0, span.end - _LONGEST_CHARS)) + 1
    for found in _BLOCK.finditer(text, first, span.start + _LONGEST_CHARS + 1):
        start, end = found.start(), found.start() + len(found[0].rstrip())
        if start <= span.start and span.end <= end:
            is_short = end - start <= _LONGEST_CHARS
            return Line(start, end) if is_short and _SIGNED.search(text, start, end) else None
    return None


def _are_whole(text: str, block: Line, sentences: Collection[Sentence]) -> bool:
    """Whether the sentences are prose and all of the block but its marks."""
    at = block.start
    for sentence in sentences:
        if sentence.kind is SentenceKind.HEADING or not _MARKS.fullmatch(text, at, sentence.start):
            return False
        at = sentence.end
    return _MARKS.fullmatch(text, at, block.end) is not None
