"""Looks again and again whether something is to be done, for as long as the service runs."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)


class Follower:
    """Calls `look` every `seconds`; an error of it is logged, once for as long as it stays the same, and stops nothing.

    `trouble` says in the log what does not work then.
    """

    def __init__(self, look: Callable[[], Awaitable[None]], trouble: str, seconds: float = 1.0) -> None:
        self._look, self._trouble, self._seconds = look, trouble, seconds
        self._task: asyncio.Task[None] | None = None
        self._told = ""

    def start(self) -> None:
        """Begin, in the running event loop."""
        self._task = asyncio.create_task(self._run())

    async def aclose(self) -> None:
        """Stop looking."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(self._seconds)
            try:
                await self._look()
                self._told = ""
            except Exception as error:
                if str(error) != self._told:
                    log.exception("%s", self._trouble)
                self._told = str(error)
