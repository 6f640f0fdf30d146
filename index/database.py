"""One SQLite file: how it is opened, what its errors mean, and how it is copied; the only module that names sqlite3.

A connection is opened for each transaction and closed behind it. So nothing is open between two of them, a file that another
process put in this one's place is seen by the next, and at rest the file is all there is: no log of writes beside it.
"""

import logging
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from filelock import FileLock, Timeout

from index.errors import (
    BusyStoreError,
    DamagedGenerationError,
    GenerationError,
    MismatchedGenerationError,
    NoGenerationError,
    UnwritableStoreError,
)
from index.files import fsync_path, make_private, touch_private
from index.manifest import HOW_TO_REBUILD

log = logging.getLogger(__name__)
Connection = sqlite3.Connection
# What stands in the file's header, so that no other program's database is taken for one of these: "pour" in ASCII.
APPLICATION_ID = 0x706F7572
HOW_TO_MEND = f"restore a backup with `pourquoi restore FILE`, or {HOW_TO_REBUILD}"
_LOCK = "writing.lock"
# What SQLite keeps beside a file that is written to.
LOG_ENDINGS = ("-wal", "-shm")
# How long another writer is waited for, unless somebody waits for us.
LONGEST_WAIT_SECONDS = 600.0
_WHERE_TO_WRITE = "set POURQUOI_HOME, or --home, to a folder that can be written"
_FULL = "the disk is full"
_NOT_DAMAGE = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_IOERR_SHMSIZE: _FULL,
    sqlite3.SQLITE_READONLY: f"it is read-only; {_WHERE_TO_WRITE}",
    sqlite3.SQLITE_CANTOPEN: f"it cannot be opened; {_WHERE_TO_WRITE}",
    sqlite3.SQLITE_PERM: f"its permissions forbid it; {_WHERE_TO_WRITE}",
    sqlite3.SQLITE_IOERR: "the disk reports an error",
    sqlite3.SQLITE_NOMEM: "there is no memory left",
}
# Readers share an index of the log, and each that comes when there is none makes it.
_NO_ROOM_TO_SHARE = (sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_SHMOPEN, sqlite3.SQLITE_FULL)
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_PRIMARY_CODE = 0xFF


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
        self._here = threading.local()  # whether this thread holds the lock

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state; raises NoGenerationError where there is no file."""
        if not self.path.is_file():
            raise NoGenerationError(f"there is no index at {self.path}; run `pourquoi index PATH` first")
        with self.errors("read"), ExitStack() as held:
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
        with self.locked(), self.errors("write to"), closing(self._connect("mode=rw")) as open_:
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
    def locked(self) -> Iterator[None]:
        """Keep all other writers away from the place of the file, which is made where it is not there.

        SQLite locks a file, and a writer that waits for it would write into that one also where it has been put aside meanwhile.
        A thread may take it again while it has it. Raises BusyStoreError where another writer takes too long.
        """
        if getattr(self._here, "locked", False):
            yield
            return
        folder = self.path.parent
        # The system frees the lock of a process that dies.
        lock = FileLock(folder / _LOCK, timeout=self._wait_seconds, mode=0o600)
        try:
            make_private(folder)
            lock.acquire()
        except Timeout as error:
            raise self._busy("write to") from error
        except OSError as error:
            raise self._unwritable(error) from error
        self._here.locked = True
        try:
            self._make()
            yield
        finally:
            self._here.locked = False
            lock.release()

    def compact(self) -> None:
        """Write the whole file anew without what was deleted; takes as much room again while it works."""
        with self.locked(), self.errors("write to"), closing(self._connect("mode=rw")) as open_:
            open_.execute("VACUUM")
            self._empty_log(open_)  # without that the file still holds what was deleted

    def copy_to(self, target: Path) -> None:
        """Copy one consistent state into the file `target`, flushed to the disk; whoever writes meanwhile is not disturbed."""
        copy = Database(target, self._schema)
        with self.reading() as source, copy.errors("write to"):
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
            self.errors("write to"),
            closing(self._connect("mode=rw")) as open_,
        ):
            open_.execute("PRAGMA journal_mode = WAL")
            given.backup(open_)
            self._empty_log_if_possible(open_)

    @contextmanager
    def new_beside(self, source: Path | None = None) -> Iterator[Path]:
        """A copy of the database `source`, or an empty one, beside the file, to be moved within the block; within `locked`."""
        beside = self.path.with_name(f".{self.path.name}.new")
        try:
            with self.os_errors():
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
        other._here = self._here
        return other

    def settle(self) -> None:
        """Bring all that was written into the file itself, so that it may be moved; raises GenerationError where that fails."""
        with self.locked(), self.errors("write to"), closing(self._connect("mode=rw")) as open_:
            open_.execute("PRAGMA journal_mode = DELETE")
        with self.os_errors():
            fsync_path(self.path)

    @contextmanager
    def os_errors(self) -> Iterator[None]:
        """Raise UnwritableStoreError in place of an error of the system."""
        try:
            yield
        except OSError as error:
            raise self._unwritable(error) from error

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

    def _empty_log(self, open_: Connection) -> None:
        """Bring what was committed into the file itself; a reader that will not end is waited for a moment only."""
        open_.execute("PRAGMA busy_timeout = 5000")
        open_.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        fsync_path(self.path.parent)

    def _empty_log_if_possible(self, open_: Connection) -> None:
        """As `_empty_log`, behind a commit: what cannot be brought into the file is on the disk all the same, in its log.

        Whoever writes next tries again.
        """
        try:
            self._empty_log(open_)
        except (sqlite3.Error, OSError) as error:
            log.warning("%s: what was written stands in its log, and not in the file itself yet: %s", self.path, error)

    def _can_write(self) -> bool:
        return os.access(self.path, os.W_OK) and os.access(self.path.parent, os.W_OK)

    def _make(self) -> None:
        """Make the file where it is not there: whole and beside its place, so that one that is empty there is damaged."""
        if self.path.is_file():
            return
        folder = self.path.parent
        with self.new_beside() as beside, self.os_errors():
            beside.rename(self.path)
        for made in (folder, *folder.parents[:2]):
            fsync_path(made)

    def _make_at(self, beside: Path) -> None:
        touch_private(beside)
        new = Database(beside, self._schema)
        with self.errors("write to"), closing(new._connect("mode=rwc")) as open_:
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

    @contextmanager
    def errors(self, doing: str) -> Iterator[None]:
        """Raise GenerationError in place of an error of SQLite."""
        try:
            yield
        # Damage can be in what SQLite's own message quotes, and then there is only an error of reading that.
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise self._error(doing, error) from error

    def _error(self, doing: str, error: sqlite3.Error | UnicodeDecodeError) -> GenerationError:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
        if code & _PRIMARY_CODE in _BUSY:
            return self._busy(doing)
        why = _NOT_DAMAGE.get(code) or _NOT_DAMAGE.get(code & _PRIMARY_CODE)
        if why is None or code == sqlite3.SQLITE_IOERR_SHORT_READ:
            return DamagedGenerationError(f"{self.path} is damaged ({error}); {HOW_TO_MEND}")
        return UnwritableStoreError(f"cannot {doing} {self.path}: {why} ({error})")

    def _busy(self, doing: str) -> BusyStoreError:
        return BusyStoreError(f"cannot {doing} {self.path}: another process has been writing to it for too long")

    def _unwritable(self, error: OSError) -> UnwritableStoreError:
        return UnwritableStoreError(f"cannot write to {self.path.parent} ({error.strerror}); {_WHERE_TO_WRITE}")


def _remove(path: Path) -> None:
    for ending in ("", *LOG_ENDINGS):
        path.with_name(path.name + ending).unlink(missing_ok=True)
