"""The store of one collection in one SQLite file."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from index.article import Article
from index.article_store import Original, Revision, Salvage, VectorKey
from index.database import LOG_ENDINGS, LONGEST_WAIT_SECONDS, Database, Schema
from index.errors import DamagedGenerationError, GenerationError, MismatchedGenerationError, NoGenerationError
from index.files import fsync_path
from index.late import TokenRows
from index.row_sums import RowSum, row_checksum
from index.salvage import salvaged
from index.sqlite_errors import HOW_TO_MEND, os_errors
from index.sqlite_reading import LABEL, SUM, SqliteReading
from index.sqlite_schema import COLUMNS, FORMAT_VERSION, SCHEMA
from index.sqlite_writing import SqliteWriting

log = logging.getLogger(__name__)
_ASIDE = ".damaged-"


def _utc_now() -> datetime:
    return datetime.now(UTC)


class SqliteStore:
    """The ArticleStore protocol over the file `path`, which need not be there yet; `now` is the clock of revisions.

    Another writer is waited for `wait_seconds` long.
    """

    def __init__(
        self, path: Path, now: Callable[[], datetime] = _utc_now, wait_seconds: float = LONGEST_WAIT_SECONDS
    ) -> None:
        self.path, self._now = path, now
        self.database = Database(path, Schema(SCHEMA, FORMAT_VERSION), wait_seconds)

    def exists(self) -> bool:
        """Whether anything was ever written here; also where it cannot be read any more."""
        try:
            with self.database.reading() as open_:
                return not SqliteReading(open_, self.path).is_new()
        except NoGenerationError:
            return False
        except GenerationError:
            return True

    @contextmanager
    def reading(self) -> Iterator[SqliteReading]:
        """A consistent state to read from; raises NoGenerationError where there is none."""
        with self.database.reading() as open_:
            reading = SqliteReading(open_, self.path)
            if reading.is_new():
                raise NoGenerationError(f"there is no index at {self.path}; run `pourquoi index PATH` first")
            yield reading

    @contextmanager
    def writing(self) -> Iterator[SqliteWriting]:
        """Begin a transaction, waiting for other writers; made where there is nothing yet. It is durable when it ends.

        Where an error leaves the block, no file is there either that was not there before.
        """
        with self.database.locked() as is_made:
            try:
                with self.database.writing() as open_:
                    writing = SqliteWriting(open_, self.path, self._now())
                    yield writing
                    writing.seal()
            except BaseException:
                if is_made:
                    self._remove_if_new()
                raise

    def check(self) -> None:
        """Read every row and compare all checksums; raises DamagedGenerationError."""
        with self.database.reading() as open_:
            self.database.refuse_damaged_pages(open_)
            reading, total = SqliteReading(open_, self.path), RowSum()
            for table in COLUMNS:
                for row in reading.rows(table):
                    if table != "meta" or row[0] != SUM:
                        total.add(row_checksum(table, row))
            if str(total) != (reading.meta(SUM) or str(RowSum())):
                raise DamagedGenerationError(f"{self.path}: rows are missing or too many; {HOW_TO_MEND}")

    def label(self) -> str | None:
        """Of which collection this is a backup; None where it is none, or does not tell."""
        with self.database.reading() as open_:
            return SqliteReading(open_, self.path).meta(LABEL)

    def put_label(self, collection: str | None) -> None:
        """Make this a backup of that collection, or with None no backup of any; nothing else of its state changes."""
        with self.database.writing() as open_:
            SqliteWriting(open_, self.path, self._now()).label(collection)

    def articles(self) -> dict[str, Article]:
        """All articles by id, in order of their ids."""
        with self.reading() as reading:
            ids = list(reading.heads())
            return dict(zip(ids, reading.articles(ids), strict=True))

    def token_rows(self, keys: Sequence[VectorKey]) -> list[TokenRows]:
        """The token vectors in those rows; raises GenerationGoneError where one is not there any more."""
        with self.reading() as reading:
            return reading.token_rows(keys)

    def history(self, article_id: str) -> tuple[Revision, ...]:
        """Every text of an article that is kept, newest first, also of a deleted one; empty where none is."""
        with self.reading() as reading:
            return reading.history(article_id)

    def revision(self, article_id: str, sha256_prefix: str) -> Revision | None:
        """The newest revision whose sha256 begins so, None where none is kept."""
        return next((r for r in self.history(article_id) if r.sha256.startswith(sha256_prefix)), None)

    def original(self, article_id: str) -> Original | None:
        """What the article was extracted from, None where its text is all there is."""
        with self.reading() as reading:
            return reading.original(article_id)

    def purge(self, before: datetime) -> int:
        """Delete revisions that ended before that time, so that their bytes are gone from the disk; how many there were.

        Where there were any the whole file is written anew: a database moves rows about as it grows, and what it overwrites
        at a deletion is the last place of a row and not those before.
        """
        if not self.exists():
            return 0
        with self.writing() as writing:
            purged = writing.purge(before)
        if purged and not self.database.compact():
            log.warning("%s: somebody was reading; what was deleted stands in the file until the next write", self.path)
        return purged

    def forget(self, article_ids: Sequence[str]) -> None:
        """Delete every text that articles had which are not there any more; their bytes are in the file until it is compacted."""
        with self.writing() as writing:
            for article_id in article_ids:
                writing.forget(article_id)

    def kept_aside(self) -> tuple[Path, ...]:
        """The files that damaged stores of this collection were set aside as, with their logs."""
        return tuple(sorted(self.path.parent.glob(f"{self.path.name}{_ASIDE}*")))

    @contextmanager
    def renewed(self) -> Iterator[Salvage | None]:
        """Where the store is damaged, a new one that takes its place when the block ends; nothing of the old one is deleted.

        Until then all stays as it is, also where an error leaves the block or the process is killed, and writers are kept away.
        None where the store is whole: another process was faster. Raises UnwritableStoreError where it cannot be read now or
        there is no room for a new one.
        """
        with self.database.locked():
            if self._is_whole():
                yield None
                return
            found, kept_at = salvaged(self.database), self._aside()
            with self.database.new_beside() as beside:
                new = SqliteStore(beside, self._now)
                new.database = self.database.at(beside)
                yield Salvage(new, str(kept_at), *found)
                new.database.settle()
                self._put_in_place(beside, kept_at)

    def replace_by(self, backup: Path) -> Path | None:
        """Put a copy of `backup` in the place of a damaged store, which is kept; gives where, None where it is whole by now."""
        with self.database.locked():
            if self._is_whole():
                return None
            kept_at = self._aside()
            with self.database.new_beside(backup) as beside:
                self._put_in_place(beside, kept_at)
            return kept_at

    def _remove_if_new(self) -> None:
        """Delete the file where nothing was written to it: one that is there is a collection of that name."""
        # Somebody may be reading it; then it stays, as empty as it is.
        with suppress(GenerationError):
            if not self.exists():
                self.database.remove()

    def _aside(self) -> Path:
        return self.path.with_name(f"{self.path.name}{_ASIDE}{self._now():%Y%m%dT%H%M%S%f}")

    def _put_in_place(self, new: Path, kept_at: Path) -> None:
        # The new one is whole before anything moves: on a full disk all stays as it was.
        SqliteStore(new).check()
        with os_errors(self.path):
            # The log first: a log that stays behind would be taken for the new file's.
            for ending in LOG_ENDINGS:
                log = self.path.with_name(self.path.name + ending)
                if log.exists():
                    log.rename(kept_at.with_name(kept_at.name + ending))
            try:
                # So that there is a file at every moment, also where this process is killed: none means that it was taken away.
                kept_at.hardlink_to(self.path)
            except OSError:  # a file system without such links
                self.path.rename(kept_at)
            new.replace(self.path)
            fsync_path(self.path.parent)

    def _is_whole(self) -> bool:
        try:
            self.check()
        except (DamagedGenerationError, MismatchedGenerationError):
            return False
        return True
