"""One SQLite file: how it is made, opened and copied.

A connection is opened for each transaction and closed behind it. So nothing is open between two of them, a file that another
process put in this one's place is seen by the next, and at rest the file is all there is: no log of writes beside it.
"""

import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from index.errors import DamagedGenerationError, MismatchedGenerationError, NoGenerationError
from index.files import fsync_path, touch_private
from index.manifest import HOW_TO_REBUILD
from index.sqlite_errors import HOW_TO_MEND, is_file, os_errors, sqlite_errors
from index.writing_lock import WritingLock

log = logging.getLogger(__name__)
Connection = sqlite3.Connection
# What stands in the file's header, so that no other program's database is taken for one of these: "pour" in ASCII.
APPLICATION_ID = 0x706F7572
# What SQLite keeps beside a file that is written to.
LOG_ENDINGS = ("-wal", "-shm")
# How long another writer is waited for, unless somebody waits for us.
LONGEST_WAIT_SECONDS = 600.0
# And readers of an older state, which keep what was deleted in the file.
_READERS_WAIT_SECONDS = 5.0
# Readers share an index of the log, and each that comes when there is none makes it.
_NO_ROOM_TO_SHARE = (sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_SHMOPEN, sqlite3.SQLITE_FULL)


@dataclass(frozen=True, slots=True)
class Schema:
    """The statements that make the tables, and the version of their form, at least 1."""

    statements: tuple[str, ...]
    version: int


class Database:
    """A database file and the transactions on it. Safe to use from many threads and processes: one writes at a time.

    Another writer is waited for `wait_seconds` long.
    """

    def __init__(self, path: Path, schema: Schema, wait_seconds: float = LONGEST_WAIT_SECONDS) -> None:
        self.path, self._schema, self._wait_seconds = path, schema, wait_seconds
        self._lock = WritingLock(path, wait_seconds)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state.

        Raises NoGenerationError where there is no file, and UnreadableStoreError where its folder may not be entered.
        """
        if not is_file(self.path):
            raise NoGenerationError(f"there is no index at {self.path}; run `pourquoi index PATH` first")
        with sqlite_errors("read", self.path), ExitStack() as held:
            open_ = held.enter_context(closing(self._connect_to_read(held)))
            open_.execute("PRAGMA query_only = ON")
            open_.execute("BEGIN")
            self._refuse_foreign(open_)
            yield open_
            open_.execute("ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is on the disk when its block ends, and undone where an error leaves the block.

        Raises BusyStoreError where another writer takes too long. What a killed one left is undone by whoever opens it next.
        """
        with self.locked(), sqlite_errors("write to", self.path), closing(self._connect("mode=rw")) as open_:
            open_.execute("PRAGMA journal_mode = WAL")
            open_.execute("BEGIN IMMEDIATE")
            self._refuse_foreign(open_)
            try:
                yield open_
                open_.execute("COMMIT")
            except BaseException:
                if open_.in_transaction:
                    open_.execute("ROLLBACK")
                raise
            self._empty_log_if_possible(open_)

    @contextmanager
    def locked(self) -> Iterator[bool]:
        """Keep all other writers away from the place of the file, which is made where it is not there; gives whether it was.

        A thread may take the lock again while it has it. Raises BusyStoreError where another writer takes too long.
        """
        if self._lock.is_mine:
            yield False
            return
        with self._lock.taken():
            yield self._make()

    def compact(self, wait_seconds: float | None = None) -> bool:
        """Write the whole file anew without what was deleted; takes as much room again while it works.

        Gives whether nothing of that is left. It is where somebody reads an older state for longer than may be waited: then it
        stands in the file until one is written to, or this is done, after that. None waits as long as a commit does.
        """
        wait_seconds = _READERS_WAIT_SECONDS if wait_seconds is None else wait_seconds
        with self.locked(), sqlite_errors("write to", self.path), closing(self._connect("mode=rw")) as open_:
            with os_errors(self.path):
                _remove(self._beside)  # what a killed process left
            open_.execute("VACUUM")
            return self._empty_log(open_, wait_seconds)

    def copy_to(self, target: Path) -> None:
        """Copy one consistent state into the file `target`, flushed to the disk; whoever writes meanwhile is not disturbed."""
        copy = Database(target, self._schema)
        with self.reading() as source, sqlite_errors("write to", target):
            touch_private(target)
            with closing(copy._connect("mode=rwc")) as open_:
                source.backup(open_)
                open_.execute("PRAGMA journal_mode = DELETE")
        fsync_path(target)

    def copy_from(self, source: Path) -> None:
        """Take over all that `source` holds in one transaction: until it is complete, what was here stays."""
        given_database = Database(source, self._schema)
        with (
            self.locked(),
            given_database.reading() as given,
            sqlite_errors("write to", self.path),
            closing(self._connect("mode=rw")) as open_,
        ):
            open_.execute("PRAGMA journal_mode = WAL")
            given.backup(open_)
            self._empty_log_if_possible(open_)

    @contextmanager
    def new_beside(self, source: Path | None = None) -> Iterator[Path]:
        """A copy of the database `source`, or an empty one, beside the file, to be moved within the block; within `locked`."""
        beside = self._beside
        try:
            with os_errors(self.path):
                _remove(beside)  # what a killed process left
                if source is None:
                    self._make_at(beside)
                else:
                    Database(source, self._schema).copy_to(beside)
            yield beside
        finally:
            _remove(beside)

    def at(self, beside: Path) -> "Database":
        """The same over the file `beside` in its folder, under the same lock: whoever has that may write to either."""
        other = Database(beside, self._schema, self._wait_seconds)
        other._lock = self._lock
        return other

    def settle(self) -> None:
        """Bring all that was written into the file itself, so that it may be moved; raises GenerationError where that fails."""
        with self.locked(), sqlite_errors("write to", self.path), closing(self._connect("mode=rw")) as open_:
            open_.execute("PRAGMA journal_mode = DELETE")
        with os_errors(self.path):
            fsync_path(self.path)

    def remove(self) -> None:
        """Delete the file; within `locked`. Raises BusyStoreError while somebody reads it."""
        with sqlite_errors("write to", self.path), closing(self._connect("mode=rw")) as open_:
            open_.execute("PRAGMA busy_timeout = 0")
            # Whoever had it open with a log of writes would delete, at the end, the log of the next file of that name.
            open_.execute("PRAGMA journal_mode = DELETE")
        with os_errors(self.path):
            self.path.unlink()
            fsync_path(self.path.parent)

    @property
    def _beside(self) -> Path:
        return self.path.with_name(f".{self.path.name}.new")

    def _connect_to_read(self, held: ExitStack) -> Connection:
        """A connection that may be read from; what has to be held for it is entered into `held`."""
        if not self._can_write():
            log_of_writes = self.path.with_name(f"{self.path.name}-wal")
            there = log_of_writes.exists() and log_of_writes.stat().st_size
            return self._connect("mode=ro" if there else "mode=ro&immutable=1")
        try:
            return self._connect("mode=rw")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode not in _NO_ROOM_TO_SHARE:
                raise
        # Two at once would each wait for the other to go.
        held.enter_context(self.locked())
        return self._connect("mode=rw", alone=True)

    def _connect(self, mode: str, *, alone: bool = False) -> Connection:
        """A connection that has read the file's header; one that is `alone` keeps all others waiting, and shares nothing."""
        address = f"file:{quote(os.fsencode(self.path))}?{mode}"
        open_ = sqlite3.connect(address, uri=True, timeout=self._wait_seconds, isolation_level=None)
        try:
            if alone:
                open_.execute("PRAGMA locking_mode = EXCLUSIVE")
            for pragma in ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON", "trusted_schema = OFF"):
                open_.execute(f"PRAGMA {pragma}")
        except BaseException:
            open_.close()
            raise
        return open_

    def _empty_log(self, open_: Connection, wait_seconds: float) -> bool:
        """Bring what was committed into the file itself, and say whether all of it is; a reader that will not end hinders it."""
        open_.execute(f"PRAGMA busy_timeout = {int(wait_seconds * 1_000)}")
        is_kept, _, _ = open_.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        fsync_path(self.path.parent)
        return not is_kept

    def _empty_log_if_possible(self, open_: Connection) -> None:
        """As `_empty_log`, behind a commit: what cannot be brought into the file is on the disk all the same, in its log.

        Whoever writes next tries again.
        """
        try:
            self._empty_log(open_, _READERS_WAIT_SECONDS)
        except (sqlite3.Error, OSError) as error:
            log.warning("%s: what was written stands in its log, and not in the file itself yet: %s", self.path, error)

    def _can_write(self) -> bool:
        return os.access(self.path, os.W_OK) and os.access(self.path.parent, os.W_OK)

    def _make(self) -> bool:
        """Make the file where it is not there: whole and beside its place, so that one that is empty there is damaged.

        Gives whether it was made.
        """
        if self.path.is_file():
            return False
        folder = self.path.parent
        with self.new_beside() as beside, os_errors(self.path):
            beside.rename(self.path)
        for made in (folder, *folder.parents[:2]):
            fsync_path(made)
        return True

    def _make_at(self, beside: Path) -> None:
        touch_private(beside)
        new = Database(beside, self._schema)
        with sqlite_errors("write to", self.path), closing(new._connect("mode=rwc")) as open_:
            open_.execute("BEGIN")
            for statement in self._schema.statements:
                open_.execute(statement)
            open_.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            open_.execute(f"PRAGMA user_version = {self._schema.version}")
            open_.execute("COMMIT")

    def _refuse_foreign(self, open_: Connection) -> None:
        """Raise where the file is not one of ours, or of another format."""
        (application,), (version,) = (
            open_.execute(f"PRAGMA {n}").fetchone() for n in ("application_id", "user_version")
        )
        if application != APPLICATION_ID:
            raise DamagedGenerationError(f"{self.path} holds no articles, or is damaged; {HOW_TO_MEND}")
        if version != self._schema.version:
            raise MismatchedGenerationError(
                f"{self.path}: the index has format {version}, this program reads {self._schema.version}; {HOW_TO_REBUILD}"
            )

    def refuse_damaged_pages(self, open_: Connection) -> None:
        """Raise DamagedGenerationError where pages do not fit together, or the tables are not exactly those of the schema."""
        found = {row[0] for row in open_.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")}
        if found != set(self._schema.statements):
            raise DamagedGenerationError(f"{self.path}: its tables are not those this program makes; {HOW_TO_MEND}")
        (report,) = open_.execute("PRAGMA integrity_check(1)").fetchone()
        if report != "ok":
            raise DamagedGenerationError(f"{self.path} is damaged ({report}); {HOW_TO_MEND}")
        if open_.execute("PRAGMA foreign_key_check").fetchone():
            raise DamagedGenerationError(f"{self.path}: a row refers to one that is not there; {HOW_TO_MEND}")


def _remove(path: Path) -> None:
    for ending in ("", *LOG_ENDINGS):
        path.with_name(path.name + ending).unlink(missing_ok=True)
