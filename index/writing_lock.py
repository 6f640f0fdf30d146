"""The lock of who writes to a database file, or puts another one in its place."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.files import make_private
from index.sqlite_errors import busy, os_errors

_NAME = "writing.lock"


class WritingLock:
    """Keeps all other writers away from the file `path` and what lies beside it; one is waited for `wait_seconds` long.

    SQLite locks a file, and a writer that waits for it would write into that one also where it has been put aside meanwhile.
    """

    def __init__(self, path: Path, wait_seconds: float) -> None:
        self._path, self._wait_seconds = path, wait_seconds
        self._here = threading.local()  # whether this thread has it

    @property
    def is_mine(self) -> bool:
        """Whether this thread has it, which cannot take it again."""
        return getattr(self._here, "mine", False)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Have it within the block, in a folder that is made where it is not there.

        Raises BusyStoreError where another writer takes too long, and UnwritableStoreError.
        """
        folder = self._path.parent
        # The system frees the lock of a process that dies.
        lock = FileLock(folder / _NAME, timeout=self._wait_seconds, mode=0o600)
        with os_errors(self._path):
            make_private(folder)
            try:
                lock.acquire()
            except Timeout as error:
                raise busy("write to", self._path) from error
        self._here.mine = True
        try:
            yield
        finally:
            self._here.mine = False
            lock.release()
