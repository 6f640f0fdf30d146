"""The journal in a SQLite file beside the articles."""

import json
import sqlite3
import threading
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from api.errors import JournalError, NoSpaceError
from api.writing.full_disk import FullDisk
from api.writing.journal import JOB_SECONDS, REPLY_SECONDS, Job, JobState, Opened, Remembered, Reply
from api.writing.journal_copies import BUSY_SECONDS, Copies, delete_old
from api.writing.trail import Who
from index.files import make_private, touch_private

JOURNAL_NAME = "requests.db"
# What it holds is read by its key, once; SQLite would keep two megabytes of pages in memory.
_CACHE_KIB = 256
# A body so long is kept packed, and in a way that a process of an earlier version may send as it is.
_PACKED_BYTES, _IS_PACKED = 4_096, ("content-encoding", "deflate")
_NOT_ALLOWED = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM)
_SCHEMA = """
CREATE TABLE IF NOT EXISTS jobs (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, state TEXT NOT NULL, total INTEGER NOT NULL,
    created REAL NOT NULL, updated REAL NOT NULL, key_id TEXT, collection TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS items (
    job TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE, number INTEGER NOT NULL, input BLOB, result BLOB,
    PRIMARY KEY (job, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS replies (
    key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, status INTEGER, headers TEXT, body BLOB, at REAL NOT NULL
) STRICT;
"""


class JournalFile:
    """A Journal. One connection that its callers take turns at: what it holds is small and soon written."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make it; raises JournalError where that cannot be done."""
        self._lock, self._full_disk = threading.Lock(), FullDisk("requests")
        # The claimed keys whose requests are being answered by this process, with what they stand for.
        self._answering: dict[str, str] = {}
        self._copies = Copies(path)
        try:
            make_private(path.parent)
            touch_private(path)
            self._database = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = FULL")
            self._database.execute("PRAGMA foreign_keys = ON")
            self._database.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            # An article that waited here and was deleted later must not be read out of the file.
            self._database.execute("PRAGMA secure_delete = ON")
            self._database.executescript(_SCHEMA)
        except (OSError, sqlite3.Error) as error:
            raise JournalError(f"{path} cannot be used ({error}); {_way_out(path, error)}") from error
        # Without room for it the keys are free all the same, and what is old is told to nobody.
        with suppress(NoSpaceError), self._writing() as database:
            # Whoever claimed a key without a response went with the process before.
            database.execute("DELETE FROM replies WHERE status IS NULL")
            delete_old(database)

    def close(self) -> None:
        """Let go of the file, which no longer holds what finished jobs brought."""
        with self._lock:
            self._copies.clear_now(self._database)
            self._database.close()

    def add_job(self, job_id: str, items: Sequence[bytes], who: Who) -> Job:
        """See Journal."""
        now = time.time()
        with self._writing() as database:
            state = JobState.WAITING if items else JobState.DONE
            database.execute(
                "INSERT INTO jobs (id, state, total, created, updated, key_id, collection) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (job_id, state, len(items), now, now, who.key_id, who.collection),
            )
            database.executemany(
                "INSERT INTO items (job, number, input) VALUES (?, ?, ?)",
                [(job_id, number, item) for number, item in enumerate(items)],
            )
            return _job(database, job_id)

    def job(self, job_id: str) -> Job | None:
        """See Journal."""
        with self._reading() as database:
            there = database.execute(
                "SELECT 1 FROM jobs WHERE id = ? AND (state != ? OR updated >= ?)",
                (job_id, JobState.DONE, time.time() - JOB_SECONDS),
            ).fetchone()
            return _job(database, job_id) if there else None

    def unfinished(self) -> Sequence[str]:
        """See Journal."""
        with self._writing() as database:
            database.execute("UPDATE jobs SET state = ? WHERE state = ?", (JobState.WAITING, JobState.RUNNING))
            rows = database.execute("SELECT id FROM jobs WHERE state = ? ORDER BY number", (JobState.WAITING,))
            return [str(row[0]) for row in rows]

    def begin(self, job_id: str) -> None:
        """See Journal."""
        with self._writing() as database:
            database.execute(
                "UPDATE jobs SET state = ?, updated = ? WHERE id = ?", (JobState.RUNNING, time.time(), job_id)
            )

    def open_items(self, job_id: str, most: int) -> Sequence[tuple[int, bytes]]:
        """See Journal."""
        with self._reading() as database:
            rows = database.execute(
                "SELECT number, input FROM items WHERE job = ? AND result IS NULL ORDER BY number LIMIT ?",
                (job_id, most),
            )
            return [(int(number), bytes(item)) for number, item in rows]

    def add_results(self, job_id: str, results: Sequence[tuple[int, bytes | Opened]]) -> Job:
        """See Journal."""
        with self._writing() as database:
            # The input goes with its result, so that a large job frees its room as it is done.
            database.executemany(
                "UPDATE items SET result = ?, input = NULL WHERE job = ? AND number = ?",
                [(result, job_id, number) for number, result in results if isinstance(result, bytes)],
            )
            for number, opened in results:
                if isinstance(opened, Opened):
                    _open(database, job_id, number, opened.items)
            left = database.execute("SELECT count(*) FROM items WHERE job = ? AND result IS NULL", (job_id,)).fetchone()
            state = JobState.RUNNING if left[0] else JobState.DONE
            database.execute("UPDATE jobs SET state = ?, updated = ? WHERE id = ?", (state, time.time(), job_id))
            if state is JobState.DONE:
                self._copies.were_made()
            return _job(database, job_id)

    def results(self, job_id: str) -> Sequence[bytes]:
        """See Journal."""
        with self._reading() as database:
            rows = database.execute(
                "SELECT result FROM items WHERE job = ? AND result IS NOT NULL ORDER BY number", (job_id,)
            )
            return [bytes(row[0]) for row in rows]

    def claim(self, key: str, fingerprint: str) -> Remembered | None:
        """See Journal; a response older than 24 hours counts no more."""
        now, claimed = time.time(), False
        try:
            with self._writing() as database:
                row = database.execute(
                    "SELECT fingerprint, status, headers, body FROM replies WHERE key = ? AND at >= ?",
                    (key, now - REPLY_SECONDS),
                ).fetchone()
                # Free is also a key whose request is over, and that a full disk kept from being released, or that was claimed by
                # another process, which may have been killed since.
                claimed = key not in self._answering and (row is None or row[1] is None)
                if claimed:
                    self._answering[key] = fingerprint
                    database.execute(
                        "INSERT OR REPLACE INTO replies (key, fingerprint, at) VALUES (?, ?, ?)",
                        (key, fingerprint, now),
                    )
        except BaseException:
            if claimed:
                self._answering.pop(key, None)
            raise
        if claimed:
            return None
        # Without a row where another process has forgotten the claim at its start.
        if row is None or row[1] is None:
            return Remembered(self._answering[key], None)
        headers = tuple((str(name), str(value)) for name, value in json.loads(row[2]))
        return Remembered(row[0], _unpacked(Reply(int(row[1]), headers, bytes(row[3]))))

    def remember(self, key: str, reply: Reply) -> None:
        """See Journal."""
        with self._answered(key) as fingerprint:
            kept = _packed(reply)
            with self._writing() as database:
                # Anew where another process has forgotten the claim at its start.
                database.execute(
                    "INSERT OR REPLACE INTO replies (key, fingerprint, status, headers, body, at) VALUES (?, ?, ?, ?, ?, ?)",
                    (key, fingerprint, kept.status, json.dumps(kept.headers), kept.body, time.time()),
                )

    def release(self, key: str) -> None:
        """See Journal."""
        with self._answered(key), self._writing() as database:
            database.execute("DELETE FROM replies WHERE key = ? AND status IS NULL", (key,))

    def forget_old(self) -> None:
        """See Journal."""
        with self._writing() as database:
            if delete_old(database):
                self._copies.were_made_of_old()

    @contextmanager
    def _answered(self, key: str) -> Iterator[str]:
        """What the key stands for; whatever becomes of it in the file, its request is over then."""
        try:
            yield self._answering[key]
        finally:
            with self._lock:
                del self._answering[key]

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock, _clear_errors(self._full_disk):
            yield self._database

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction; behind it, what finished jobs were to take in leaves the file for good."""
        with self._lock, _clear_errors(self._full_disk):
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database
                self._database.execute("COMMIT")
            except BaseException:
                # A full disk ends the transaction by itself.
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
                raise
            self._copies.clear(self._database)


def _packed(reply: Reply) -> Reply:
    """The same with a long body packed, as its headers say: what is wrong with each of 10,000 lines is 3 MB of the same words."""
    if len(reply.body) < _PACKED_BYTES:
        return reply
    return Reply(reply.status, (*reply.headers, _IS_PACKED), zlib.compress(reply.body))


def _unpacked(reply: Reply) -> Reply:
    if _IS_PACKED not in reply.headers:
        return reply
    headers = tuple(one for one in reply.headers if one != _IS_PACKED)
    return Reply(reply.status, headers, zlib.decompress(reply.body))


def _way_out(path: Path, error: OSError | sqlite3.Error) -> str:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return "see that the disk has room and is in order, then start the server again"
    if isinstance(error, OSError) or (code in _NOT_ALLOWED and not path.is_dir()):
        return f"let the user that runs the server write to {path.parent} and what is in it, then start it again"
    return "move it away, and jobs begun are forgotten"


@contextmanager
def _clear_errors(full_disk: FullDisk) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            full_disk.refused(error)
            raise NoSpaceError("the disk is full; nothing was taken in") from error
        raise JournalError(f"the journal of requests cannot be used: {error}") from error


def _open(database: sqlite3.Connection, job_id: str, number: int, items: Sequence[bytes]) -> None:
    """Put `items` in the place of one, behind the others, unless another process that does the same job has done so."""
    (last,) = database.execute("SELECT max(number) FROM items WHERE job = ?", (job_id,)).fetchone()
    if database.execute("DELETE FROM items WHERE job = ? AND number = ?", (job_id, number)).rowcount != 1:
        return
    database.executemany(
        "INSERT INTO items (job, number, input) VALUES (?, ?, ?)",
        [(job_id, place, item) for place, item in enumerate(items, start=last + 1)],
    )
    database.execute("UPDATE jobs SET total = total + ? WHERE id = ?", (len(items) - 1, job_id))


def _job(database: sqlite3.Connection, job_id: str) -> Job:
    row = database.execute(
        "SELECT state, total, created, updated, key_id, collection,"
        " (SELECT count(*) FROM items WHERE job = jobs.id AND result IS NOT NULL) FROM jobs WHERE id = ?",
        (job_id,),
    ).fetchone()
    state, total, created, updated, key_id, collection, done = row
    return Job(job_id, Who(key_id, collection), JobState(state), int(done), int(total), _time(created), _time(updated))


def _time(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%SZ}"
