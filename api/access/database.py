"""`access.db`: the keys and the log of writes, in SQLite. It is made by the first thing that is written to it."""

import json
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from api.access.audit import AuditEntry, Write
from api.access.caller import Quota, Scope
from api.access.keys import Key
from api.errors import AccessDataError
from index.files import make_private, touch_private

T = TypeVar("T")
FILE = "access.db"
_FORMAT = 1
_WAIT_SECONDS = 5.0
# Reading waits for no write, only while the file is made or mended after a crash; and all requests wait with it.
_READ_WAIT_SECONDS = 1.0
# A connection stays open, and by itself SQLite keeps up to 2 MB of the pages that the log of writes has gone through, none of
# which is looked at again: 175 bytes a write until then.
_SMALL_CACHE = "PRAGMA cache_size = -64"
# What was logged can be neither changed nor taken out, by a slip of ours either.
_TABLES = """
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS keys (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, digest BLOB NOT NULL UNIQUE, scopes TEXT NOT NULL, collections TEXT NOT NULL,
    per_minute INTEGER, per_day INTEGER, created TEXT NOT NULL, revoked TEXT, last_used TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS audit (
    number INTEGER PRIMARY KEY AUTOINCREMENT, time TEXT NOT NULL, key_id TEXT NOT NULL, collection TEXT NOT NULL,
    action TEXT NOT NULL, article_id TEXT NOT NULL, sha256 TEXT, outcome TEXT NOT NULL
) STRICT;
CREATE TRIGGER IF NOT EXISTS audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER IF NOT EXISTS audit_is_not_shortened BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'append only'); END;
PRAGMA user_version = 1;
COMMIT;
"""
_ADD = "INSERT INTO keys (id, name, digest, scopes, collections, per_minute, per_day, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_REVOKE = "UPDATE keys SET revoked = ? WHERE id = ? AND revoked IS NULL"


class AccessDatabase:
    """The file in the folder `home`, for any thread. What cannot be read or written raises AccessDataError.

    Every request is let in by what is read here, so reading has a connection and a lock of its own: whoever writes, in this
    process or another, keeps no reader waiting.
    """

    def __init__(self, home: Path) -> None:
        self._path = home / FILE
        self._reading, self._writing = threading.Lock(), threading.Lock()
        self._reader: sqlite3.Connection | None = None
        self._writer: sqlite3.Connection | None = None

    def version(self) -> int | None:
        """Another value after whatever changed, by this process or any other; None while there is no file."""
        return self._read(lambda db: int(db.execute("PRAGMA data_version").fetchone()[0]), None)

    def keys(self) -> tuple[Key, ...]:
        """All of them, revoked ones too, the oldest first."""
        nothing: list[sqlite3.Row] = []
        rows = self._read(lambda db: db.execute("SELECT * FROM keys ORDER BY created, id").fetchall(), nothing)
        with self._clear():
            return tuple(_key(row) for row in rows)

    def entries(self, limit: int, collection: str | None = None) -> tuple[AuditEntry, ...]:
        """The last `limit` entries of the log, or of one collection's, the oldest first."""
        query = "SELECT * FROM audit WHERE collection = ? OR ? IS NULL ORDER BY number DESC LIMIT ?"
        nothing: list[sqlite3.Row] = []
        rows = self._read(lambda db: db.execute(query, (collection, collection, limit)).fetchall(), nothing)
        with self._clear():
            return tuple(_entry(row) for row in reversed(rows))

    def add(self, key: Key) -> None:
        """Keep a new key."""
        self._write(_ADD, [_row(key)])

    def revoke(self, key_id: str, now: datetime) -> bool:
        """From now on the key is none; False where there is no such key. One that is revoked keeps its time."""
        known = any(key.id == key_id for key in self.keys())
        if known:
            self._write(_REVOKE, [(now.isoformat(), key_id)])
        return known

    def replace(self, key_id: str, new: Key) -> bool:
        """Revoke a key and keep `new`, both or none; False where there is no such key, or it is revoked already."""

        def change(db: sqlite3.Connection) -> bool:
            if db.execute(_REVOKE, (new.created.isoformat(), key_id)).rowcount != 1:
                return False
            db.execute(_ADD, _row(new))
            return True

        return self._change(change)

    def used(self, key_id: str, now: datetime) -> None:
        """The key was shown."""
        self._write("UPDATE keys SET last_used = ? WHERE id = ?", [(now.isoformat(), key_id)])

    def append(self, entries: Iterable[AuditEntry]) -> None:
        """Add to the log of writes, all of `entries` or none."""
        rows = [
            (
                *(one.time.isoformat(), one.key_id, one.collection),
                *(one.write.action, one.write.article_id, one.write.sha256, one.write.outcome),
            )
            for one in entries
        ]
        columns = "time, key_id, collection, action, article_id, sha256, outcome"
        self._write(f"INSERT INTO audit ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)", rows)  # noqa: S608 - as above

    def close(self) -> None:
        """Let go of the file; the next call opens it again."""
        with self._reading, self._writing:
            for connection in (self._reader, self._writer):
                if connection is not None:
                    connection.close()
            self._reader = self._writer = None

    def _read(self, read: Callable[[sqlite3.Connection], T], without_file: T) -> T:
        with self._reading, self._clear():
            # One that is gone meanwhile is still read.
            if self._reader is None:
                self._reader = self._opened_to_read()
            return without_file if self._reader is None else read(self._reader)

    def _write(self, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
        self._change(lambda db: db.executemany(statement, rows))

    def _change(self, change: Callable[[sqlite3.Connection], T]) -> T:
        """What `change` gives, done in one transaction."""
        with self._writing, self._clear():
            if self._writer is None:
                self._writer = self._opened_to_write()
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                done = change(self._writer)
            except BaseException:
                self._writer.execute("ROLLBACK")
                raise
            self._writer.execute("COMMIT")
        return done

    def _opened_to_read(self) -> sqlite3.Connection | None:
        """A connection; None where nothing was ever written, which says that nobody has a key."""
        if not self._path.exists():
            return None
        connection = self._connected(_READ_WAIT_SECONDS)
        with _closed_on_error(connection):
            if self._format(connection) < _FORMAT:
                connection.close()
                return None
            connection.execute(_SMALL_CACHE)
            connection.execute("PRAGMA query_only = ON")
        return connection

    def _opened_to_write(self) -> sqlite3.Connection:
        make_private(self._path.parent)
        touch_private(self._path)
        connection = self._connected(_WAIT_SECONDS)
        with _closed_on_error(connection):
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute(_SMALL_CACHE)
            if self._format(connection) < _FORMAT:
                connection.executescript(_TABLES)
        return connection

    def _connected(self, wait_seconds: float) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=wait_seconds, isolation_level=None, check_same_thread=False)
        connection.row_factory = sqlite3.Row
        return connection

    def _format(self, connection: sqlite3.Connection) -> int:
        """The format of the file, 0 where it has no tables yet; raises AccessDataError for one that is newer than ours."""
        found = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if found > _FORMAT:
            raise AccessDataError(f"{self._path} is of a newer version of pourquoi (format {found}); use that one")
        return found

    @contextmanager
    def _clear(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError, ValueError, TypeError) as error:
            raise AccessDataError(f"{self._path} cannot be used: {error}") from error


@contextmanager
def _closed_on_error(connection: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.close()
        raise


def _row(key: Key) -> tuple[object, ...]:
    collections = "*" if key.collections is None else json.dumps(sorted(key.collections))
    return (
        *(key.id, key.name, key.digest, " ".join(sorted(key.scopes)), collections),
        *(key.quota.per_minute, key.quota.per_day, key.created.isoformat()),
    )


def _key(row: sqlite3.Row) -> Key:
    collections = None if row["collections"] == "*" else frozenset(json.loads(row["collections"]))
    return Key(
        id=row["id"],
        name=row["name"],
        digest=row["digest"],
        scopes=frozenset(Scope(scope) for scope in row["scopes"].split()),
        collections=collections,
        quota=Quota(row["per_minute"], row["per_day"]),
        created=datetime.fromisoformat(row["created"]),
        revoked=_time(row["revoked"]),
        last_used=_time(row["last_used"]),
    )


def _entry(row: sqlite3.Row) -> AuditEntry:
    write = Write(row["action"], row["article_id"], row["sha256"], row["outcome"])
    return AuditEntry(datetime.fromisoformat(row["time"]), row["key_id"], row["collection"], write)


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
