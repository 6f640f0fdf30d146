"""The product behind the routes: asked in batches, written to, honest about what it cannot do."""

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from api.answer_cache import AnswerCache, AnswerKey
from api.batching import Batcher, BatchLimits
from api.collections_in_use import CollectionsInUse
from api.freed_memory import give_back_freed
from api.open_collection import Corpus, InUse, Ready
from api.schemas import SearchOut
from api.shelf import ShelfLimits
from api.watched.asking import asking, noted
from api.watched.metrics import Metrics
from api.work import Ask, Result, Search, Work, do_all
from api.writing.following import Follower
from api.writing.writer import Written
from index.changes import Change, Put
from rag.contract import AnswerOut
from rag.pipeline import Pipeline

# How often it is looked for old texts to delete: there may be one a moment after each look.
_FORGET_SECONDS = 600.0
_GIVE_BACK_SECONDS = 60.0
_SHELF_LIMITS = ShelfLimits()


class Service:
    """The collections in use, the one thread in which the models run, and one for each collection that writes.

    Over a pipeline alone it answers and takes no articles. Over a corpus each write brings the next generation into use, whole;
    questions that have begun end with the one they began with. Nothing is asked or written without the name of a collection:
    `default` is opened at the start, another when it is first named. It keeps `cached_answers` answers at most. `draining`: the
    process is about to end, so no load balancer should send anything more; `in_flight` counts the requests it still answers.
    """

    def __init__(
        self,
        open_product: Callable[[], Pipeline | Corpus],
        limits: BatchLimits,
        cached_answers: int = 0,
        shelf_limits: ShelfLimits = _SHELF_LIMITS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.metrics = Metrics()
        self.answers = AnswerCache(cached_answers, self.metrics.cache)
        self.draining = False
        self.in_flight = 0
        self._models = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pourquoi-models")
        self._collections = CollectionsInUse(open_product, self._models, shelf_limits, clock)
        self._batcher: Batcher[Work, Result] = Batcher(self._do_batch, self._models, limits)
        self._followers = (
            Follower(self._collections.follow, "what another process has written cannot be shown"),
            Follower(self._collections.forget, "old texts of articles cannot be deleted", _FORGET_SECONDS),
            Follower(_give_back, "memory that was freed cannot be given back", _GIVE_BACK_SECONDS),
        )

    def start(self) -> None:
        """Begin to load, in the models' own thread; call once, in the event loop."""
        self._collections.start()
        for follower in self._followers:
            follower.start()

    async def loaded(self) -> None:
        """Wait until loading has ended, one way or the other."""
        await self._collections.loaded()

    async def aclose(self) -> None:
        """End the run and the writes that have begun, and stop the threads."""
        for follower in self._followers:
            await follower.aclose()
        await self._batcher.aclose()
        await self._collections.aclose()
        await asyncio.to_thread(self._models.shutdown)

    def ready(self) -> Ready:
        """What can be asked of the collection `default`; raises as `opened` does."""
        return self._collections.default().ready

    async def opened(self, collection: str, *, to_write: bool = False) -> InUse:
        """That collection, opened where it is not yet; one that is not there only where it is to be made, by `to_write`.

        Raises NotReadyError while it loads, UnusableIndexError where it cannot be loaded, CollectionNotFoundError, and BusyError.
        """
        return await self._collections.get(collection, to_write=to_write)

    def open_one(self, collection: str) -> Ready | None:
        """What can be asked of that collection where it is open at this moment."""
        return self._collections.peek(collection)

    @property
    def starting(self) -> bool:
        """Whether it is loading for the first time, so that whoever asks is told to ask again."""
        return self._collections.starting

    @property
    def queued(self) -> int:
        """How many questions wait for a run."""
        return self._batcher.queued

    def drain(self) -> None:
        """Say from now on that the service is not ready; what is asked is answered all the same."""
        self.draining = True

    async def ask(self, task: Ask, collection: str) -> AnswerOut:
        """Answer from that collection alone; raises what `opened` and `Batcher.submit` raise."""
        with asking(task.question.text, self.metrics):
            opened = await self.opened(collection)
            key = AnswerKey.of(task, opened.ready.pipeline.searcher.generation.name, collection)
            answer = await self.answers.answer(key, task.question.text, lambda: self._answer(Work(opened, task)))
            return noted(answer, self.metrics)

    async def _answer(self, work: Work) -> AnswerOut:
        result = await self._batcher.submit(work)
        if not isinstance(result, AnswerOut):
            raise TypeError(f"an answer was expected, not {type(result).__name__}")
        return result

    async def search(self, task: Search, collection: str) -> SearchOut:
        """Find passages of that collection alone; raises what `opened` and `Batcher.submit` raise."""
        with asking(task.question.text, self.metrics):
            result = await self._batcher.submit(Work(await self.opened(collection), task))
        if not isinstance(result, SearchOut):
            raise TypeError(f"passages were expected, not {type(result).__name__}")
        return result

    async def write(self, changes: Sequence[Change], collection: str) -> Written[Ready]:
        """Apply changes, all or none: durable, and seen by the next question, when this returns.

        A collection that is not there is made by the first article. Raises ReadOnlyError, what `opened` raises, and what
        `Writer.write` raises.
        """
        opened = await self.opened(collection, to_write=any(map(_makes, changes)))
        return await opened.write(changes)

    def _do_batch(self, works: Sequence[Work]) -> Sequence[Result | Exception]:
        return do_all(works, self.metrics.batch)


async def _give_back() -> None:
    give_back_freed()


def _makes(change: Change) -> bool:
    """Whether it can be the first of a collection: an article that takes no other's place."""
    return isinstance(change, Put) and change.if_match is None
