"""The collections beside `default` that are in use: each opened when it is first asked for, a limited number at once."""

import asyncio
import logging
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from api.errors import BusyError, NotReadyError, UnusableIndexError
from api.open_collection import OpenCollection
from index.errors import CorpusError
from rag.errors import AnswerError

log = logging.getLogger(__name__)
# Two, so that a small collection need not wait for a large one.
_OPENED_AT_ONCE = 2
# One that cannot be opened is tried again after so long, since a try may read all of it.
TRY_AGAIN_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class ShelfLimits:
    """`most` collections are open at once; nobody waits longer than `wait_seconds` for one to be opened."""

    most: int = 16
    wait_seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class Broken:
    """A collection that could not be opened, why, and when that was tried."""

    reason: str
    at: float


class Shelf:
    """Opens collections with `open_one`, which may take long and runs in a thread of its own.

    Where there is no room the one that was unused longest is closed; questions that have begun end with what they began with.
    For use from one event loop.
    """

    def __init__(
        self,
        open_one: Callable[[str], OpenCollection],
        limits: ShelfLimits,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._open_one, self._limits, self._clock = open_one, limits, clock
        self._threads = ThreadPoolExecutor(_OPENED_AT_ONCE, thread_name_prefix="pourquoi-opening")
        # The one unused longest first.
        self._begun: OrderedDict[str, asyncio.Future[OpenCollection | Broken]] = OrderedDict()
        self._waited_for: Counter[str] = Counter()
        self._closing: set[asyncio.Task[None]] = set()

    async def get(self, name: str) -> OpenCollection:
        """The collection, opened; whoever asks for it meanwhile waits for the same opening.

        Raises NotReadyError where that takes too long, UnusableIndexError where it cannot be opened, and BusyError where every
        open one is being opened or written to.
        """
        begun = self._begun.get(name)
        if begun is None or self._is_to_be_tried_again(begun):
            self._begun.pop(name, None)
            self._make_room()
            begun = asyncio.get_running_loop().run_in_executor(self._threads, self._opened, name)
            self._begun[name] = begun
        self._begun.move_to_end(name)
        self._waited_for[name] += 1
        try:
            # Whoever stops waiting must not take the opening with it.
            await asyncio.wait({begun}, timeout=self._limits.wait_seconds)
        finally:
            self._waited_for[name] -= 1
        if not begun.done():
            raise NotReadyError("the collection is being opened; ask again in a moment")
        opened = begun.result()
        if isinstance(opened, Broken):
            raise UnusableIndexError(opened.reason)
        return opened

    def peek(self, name: str) -> OpenCollection | None:
        """The collection where it is open at this moment."""
        begun = self._begun.get(name)
        opened = begun.result() if begun is not None and begun.done() else None
        return opened if isinstance(opened, OpenCollection) else None

    def open_ones(self) -> Sequence[OpenCollection]:
        """All that are open at this moment."""
        return [opened for name in self._begun if (opened := self.peek(name)) is not None]

    def forget(self, name: str) -> None:
        """Close the collection, if it is open: its file is gone, and what is written under its name next is another."""
        if self._may_go(name):
            self._close(name)

    async def aclose(self) -> None:
        """Close all of them; each ends the write that has begun."""
        await asyncio.gather(*self._begun.values(), return_exceptions=True)
        for name in list(self._begun):
            self._close(name)
        await asyncio.gather(*self._closing)
        self._threads.shutdown()

    def _opened(self, name: str) -> OpenCollection | Broken:
        try:
            return self._open_one(name)
        except (CorpusError, AnswerError) as error:
            log.error("the collection %s cannot be opened: %s", name, error)  # noqa: TRY400 - the message is the whole story
            return Broken(str(error), self._clock())
        except Exception:
            log.exception("the collection %s cannot be opened", name)
            return Broken("opening it failed; the service's log says why", self._clock())

    def _is_to_be_tried_again(self, begun: "asyncio.Future[OpenCollection | Broken]") -> bool:
        opened = begun.result() if begun.done() else None
        return isinstance(opened, Broken) and self._clock() - opened.at >= TRY_AGAIN_SECONDS

    def _make_room(self) -> None:
        while len(self._begun) >= self._limits.most:
            name = next(filter(self._may_go, self._begun), None)
            if name is None:
                raise BusyError(f"{self._limits.most} collections are in use already; try again in a moment")
            self._close(name)

    def _may_go(self, name: str) -> bool:
        """Whether nobody would miss it: what waits to be written would be lost with it."""
        begun = self._begun.get(name)
        if begun is None or not begun.done() or self._waited_for[name]:
            return False
        opened = begun.result()
        return isinstance(opened, Broken) or not opened.writes

    def _close(self, name: str) -> None:
        opened = self._begun.pop(name).result()
        if isinstance(opened, OpenCollection):
            task = asyncio.create_task(opened.aclose())
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)
