"""One text on several sites: where a quote stands in all its prints, and gold in the print that was found.

An answer cites the earliest print and names the others, and a search gives a text once. So whoever marked the gold in another
print has it quoted and found all the same.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from eval.gold import GoldEvidence
from index.article import Article, Span
from rag.answer import Citation
from rag.quotes.prints import very_words

# Whether a passage, the first, holds a piece of evidence, the second.
Holds = Callable[[Span, Span], bool]


def printed_spans(citations: Iterable[Citation]) -> tuple[Span, ...]:
    """Where the citations stand: each in the article that it cites, and then in the other prints that it names."""
    return tuple(
        Span(article.id, at.start, at.end)
        for citation in citations
        for article, at in (
            (citation.article, citation.offsets),
            *((other.article, other.offsets) for other in citation.also_in),
        )
    )


def as_found(piece: GoldEvidence, found: Iterable[Span], holds: Holds, prints: Mapping[str, Article]) -> GoldEvidence:
    """`piece` in the print of it that the first passage of `found` holds, and as it is where none holds any.

    `prints` are the articles, by id, that are nearly the same as its own; one that has not its very words is no print of it.
    """
    for passage in found:
        for place in _places(piece, passage.article_id, prints):
            if holds(passage, place):
                return replace(piece, span=place)
    return piece


def _places(piece: GoldEvidence, article_id: str, prints: Mapping[str, Article]) -> Sequence[Span]:
    """Where the piece stands in an article."""
    if article_id == piece.span.article_id:
        return (piece.span,)
    if article_id not in prints:
        return ()
    found = very_words(piece.quote).finditer(prints[article_id].text)
    return [Span(article_id, *place.span()) for place in found]
