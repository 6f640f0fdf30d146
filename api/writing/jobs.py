"""Does jobs in the order they came, and remembers each result, so that a restart goes on where the last one ended."""

import asyncio
import logging
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

from api.errors import StoppingError
from api.problems import rule_for
from api.writing.journal import Job, JobState, Journal, Opened
from api.writing.trail import Who

log = logging.getLogger(__name__)
# Items that are done together, and noted together.
_GROUP_ITEMS = 16
_PAUSE_SECONDS = 5.0


class Jobs:
    """Does the items of jobs with `work`, which gives a result for each, or the items it stands for. For one event loop.

    `work` is told of which job they are. Results are noted after they are true, so after a crash the last few items may be done
    again: `work` must not mind. Where `is_slow` says so of an item, all other jobs have their turn after it.
    """

    def __init__(
        self,
        journal: Journal,
        work: Callable[[Job, Sequence[bytes]], Awaitable[Sequence[bytes | Opened]]],
        loaded: Callable[[], Awaitable[None]],
        is_slow: Callable[[bytes], bool],
    ) -> None:
        self._journal, self._work, self._loaded, self._is_slow = journal, work, loaded, is_slow
        self._changed, self._changes = asyncio.Condition(), 0
        self._added = asyncio.Event()
        self._stopping = asyncio.Event()
        self._runner: asyncio.Task[None] | None = None

    @property
    def stopping(self) -> bool:
        """Whether nothing more is begun."""
        return self._stopping.is_set()

    def start(self) -> None:
        """Begin, with what the process before has left."""
        self._runner = asyncio.create_task(self._run())

    async def aclose(self) -> None:
        """Let the group that has begun end."""
        self._stopping.set()
        self._added.set()
        if self._runner is not None:
            await asyncio.gather(self._runner, return_exceptions=True)
        await self._tell()

    async def add(self, items: Sequence[bytes], who: Who) -> Job:
        """Keep a job that `who` began; it is durable when this returns. Raises StoppingError, NoSpaceError or JournalError."""
        if self._stopping.is_set():
            raise StoppingError("the service is shutting down; try again in a moment")
        job = await asyncio.to_thread(self._journal.add_job, f"job_{uuid.uuid4().hex}", items, who)
        self._added.set()
        return job

    async def follow(self, job_id: str) -> AsyncIterator[Job]:
        """The job as it is now and whenever it has changed, up to its end, or to the end of the service."""
        while True:
            # Before the job is read, so that no change between reading and waiting is missed.
            seen = self._changes
            job = await asyncio.to_thread(self._journal.job, job_id)
            if job is None:
                return
            yield job
            if job.state is JobState.DONE or self._stopping.is_set():
                return
            async with self._changed:
                while self._changes == seen:
                    await self._changed.wait()

    async def _run(self) -> None:
        await self._loaded()
        while not self._stopping.is_set():
            self._added.clear()
            try:
                for job_id in await asyncio.to_thread(self._journal.unfinished):
                    if await self._do(job_id):
                        self._added.set()
            except Exception:
                log.exception("jobs cannot go on; they are tried again in %.0f s", _PAUSE_SECONDS)
                await self._pause()
                self._added.set()
            await self._added.wait()

    async def _do(self, job_id: str) -> bool:
        """Do a job as far as it goes at once; whether something of it is left for another turn."""
        await asyncio.to_thread(self._journal.begin, job_id)
        await self._tell()
        job = await asyncio.to_thread(self._journal.job, job_id)
        while job is not None and not self._stopping.is_set():
            items = await asyncio.to_thread(self._journal.open_items, job_id, _GROUP_ITEMS)
            if not items:
                return False
            try:
                results = await self._work(job, [item for _, item in items])
            except Exception as error:
                if rule_for(error).retry_after_seconds is None:
                    log.exception("a job cannot go on; it is tried again in %.0f s", _PAUSE_SECONDS)
                else:
                    log.warning("a job waits: %s", error)
                await self._pause()
                continue
            numbered = [(number, result) for (number, _), result in zip(items, results, strict=True)]
            job = await asyncio.to_thread(self._journal.add_results, job_id, numbered)
            await self._tell()
            if self._is_slow(items[-1][1]):
                return True
        return False

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(_PAUSE_SECONDS):
                await self._stopping.wait()
        except TimeoutError:
            return

    async def _tell(self) -> None:
        self._changes += 1
        async with self._changed:
            self._changed.notify_all()
