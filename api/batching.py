"""Questions that arrive while the models are busy share their next run."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

from api.errors import BusyError, DeadlineError, StoppingError

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class BatchLimits:
    """`concurrent` tasks may wait or run at once, `batch` of them in one run; none waits longer than `wait_seconds`."""

    concurrent: int
    batch: int
    wait_seconds: float = 30.0


class Batcher(Generic[T, R]):
    """Runs `work` over batches of tasks, one batch at a time, in `executor`. For use from one event loop.

    `tasks_name` says in an error what is waiting.

    `work` gives for each task of a batch, in order, its result or the error that it alone fails with. A run begins as soon
    as there is a task and the run before has ended, so nothing waits for a batch to fill up.
    """

    def __init__(
        self,
        work: Callable[[Sequence[T]], Sequence[R | Exception]],
        executor: Executor,
        limits: BatchLimits,
        tasks_name: str = "questions",
    ) -> None:
        self._work, self._executor, self._limits, self._tasks_name = work, executor, limits, tasks_name
        # In the order of arrival; a task that nobody waits for any more is taken out.
        self._waiting: dict[asyncio.Future[R], T] = {}
        self._running = 0
        self._runner: asyncio.Task[None] | None = None
        self._stopping = False

    @property
    def queued(self) -> int:
        """How many tasks wait for a run."""
        return len(self._waiting)

    async def submit(self, task: T) -> R:
        """The result of `task`; raises BusyError, DeadlineError, StoppingError, or what the task fails with.

        Cancelled before its run begins, the task is never run.
        """
        if self._stopping:
            raise StoppingError("the service is shutting down; ask again in a moment")
        if len(self._waiting) + self._running >= self._limits.concurrent:
            raise BusyError(f"{self._limits.concurrent} {self._tasks_name} are waiting already; try again in a moment")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[R] = loop.create_future()
        self._waiting[future] = task
        if self._runner is None:
            self._runner = asyncio.create_task(self._run())
        deadline = loop.call_later(self._limits.wait_seconds, self._expire, future)
        try:
            return await future
        finally:
            deadline.cancel()
            self._waiting.pop(future, None)

    async def aclose(self) -> None:
        """Let the run that has begun end; whatever waits fails with StoppingError."""
        self._stopping = True
        for future in self._waiting:
            if not future.done():
                future.set_exception(StoppingError("the service is shutting down; ask again in a moment"))
        self._waiting.clear()
        if self._runner is not None:
            await self._runner

    def _expire(self, future: "asyncio.Future[R]") -> None:
        # One whose run has begun gets its result; the models cannot be stopped halfway.
        if self._waiting.pop(future, None) is not None and not future.done():
            seconds = self._limits.wait_seconds
            future.set_exception(DeadlineError(f"no run came within {seconds:g} s; ask again in a moment"))

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            batch = dict(islice(self._waiting.items(), self._limits.batch))
            for future in batch:
                del self._waiting[future]
            self._running = len(batch)
            outcomes: Sequence[R | Exception]
            try:
                outcomes = await loop.run_in_executor(self._executor, self._work, list(batch.values()))
            except Exception as error:  # noqa: BLE001 - it reaches everyone who waits for this run
                outcomes = [error] * len(batch)
            self._running = 0
            for future, outcome in zip(batch, outcomes, strict=True):
                _settle(future, outcome)
        self._runner = None


def _settle(future: "asyncio.Future[R]", outcome: R | Exception) -> None:
    if future.done():
        return
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)
