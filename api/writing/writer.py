"""One thread that writes: what arrives while it is busy shares its next transaction."""

import errno
import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Generic, TypeVar

from api.batching import Batcher, BatchLimits
from api.errors import NoSpaceError
from api.writing.full_disk import FullDisk
from index.changes import Change, Delete, Outcome
from index.errors import BusyStoreError, CorpusError
from index.generation import Generation
from index.library import Library

log = logging.getLogger(__name__)
# Requests that share one transaction at most.
_MOST_GROUPED = 64
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Written(Generic[V]):
    """What came of one request's changes, in their order, and the view of the articles that shows them."""

    outcomes: tuple[Outcome, ...]
    view: V


class Writer(Generic[V]):
    """Applies changes to a library, and shows each new generation before it says that they are done.

    `publish` brings a generation into use and gives the view of it. For use from one event loop.
    """

    def __init__(self, library: Library, publish: Callable[[Generation], V], most_waiting: int) -> None:
        self._library, self._publish, self._full_disk = library, publish, FullDisk("articles")
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pourquoi-writer")
        limits = BatchLimits(most_waiting, _MOST_GROUPED)
        self._batcher: Batcher[tuple[Change, ...], Written[V]] = Batcher(self._do, self._thread, limits, "writes")

    async def write(self, changes: Sequence[Change]) -> Written[V]:
        """Apply `changes` in their order, all or none; durable, and seen by the next question, when this returns.

        Raises BusyError, StoppingError, NoSpaceError, or what `Library.apply` raises.
        """
        return await self._batcher.submit(tuple(changes))

    async def refresh(self) -> None:
        """Show what another process has written; raises as `Library.current` does, or BusyError or StoppingError."""
        await self._batcher.submit(())

    async def aclose(self) -> None:
        """End the transaction that has begun; whatever waits fails with StoppingError and was not written."""
        await self._batcher.aclose()
        self._thread.shutdown()

    def _do(self, tasks: Sequence[tuple[Change, ...]]) -> list[Written[V] | Exception]:
        outcomes: list[Written[V] | Exception] = []
        for group in _groups(tasks):
            outcomes += self._group(group)
            if isinstance(outcomes[-1], BusyStoreError):
                return [*outcomes, *[outcomes[-1]] * (len(tasks) - len(outcomes))]
        return outcomes

    def _group(self, tasks: Sequence[tuple[Change, ...]]) -> list[Written[V] | Exception]:
        """One transaction for all; where it fails for one of them each has its own, so that no other suffers."""
        try:
            return self._together(tasks)
        except Exception as error:
            if isinstance(error, BusyStoreError):
                # Each of them alone would wait as long once more.
                return [error] * len(tasks)
            if _is_full(error):
                full = NoSpaceError("the disk is full; nothing was written, and what was there before is served")
                full.__cause__ = error
                self._full_disk.refused(error)
                return [full] * len(tasks)
            if len(tasks) == 1:
                if not isinstance(error, CorpusError):
                    log.exception("a write failed", exc_info=error)
                return [error]
            return [done for task in tasks for done in self._group([task])]

    def _together(self, tasks: Sequence[tuple[Change, ...]]) -> list[Written[V] | Exception]:
        changes = [change for task in tasks for change in task]
        if not changes:
            return [Written((), self._publish(self._library.current()))] * len(tasks)
        applied = self._library.apply(changes, _untold)
        view = self._publish(applied.generation)
        outcomes = iter(applied.outcomes)
        return [Written(tuple(next(outcomes) for _ in task), view) for task in tasks]


def _groups(tasks: Sequence[tuple[Change, ...]]) -> Iterator[list[tuple[Change, ...]]]:
    """Cut where an article comes a second time: whoever put it first must find it in the view that goes with its outcome."""
    group: list[tuple[Change, ...]] = []
    named: set[str] = set()
    for task in tasks:
        ids = {_id(change) for change in task}
        if group and named & ids:
            yield group
            group, named = [], set()
        group.append(task)
        named |= ids
    if group:
        yield group


def _id(change: Change) -> str:
    return change.article_id if isinstance(change, Delete) else change.article.id


def _is_full(error: BaseException | None) -> bool:
    """Whether a full disk is what lies below an error."""
    while error is not None:
        full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
        if full or getattr(error, "sqlite_errorname", "") in ("SQLITE_FULL", "SQLITE_IOERR_SHMSIZE"):
            return True
        error = error.__cause__
    return False


def _untold(_done: int, _total: int) -> None:
    """Progress that nobody follows: a long job is told of article by article."""
