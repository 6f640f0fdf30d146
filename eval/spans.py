"""Ranges of articles as sets of characters, so that unions and overlaps are counted and not reckoned."""

from collections.abc import Iterable

from index.article import Span

Characters = frozenset[tuple[str, int]]


def characters(spans: Iterable[Span]) -> Characters:
    """Every character that at least one of `spans` covers, as (article id, code point)."""
    return frozenset((span.article_id, at) for span in spans for at in range(span.start, span.end))


def overlap(one: Span, other: Span) -> int:
    """The code points that both cover."""
    if one.article_id != other.article_id:
        return 0
    return max(0, min(one.end, other.end) - max(one.start, other.start))
