"""What errors of SQLite and of the system mean for a database file, and what to do about them."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import (
    BusyStoreError,
    DamagedGenerationError,
    GenerationError,
    UnreadableStoreError,
    UnwritableStoreError,
)
from index.manifest import HOW_TO_REBUILD

HOW_TO_MEND = f"restore a backup with `pourquoi restore FILE`, or {HOW_TO_REBUILD}"
_WHERE_TO_WRITE = "set POURQUOI_HOME, or --home, to a folder that can be written"
_WHO_MAY_READ = "run this as a user who may enter its folder"
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
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_PRIMARY_CODE = 0xFF


@contextmanager
def sqlite_errors(doing: str, path: Path) -> Iterator[None]:
    """Raise GenerationError in place of an error of SQLite; `doing` is what was done to `path`: "read", "write to"."""
    try:
        yield
    # Damage can be in what SQLite's own message quotes, and then there is only an error of reading that.
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise _meant(doing, path, error) from error


@contextmanager
def os_errors(path: Path) -> Iterator[None]:
    """Raise UnwritableStoreError in place of an error of the system, which came of writing to `path`."""
    try:
        yield
    except OSError as error:
        raise UnwritableStoreError(f"cannot write to {path.parent} ({error.strerror}); {_WHERE_TO_WRITE}") from error


@contextmanager
def reading_errors(path: Path) -> Iterator[None]:
    """Raise UnreadableStoreError in place of an error of the system, which came of looking what is at `path`."""
    try:
        yield
    except OSError as error:
        what_to_do = f"; {_WHO_MAY_READ}" if isinstance(error, PermissionError) else ""
        raise UnreadableStoreError(f"cannot read {path}: {error.strerror}{what_to_do}") from error


def is_file(path: Path) -> bool:
    """Whether there is a file at `path`; raises UnreadableStoreError where the system does not say."""
    with reading_errors(path):
        return path.is_file()


def busy(doing: str, path: Path) -> BusyStoreError:
    """The error of who waited in vain."""
    return BusyStoreError(f"cannot {doing} {path}: another process has been writing to it for too long")


def _meant(doing: str, path: Path, error: sqlite3.Error | UnicodeDecodeError) -> GenerationError:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    if code & _PRIMARY_CODE in _BUSY:
        return busy(doing, path)
    why = _NOT_DAMAGE.get(code) or _NOT_DAMAGE.get(code & _PRIMARY_CODE)
    if why is None or code == sqlite3.SQLITE_IOERR_SHORT_READ:
        return DamagedGenerationError(f"{path} is damaged ({error}); {HOW_TO_MEND}")
    return UnwritableStoreError(f"cannot {doing} {path}: {why} ({error})")
