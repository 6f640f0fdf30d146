"""What can still be told of a damaged store."""

import logging

from index.article import Article
from index.article_store import Alone, Original
from index.database import Database
from index.errors import DamagedGenerationError, MismatchedGenerationError
from index.sqlite_errors import sqlite_errors
from index.sqlite_reading import SqliteReading

log = logging.getLogger(__name__)


def salvaged(database: Database) -> tuple[tuple[str, ...] | None, Alone]:
    """The roots of a damaged store, and its articles from no path with their originals, as far as they can be read.

    Raises UnwritableStoreError where they cannot be read now, and no damage is why.
    """
    roots: tuple[str, ...] | None = None
    alone: list[tuple[Article, Original | None]] = []
    try:
        with database.reading() as open_:
            found = open_.execute("SELECT DISTINCT root FROM articles WHERE root IS NOT NULL ORDER BY root")
            roots = tuple(str(root) for (root,) in found)
            reading = SqliteReading(open_, database.path)
            for (article_id,) in open_.execute("SELECT id FROM articles WHERE root IS NULL ORDER BY id"):
                try:
                    # One page that does not fit is the end of one article, and not of those behind it.
                    with sqlite_errors("read", database.path):
                        alone.append((reading.articles([article_id])[0], reading.original(article_id)))
                # The second where the table lacks what its index names.
                except (DamagedGenerationError, KeyError) as error:
                    log.warning("%r cannot be taken over: %s", article_id, error)
    except (DamagedGenerationError, MismatchedGenerationError) as error:
        log.warning("not all of it can be read: %s", error)
    return roots, tuple(alone)
