"""The line under a post that a page shows: who wrote it and when. Alone it says nothing of what is asked."""

import re
from collections.abc import Collection
from dataclasses import replace

from index.article import Article, Span
from index.chunks import folded
from index.sentences import SentenceKind
from rag.answer import Evidence

# As in "— Sam Altman (@sama) May 17, 2024".
_SIGNATURE = re.compile(r"\s*[—–-]\s*[^.!?]{1,60}\(@\w+\)[^.!?]{0,40}$")


def is_signature(words: str) -> bool:
    """Whether `words`, white space folded, are the signature of a post and nothing else."""
    return _SIGNATURE.match(words) is not None


def with_post(evidence: Evidence, article: Article, quoted: Collection[Span]) -> Evidence:
    """`evidence` with the sentence before it, the end of the post, where it is a signature alone.

    None of `quoted` is taken in, which stand in the answer by themselves, no heading, and nothing beyond page noise.
    """
    span = evidence.span
    before = [s for s in evidence.passage.chunk.sentences if s.end <= span.start]
    if not before or not is_signature(folded(article.text[span.start : span.end])):
        return evidence
    post = before[-1]
    own = Span(article.id, post.start, post.end)
    beside = post.kind is SentenceKind.PROSE and not article.text[post.end : span.start].strip()
    if not beside or any(other.touches(own) for other in quoted):
        return evidence
    return replace(evidence, span=Span(article.id, post.start, span.end))
