"""One server on a home: the lock by which a second one knows of the first."""

import errno
import fcntl
import logging
import os
import threading
from pathlib import Path

from index.files import make_private, touch_private

log = logging.getLogger(__name__)
NAME = "serving.lock"
# What systems say where another process has a lock. Anything else means that there are no locks, as on some network shares.
_TAKEN = frozenset({errno.EACCES, errno.EAGAIN})
_MAX_BYTES = 32


def serve_alone(home: Path, process_id: int) -> None:
    """Have the lock of who serves `home` until this process ends; warn where another has it, by the `process_id` that it gave.

    No more than a warning, since in a rolling update a server begins before the one that it replaces has ended; the lock is
    waited for meanwhile. The system frees that of a process that is killed. Where nothing can be written below `home` there is no
    lock and no need of one, since what two servers may do twice are writes.
    """
    try:
        make_private(home)
        touch_private(home / NAME)
        # Never closed: that would free the lock.
        file = os.open(home / NAME, os.O_RDWR)
    except OSError:
        return
    try:
        # Not flock, which a process that this one forks would keep after its end.
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _TAKEN:
            log.warning(
                "another server runs on the home %s%s; run one, since two do the jobs that wait twice and may do a request twice "
                "that is sent to both",
                home.absolute(),
                _told(file),
            )
            threading.Thread(target=_wait_for, args=(file, process_id), daemon=True).start()
        return
    _tell(file, process_id)


def _wait_for(file: int, process_id: int) -> None:
    fcntl.lockf(file, fcntl.LOCK_EX)
    _tell(file, process_id)


def _tell(file: int, process_id: int) -> None:
    """Write down for the next server which process this one is; on a full disk it is told of one that it cannot name."""
    try:
        os.ftruncate(file, 0)
        os.pwrite(file, f"{process_id}\n".encode(), 0)
    except OSError:
        log.debug("the process id of this server could not be written to %s", NAME)


def _told(file: int) -> str:
    number = os.pread(file, _MAX_BYTES, 0).decode("ascii", "replace").strip()
    return f" (process {number})" if number.isdecimal() else ""
