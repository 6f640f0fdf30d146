"""Finds the words of a quote in other prints of its article, of which the earliest is cited and the others are named."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.article import Article, Span
from rag.answer import Citation, Elsewhere, Evidence
from rag.citations import cite, is_citable
from rag.offsets import Offsets

# A reader wants to know that a text is an agency's, and from some number on no longer whose else.
MAX_ALSO_IN = 20

# The other articles that are nearly the same as the one of that id and may be cited.
ReprintsOf = Callable[[str], Sequence[Article]]


def no_reprints(_: str) -> Sequence[Article]:
    """For articles of which no two are nearly the same."""
    return ()


@dataclass(frozen=True, slots=True)
class _Print:
    """A quote and the words in it that answer, in one article."""

    article: Article
    span: Span
    answer_span: Span

    @property
    def order(self) -> tuple[date, str]:
        """The earliest print first, a date taken as the last day that it can mean; undated ones behind, then by id."""
        published = self.article.published_at
        return (published.last if published else date.max, self.article.id)


def cite_earliest(evidence: Evidence, article: Article, reprints: Sequence[Article]) -> Citation:
    """Cite `evidence` from the earliest of the articles that have its very words, white space aside; raises CitationError.

    The others are its `also_in`, the earliest first, 20 at most. `article` is the one that the words were found in.
    """
    prints = _prints(evidence, article, reprints)
    first, others = prints[0], prints[1 : 1 + MAX_ALSO_IN]
    cited = replace(evidence, span=first.span, answer_span=first.answer_span)
    also_in = tuple(Elsewhere(p.article, Offsets.of(p.article.text, p.span.start, p.span.end)) for p in others)
    return cite(first.article, cited, first.article.text[first.span.start : first.span.end], also_in)


def first_printed(evidence: Evidence, article: Article, reprints: Sequence[Article]) -> date:
    """The last day that the earliest of these prints with the very words can be of; the last of all where none has a date."""
    return _prints(evidence, article, reprints)[0].order[0]


def earliest_print(evidence: Evidence, article: Article, reprints: Sequence[Article]) -> Article:
    """The earliest of these prints with the very words, which is the one that is cited."""
    return _prints(evidence, article, reprints)[0].article


def _prints(evidence: Evidence, article: Article, reprints: Sequence[Article]) -> list[_Print]:
    """The prints that have the very words, the earliest first."""
    own = _Print(article, evidence.span, evidence.answer_span)
    return sorted([own, *_found(own, reprints)], key=lambda found: found.order)


def _found(own: _Print, reprints: Sequence[Article]) -> list[_Print]:
    """The first place of the words in each of `reprints` that has them and may be cited there."""
    if not reprints:
        return []
    pattern = very_words(own.article.text[own.span.start : own.span.end])
    before, within = (
        len(_solid(own.article.text[start:end]))
        for start, end in ((own.span.start, own.answer_span.start), (own.answer_span.start, own.answer_span.end))
    )
    found = []
    for article in reprints:
        place = pattern.search(article.text)
        span = Span(article.id, *place.span()) if place else None
        if span and is_citable(span):
            solid = [span.start + at for at in _solid(article.text[span.start : span.end])]
            answer = Span(article.id, solid[before], solid[before + within - 1] + 1)
            found.append(_Print(article, span, answer))
    return found


def very_words(quote: str) -> re.Pattern[str]:
    """What finds the words of `quote` in another print, white space aside."""
    # "7 people died." does not stand in "17 people died.".
    words = r"\s+".join(map(re.escape, quote.split()))
    return re.compile(rf"(?<!\w)(?<!\d[.,-]){words}(?!\w)(?![.,]\d)")


def _solid(text: str) -> list[int]:
    """Where in `text` anything but white space stands."""
    return [at for at, character in enumerate(text) if not character.isspace()]
