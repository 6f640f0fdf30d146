"""Each write leaves its line in the log before it is acknowledged, and in the order in which the writes were done."""

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from api.access.audit import AuditLog, Write, audit
from api.access.caller import Caller
from api.errors import AccessDataError, UnloggedError

log = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Who:
    """Who writes: the id of a key, None where none was needed, and the collection that it is about."""

    key_id: str | None
    collection: str

    def caller(self) -> Caller:
        """The same for the log. What was let in once, as a job, needs no right any more."""
        return Caller(self.key_id, frozenset(), frozenset())


class Trail:
    """Lines for `log`; without one nothing is logged. For use from one event loop."""

    def __init__(self, log: AuditLog | None) -> None:
        self._log = log
        # Given to those who wait in the order in which they came.
        self._turn = asyncio.Lock()
        self._begun: set[asyncio.Task[Any]] = set()

    async def whole(self, work: Coroutine[Any, Any, T]) -> T:
        """Do `work` to its end, even where whoever waits goes away: what is written then must leave its line too."""
        task = asyncio.create_task(work)
        self._begun.add(task)
        task.add_done_callback(self._ended)
        return await asyncio.shield(task)

    async def note(self, who: Who, writes: Sequence[Write]) -> None:
        """Log what `who` did, all of it or nothing, durably; raises UnloggedError."""
        if self._log is None or not writes:
            return
        async with self._turn:
            try:
                await asyncio.to_thread(audit, self._log, who.caller(), who.collection, writes)
            except AccessDataError as error:
                log.error("%d writes are done and not logged: %s", len(writes), error)  # noqa: TRY400 - it says all
                raise UnloggedError(
                    "the log of writes cannot be written, so nothing is acknowledged; what was sent may be stored: send it again"
                ) from error

    async def aclose(self) -> None:
        """Let what has begun end."""
        await asyncio.gather(*self._begun, return_exceptions=True)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._begun.discard(task)
        # Whoever waits is given the error; where nobody does any more it was logged where it arose.
        if not task.cancelled():
            task.exception()
