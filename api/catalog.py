"""The articles of one generation, as they are listed."""

import base64
import binascii
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import islice

from api.errors import ArticleNotFoundError, CursorError
from api.schemas import ArticleOut, ArticlePageOut, rfc_3339
from index.article import Article
from index.generation import Generation
from index.search import EVERYTHING, Filters
from index.words import fold


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which articles to list: those that `filters` admit and whose title holds `title`, whatever its case and accents."""

    filters: Filters = EVERYTHING
    title: str = ""
    _folded: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Fold the words once for all titles."""
        object.__setattr__(self, "_folded", fold(self.title))

    def admits(self, article: Article) -> bool:
        """Whether the article is to be listed."""
        return self.filters.admit(article) and (not self._folded or self._folded in fold(article.title))


ALL = Wanted()


class Catalog:
    """Looks up and lists the articles of one generation."""

    def __init__(self, generation: Generation) -> None:
        self._contents, self._articles = generation.contents, generation.contents.articles
        self._ids = sorted(self._articles)
        self._heads = generation.heads

    def __contains__(self, article_id: str) -> bool:
        """Whether there is an article of that id."""
        return article_id in self._articles

    def article(self, article_id: str) -> Article:
        """The article itself; raises ArticleNotFoundError."""
        found = self._articles.get(article_id)
        if found is None:
            raise ArticleNotFoundError.of(article_id)
        return found

    def describe(self, article_id: str) -> ArticleOut:
        """An article without its text; raises ArticleNotFoundError."""
        article = self.article(article_id)
        return ArticleOut(
            id=article.id,
            title=article.title,
            publisher=article.publisher,
            language=article.language,
            published_at=article.published_at.text if article.published_at else None,
            url=article.url,
            sha256=article.sha256,
            characters=len(article.text),
            passages=len(self._contents.positions_of(article.id)),
            indexed_at=rfc_3339(self._heads[article_id].changed_at),
        )

    def state_of(self, article_id: str) -> str:
        """Which state of the article this is, title and all, as a change's `if_match` names it; raises KeyError."""
        return self._heads[article_id].row

    def page(self, cursor: str | None, limit: int, wanted: Wanted = ALL) -> ArticlePageOut:
        """At most `limit` of the wanted articles after the one that `cursor` stands for; raises CursorError."""
        start = bisect_right(self._ids, _read_cursor(cursor)) if cursor is not None else 0
        # One more than is shown, to tell whether there is a next page.
        fitting = (i for i in islice(self._ids, start, None) if wanted.admits(self._articles[i]))
        ids = list(islice(fitting, limit + 1))
        shown = ids[:limit]
        more = len(ids) > limit
        return ArticlePageOut(
            articles=[self.describe(i) for i in shown], next_cursor=_cursor(shown[-1]) if more else None
        )


def _cursor(article_id: str) -> str:
    """A cursor is the last id that was listed, so articles that come or go in between shift nothing."""
    return base64.urlsafe_b64encode(article_id.encode()).rstrip(b"=").decode("ascii")


def _read_cursor(cursor: str) -> str:
    try:
        return base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (ValueError, binascii.Error) as error:
        raise CursorError("pass on next_cursor as it was given") from error
