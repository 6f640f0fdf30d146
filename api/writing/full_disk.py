"""Tells the log that the disk is full: when it begins, and not once for each write that is refused."""

import logging
import time
from collections.abc import Callable

log = logging.getLogger(__name__)
# On a disk that is nearly full small writes find room between large ones that do not; that is no end and no beginning.
_QUIET_SECONDS = 600.0


class FullDisk:
    """The writes of one file for which there was no room; `what` is what they write.

    Where ten minutes go by without one, the next is a beginning again.
    """

    def __init__(self, what: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._what, self._clock = what, clock
        self._last: float | None = None

    def refused(self, error: Exception) -> None:
        """One more was refused, because of `error`."""
        last, self._last = self._last, self._clock()
        if last is None or self._last - last >= _QUIET_SECONDS:
            log.warning("the disk is full: no %s are written until there is room (%s)", self._what, error)
