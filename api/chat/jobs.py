"""Work that goes on after a platform was told that an answer will come."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from api.errors import BusyError

log = logging.getLogger(__name__)
T = TypeVar("T")


class Jobs:
    """Runs a limited number of jobs at once. For use from one event loop."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._running: set[asyncio.Task[Any]] = set()

    def start(self, work: Callable[[], Coroutine[Any, Any, T]]) -> asyncio.Task[T]:
        """Begin a job, which ends whether or not anybody waits for it; raises BusyError where as many are running as may."""
        if len(self._running) >= self._most:
            raise BusyError(f"{self._most} questions are being answered already; ask again in a moment")
        task = asyncio.create_task(work())
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    async def aclose(self, seconds: float) -> None:
        """Wait until every job has ended, for at most `seconds`; what runs longer is cancelled."""
        if not self._running:
            return
        _, late = await asyncio.wait(self._running, timeout=seconds)
        for task in late:
            task.cancel()
        if late:
            log.error("%d answers were not finished within %.0f s of shutting down", len(late), seconds)
            await asyncio.wait(late)

    def _ended(self, task: "asyncio.Task[Any]") -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("a job failed", exc_info=error)
