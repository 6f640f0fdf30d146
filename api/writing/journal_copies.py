"""Deletes what is old in the file of a journal, and overwrites what was deleted: SQLite leaves copies in the file and its log."""

import logging
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from api.errors import JournalError
from api.writing.journal import JOB_SECONDS, REPLY_SECONDS, JobState

log = logging.getLogger(__name__)
BUSY_SECONDS = 30
# A file that holds so much is written anew in no time; a larger one not at the end of every job, while all who write wait.
SMALL_BYTES = 8_000_000
AGAIN_SECONDS = 300.0


class Copies:
    """The copies that the file and its log may hold; so they may after a process that was killed."""

    def __init__(self, path: Path, small_bytes: int = SMALL_BYTES, clock: Callable[[], float] = time.monotonic) -> None:
        self._path, self._small_bytes, self._clock, self._told = path, small_bytes, clock, ""
        self._in_file = self._in_log = True
        self._not_before = 0.0

    def were_made(self) -> None:
        """Something was deleted."""
        self._in_file = self._in_log = True

    def were_made_of_old(self) -> None:
        """The same of what has been kept for long enough, which happens now and then, and is overwritten whatever that takes."""
        self.were_made()
        self._not_before = 0.0

    def clear(self, database: sqlite3.Connection) -> None:
        """Take what was deleted out of the log and, once no job waits, out of the file; what fails is tried after the next write.

        SQLite overwrites the place of a row that it deletes, and neither those where the row stood before it moved among pages
        nor the log. Written anew, the file has no such places, and costs what it still holds: results, and no input. With many of
        them that is done every five minutes at most.
        """
        if not (self._in_file or self._in_log):
            return
        try:
            # Whoever writes now is not waited for.
            database.execute("PRAGMA busy_timeout = 0")
            try:
                self._rewrite(database)
            finally:
                database.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        except sqlite3.Error as error:
            # What was written is on the disk all the same.
            if str(error) != self._told:
                log.warning("%s: what finished jobs brought could not be overwritten yet: %s", self._path, error)
            self._told = str(error)
        else:
            self._told = ""

    def clear_now(self, database: sqlite3.Connection) -> None:
        """The same at the end, however lately the file was written anew."""
        self._not_before = 0.0
        self.clear(database)

    def _rewrite(self, database: sqlite3.Connection) -> None:
        if self._in_file:
            waiting = database.execute("SELECT 1 FROM jobs WHERE state != ? LIMIT 1", (JobState.DONE,)).fetchone()
            if waiting is None and (self._clock() >= self._not_before or _bytes(database) <= self._small_bytes):
                database.execute("VACUUM")
                self._in_file, self._in_log = False, True
                self._not_before = self._clock() + AGAIN_SECONDS
        if self._in_log:
            busy, _, _ = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            self._in_log = bool(busy)


def _bytes(database: sqlite3.Connection) -> int:
    """What the file holds, without the pages that are free."""
    names = ("page_count", "freelist_count", "page_size")
    pages, free, size = (int(database.execute(f"PRAGMA {name}").fetchone()[0]) for name in names)
    return (pages - free) * size


def delete_old(database: sqlite3.Connection) -> bool:
    """Delete the jobs that ended over a week ago and the responses of over a day ago; whether there were any."""
    now = time.time()
    jobs = database.execute("DELETE FROM jobs WHERE state = ? AND updated < ?", (JobState.DONE, now - JOB_SECONDS))
    replies = database.execute("DELETE FROM replies WHERE at < ?", (now - REPLY_SECONDS,))
    return jobs.rowcount + replies.rowcount > 0


def clear_journal(path: Path, collection: str) -> int:
    """Delete what is old in the file of a journal, and overwrite whatever it and its log may hold of what was deleted.

    A server may use it meanwhile.

    Gives how many jobs of that collection are not done, whose input stays. Raises JournalError.
    """
    if not path.is_file():
        return 0
    try:
        with closing(sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)) as database:
            database.execute("PRAGMA secure_delete = ON")
            # With a job go its items.
            database.execute("PRAGMA foreign_keys = ON")
            delete_old(database)
            database.execute("VACUUM")
            busy, _, _ = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            statement = "SELECT count(*) FROM jobs WHERE state != ? AND collection = ?"
            waiting = int(database.execute(statement, (JobState.DONE, collection)).fetchone()[0])
    except sqlite3.Error as error:
        raise JournalError(f"{path} could not be written anew, and may hold what jobs brought: {error}") from error
    if busy:
        raise JournalError(f"{path} could not be written anew, and may hold what jobs brought: somebody is reading it")
    return waiting
