"""Where a quote begins or ends within a sentence of its article, since that was too long to be read in one piece."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from index.article import Article
from index.sentences import split_sentences
from rag.contract import AnswerOut, CitationOut

# So much of an article on either side of a quote shows whether a sentence goes on there: it is read in 30 ms.
_BESIDE_CHARS = 10_000
# What ends a sentence, wherever it stands, and what none goes on over.
_ENDED = re.compile(r"[.!?…。！？][»”’\"')\]*_\s]*\Z")
_APART = re.compile(r"\s*\n\s*\n")

ArticleOf = Callable[[str], Article | None]


@dataclass(frozen=True, slots=True)
class Cut:
    """Whether words of a quote's first sentence stand before it, and words of its last one behind it."""

    before: bool
    behind: bool


WHOLE = Cut(before=False, behind=False)


def cuts_of(answer: AnswerOut, article_of: ArticleOf) -> tuple[Cut, ...]:
    """One for each citation; whole where the article is gone or has changed meanwhile."""
    return tuple(_cut(citation, article_of(citation.article_id)) for citation in answer.citations)


def _cut(citation: CitationOut, article: Article | None) -> Cut:
    if article is None or article.sha256 != citation.article_sha256:
        return WHOLE
    return Cut(before=_is_within(article, citation.start), behind=_is_within(article, citation.end))


def _is_within(article: Article, place: int) -> bool:
    """Whether `place` stands within a sentence, and not at either end of it."""
    ahead, behind = article.text[max(0, place - _BESIDE_CHARS) : place], article.text[place : place + _BESIDE_CHARS]
    # At most places this is plain, and no sentence need be looked for.
    if not (ahead.strip() and behind.strip()) or _ENDED.search(ahead):
        return False
    if _APART.match(behind) or _APART.match(ahead[::-1]):
        return False
    sentences = split_sentences(ahead + behind, article.language, ())
    return any(sentence.start < len(ahead) < sentence.end for sentence in sentences)
