"""Does the jobs of a collection in the order they came, and remembers each result, so that a restart goes on from there."""

import asyncio
import logging
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import suppress

from api.errors import JournalError, NoSpaceError, StoppingError
from api.rules import rule_for
from api.writing.journal import Job, JobState, Journal, Opened
from api.writing.trail import Who

log = logging.getLogger(__name__)
# Items that are done together, and noted together.
_GROUP_ITEMS = 16
# Groups that are done at once, of as many collections: they share the processor, and those who wait for articles to be read. As
# many slow ones beside them, which wait for pages most of the time and keep what they have until the last has come.
_GROUPS_AT_ONCE = 4
_PAUSE_SECONDS = 5.0
_LOOK_SECONDS = 0.5


class Jobs:
    """Does the items of jobs with `work`, which gives a result for each, or the items it stands for. For one event loop.

    Each collection has a line of its own, so that a job that cannot go on holds up no other's. `work` is told of which job they
    are. Results are noted after they are true, so after a crash the last few items may be done again: `work` must not mind.
    Where `is_slow` says so of an item, all other jobs of its collection have their turn after it, and no other collection's wait.
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
        self._stopping = asyncio.Event()
        self._runner: asyncio.Task[None] | None = None
        # The ids of jobs by their collection, in order; the first of each is being done.
        self._lines: dict[str, dict[str, None]] = {}
        self._moving: dict[str, asyncio.Task[None]] = {}
        self._listed = False
        self._groups, self._slow_groups = asyncio.Semaphore(_GROUPS_AT_ONCE), asyncio.Semaphore(_GROUPS_AT_ONCE)

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
        begun = [self._runner] if self._runner is not None else []
        await asyncio.gather(*begun, return_exceptions=True)
        await asyncio.gather(*self._moving.values(), return_exceptions=True)
        await self._tell()

    async def add(self, items: Sequence[bytes], who: Who) -> Job:
        """Keep a job that `who` began; it is durable when this returns. Raises StoppingError, NoSpaceError or JournalError."""
        if self._stopping.is_set():
            raise StoppingError("the service is shutting down; try again in a moment")
        job = await asyncio.to_thread(self._journal.add_job, f"job_{uuid.uuid4().hex}", items, who)
        self._queue(job)
        return job

    async def follow(self, job_id: str, leaving: Callable[[], bool] = lambda: False) -> AsyncIterator[Job]:
        """The job as it is now and whenever it has changed, up to its end, or to the end of the service.

        Of what others do it tells nothing, not even when.
        Once `leaving` says that the service is to end it is told within a second: whoever follows a job keeps a connection open.
        """
        told: Job | None = None
        while True:
            # Before the job is read, so that no change between reading and waiting is missed.
            seen = self._changes
            job = await asyncio.to_thread(self._journal.job, job_id)
            if job is None:
                return
            if job != told:
                yield job
                told = job
            if job.state is JobState.DONE or self._stopping.is_set():
                return
            while self._changes == seen and not leaving():
                await self._change_after(seen)
            if leaving():
                return

    async def _change_after(self, seen: int) -> None:
        """Wait for another change than those `seen`, or a while."""
        async with self._changed:
            if self._changes == seen:
                await _at_most(_LOOK_SECONDS, self._changed.wait())

    async def _run(self) -> None:
        """Queue what the process before has left."""
        await self._loaded()
        while not (self._listed or self._stopping.is_set()):
            try:
                left = [await asyncio.to_thread(self._journal.job, i) for i in await self._left()]
            except Exception:
                log.exception("jobs cannot go on; they are tried again in %.0f s", _PAUSE_SECONDS)
                await self._pause()
                continue
            # What was added meanwhile waits behind it.
            added, self._lines, self._listed = self._lines, {}, True
            for job in filter(None, left):
                self._queue(job)
            for collection, ids in added.items():
                self._lines.setdefault(collection, {}).update(ids)
                self._move(collection)

    async def _left(self) -> Sequence[str]:
        return await asyncio.to_thread(self._journal.unfinished)

    def _queue(self, job: Job) -> None:
        self._lines.setdefault(job.who.collection, {})[job.id] = None
        if self._listed:
            self._move(job.who.collection)

    def _move(self, collection: str) -> None:
        if collection not in self._moving:
            self._moving[collection] = asyncio.create_task(self._do_line(collection))

    async def _do_line(self, collection: str) -> None:
        """Do the jobs of a collection, up to the last."""
        line, told = self._lines[collection], ""
        while line and not self._stopping.is_set():
            job_id = next(iter(line))
            try:
                left = await self._do(job_id)
            except Exception as error:  # noqa: BLE001 - it is logged
                told = _note(error, told)
                await self._pause()
            else:
                del line[job_id]
                if left:
                    line[job_id] = None
        del self._lines[collection], self._moving[collection]

    async def _do(self, job_id: str) -> bool:
        """Do a job as far as it goes at once; whether something of it is left for another turn."""
        await asyncio.to_thread(self._journal.begin, job_id)
        await self._tell()
        job = await asyncio.to_thread(self._journal.job, job_id)
        told = ""
        while job is not None and not self._stopping.is_set():
            items = await asyncio.to_thread(self._journal.open_items, job_id, _GROUP_ITEMS)
            if not items:
                return False
            try:
                slow = any(self._is_slow(item) for _, item in items)
                async with self._slow_groups if slow else self._groups:
                    results = await self._work(job, [item for _, item in items])
            except Exception as error:  # noqa: BLE001 - it is logged
                if not (self.stopping and isinstance(error, StoppingError)):
                    told = _note(error, told)
                await self._pause()
                continue
            numbered = [(number, result) for (number, _), result in zip(items, results, strict=True)]
            job = await self._remembered(job_id, numbered)
            await self._tell()
            if job is not None and self._is_slow(items[-1][1]):
                return job.state is not JobState.DONE
        return False

    async def _remembered(self, job_id: str, results: Sequence[tuple[int, bytes | Opened]]) -> Job | None:
        """The job with those results, once they can be kept, and nothing is done twice; None where the service ends before."""
        told = ""
        while True:
            try:
                return await asyncio.to_thread(self._journal.add_results, job_id, results)
            except (JournalError, NoSpaceError) as error:
                told = _note(error, told)
            await self._pause()
            if self.stopping:
                return None

    async def _pause(self) -> None:
        await _at_most(_PAUSE_SECONDS, self._stopping.wait())

    async def _tell(self) -> None:
        self._changes += 1
        async with self._changed:
            self._changed.notify_all()


def _note(error: Exception, told: str) -> str:
    """Log why a job does not go on, and give that. What passes by itself may last for hours, so what was `told` is not again."""
    if rule_for(error).retry_after_seconds is None:
        log.error("a job cannot go on; it is tried again in %.0f s", _PAUSE_SECONDS, exc_info=error)
    elif str(error) != told:
        log.warning("a job waits: %s", error)
    return str(error)


async def _at_most(seconds: float, waiting: Awaitable[object]) -> None:
    """Wait for what is waited for, or so long."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await waiting
