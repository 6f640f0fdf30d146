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
# The connection stays open, and by itself SQLite keeps up to 2 MB of the pages that the log of writes has gone through, none of
# which is looked at again: 175 bytes a write until then.
_CACHE_KIB = 64
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


class AccessDatabase:
    """The file in the folder `home`, for any thread. What cannot be read or written raises AccessDataError."""

    def __init__(self, home: Path) -> None:
        self._path = home / FILE
        self._lock = threading.Lock()
        self._opened: sqlite3.Connection | None = None
        self._own_writes = 0

    def version(self) -> tuple[int, int] | None:
        """Another value after every write, by this process or any other; None while there is no file."""
        return self._read(lambda db: (int(db.execute("PRAGMA data_version").fetchone()[0]), self._own_writes), None)

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
        collections = "*" if key.collections is None else json.dumps(sorted(key.collections))
        row = (
            *(key.id, key.name, key.digest, " ".join(sorted(key.scopes)), collections),
            *(key.quota.per_minute, key.quota.per_day, key.created.isoformat()),
        )
        columns = "id, name, digest, scopes, collections, per_minute, per_day, created"
        self._write(f"INSERT INTO keys ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [row])  # noqa: S608 - no value of anybody's

    def revoke(self, key_id: str, now: datetime) -> bool:
        """From now on the key is none; False where there is no such key. One that is revoked keeps its time."""
        known = any(key.id == key_id for key in self.keys())
        if known:
            self._write("UPDATE keys SET revoked = ? WHERE id = ? AND revoked IS NULL", [(now.isoformat(), key_id)])
        return known

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
        with self._lock:
            if self._opened is not None:
                self._opened.close()
                self._opened = None

    def _read(self, read: Callable[[sqlite3.Connection], T], without_file: T) -> T:
        with self._lock, self._clear():
            # One that was never written to says that nobody has a key; one that is gone meanwhile is still read.
            if self._opened is None and not self._path.exists():
                return without_file
            return read(self._connection())

    def _write(self, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
        with self._lock, self._clear():
            connection = self._connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                connection.executemany(statement, rows)
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
            self._own_writes += 1

    def _connection(self) -> sqlite3.Connection:
        if self._opened is None:
            make_private(self._path.parent)
            touch_private(self._path)
            connection = sqlite3.connect(
                self._path, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False
            )
            try:
                self._prepare(connection)
            except BaseException:
                connection.close()
                raise
            self._opened = connection
        return self._opened

    def _prepare(self, connection: sqlite3.Connection) -> None:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        found = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if found > _FORMAT:
            raise AccessDataError(f"{self._path} is of a newer version of pourquoi (format {found}); use that one")
        if found < _FORMAT:
            connection.executescript(_TABLES)

    @contextmanager
    def _clear(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError, ValueError, TypeError) as error:
            raise AccessDataError(f"{self._path} cannot be used: {error}") from error


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
