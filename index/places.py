"""Where in their files the words of articles stood: read from the store when it is asked for, and kept for a while."""

from functools import lru_cache

from index.article_store import ArticleStore, Head
from index.errors import NoGenerationError
from index.formats.extracted import Anchor
from index.originals import anchors_from_text

# Articles whose anchors stay in memory: a page of a PDF has some 50, each of a few hundred bytes.
_MOST_KEPT = 32


class AnchorCache:
    """The anchors of articles in `store`. Safe to use from many threads."""

    def __init__(self, store: ArticleStore) -> None:
        self._store = store
        self._kept = lru_cache(_MOST_KEPT)(self._read)

    def of(self, head: Head) -> tuple[Anchor, ...]:
        """The anchors of an article in that state, none where it is plain text or has another state by now.

        Raises GenerationError where the store is damaged.
        """
        try:
            return self._kept(head)
        except NoGenerationError:
            # It is being made anew at this moment.
            return ()

    def _read(self, head: Head) -> tuple[Anchor, ...]:
        with self._store.reading() as reading:
            now = reading.head(head.article_id)
            if now is None or now.row != head.row:
                return ()
            original = reading.original(head.article_id)
        return anchors_from_text(original.anchors) if original else ()
