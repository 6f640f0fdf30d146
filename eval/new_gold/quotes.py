"""Finds the words that somebody typed in an article, whatever its line ends, spaces and apostrophes are."""

import re

from eval.errors import QuoteError
from index.article import Article, Span

_APOSTROPHES = "'’‘ʼ`´"
_QUOTATION_MARKS = '"“”„'


def find_quote(typed: str, article: Article) -> Span:
    """Where `typed` stands in `article`, case and accents as typed; raises QuoteError where it does not, or more than once."""
    words = typed.split()
    if not words:
        raise QuoteError("the quote is empty; type words as they stand in the article")
    pattern = re.compile(r"\s+".join(map(_word, words)))
    found = list(pattern.finditer(article.text))
    shown = " ".join(words)
    if not found:
        raise QuoteError(f"“{shown}” does not stand in {article.id}; type it letter for letter")
    if len(found) > 1:
        places = ", ".join(str(match.start()) for match in found)
        raise QuoteError(
            f"“{shown}” stands {len(found)} times in {article.id} (at characters {places}); type more of what is around it"
        )
    return Span(article.id, *found[0].span())


def _word(word: str) -> str:
    return "".join(
        f"[{_APOSTROPHES}]" if c in _APOSTROPHES else f"[{_QUOTATION_MARKS}]" if c in _QUOTATION_MARKS else re.escape(c)
        for c in word
    )
