"""The product behind the routes: loaded in the background, asked in batches, written to, honest about what it cannot do."""

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime

from api.answer_cache import AnswerCache, AnswerKey
from api.batching import Batcher, BatchLimits
from api.errors import CollectionNotFoundError, NotReadyError, UnusableIndexError
from api.freed_memory import give_back_freed
from api.open_collection import Corpus, FixedCollection, OpenCollection, Others, Ready
from api.schemas import SearchOut
from api.shelf import TRY_AGAIN_SECONDS, Shelf, ShelfLimits
from api.watched.asking import asking, noted
from api.watched.metrics import Metrics
from api.work import Ask, Result, Search, Task, do_batch
from api.writing.embedding import TurnTaking
from api.writing.following import Follower
from api.writing.writer import Written
from index.changes import Change, Put
from index.errors import CorpusError, GenerationGoneError
from index.homes import DEFAULT_COLLECTION
from index.library import Library
from rag.contract import AnswerOut
from rag.errors import AnswerError
from rag.pipeline import Pipeline

log = logging.getLogger(__name__)
_WARM_UP = "Who said what, and why?"
# How often it is looked for old texts to delete: there may be one a moment after each look.
_FORGET_SECONDS = 600.0
_GIVE_BACK_SECONDS = 60.0
# A question whose generation has gone is asked of the next one; so many times it can only be bad luck.
_MOST_TRIES = 5
_SHELF_LIMITS = ShelfLimits()
InUse = OpenCollection | FixedCollection


@dataclass(frozen=True, slots=True)
class Broken:
    """Loading failed: why, and when."""

    reason: str
    at: float


@dataclass(frozen=True, slots=True)
class _Work:
    """A task, and the collection that it is asked of."""

    collection: InUse
    task: Task


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
        self._open_product, self._clock = open_product, clock
        self._default: InUse | Broken | None = None
        self._shelf = Shelf(self._open_other, shelf_limits)
        self._models = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pourquoi-models")
        self._batcher: Batcher[_Work, Result] = Batcher(self._do_batch, self._models, limits)
        self._loading: asyncio.Future[None] | None = None
        self._corpus: Corpus | None = None
        self._followers = (
            Follower(self._follow, "what another process has written cannot be shown"),
            Follower(self._forget, "old texts of articles cannot be deleted", _FORGET_SECONDS),
            Follower(_give_back, "memory that was freed cannot be given back", _GIVE_BACK_SECONDS),
        )

    def start(self) -> None:
        """Begin to load, in the models' own thread; call once, in the event loop."""
        loop = asyncio.get_running_loop()
        self._loading = loop.run_in_executor(self._models, self._load)
        for follower in self._followers:
            follower.start()

    async def loaded(self) -> None:
        """Wait until loading has ended, one way or the other."""
        if self._loading is not None:
            # Whoever stops waiting must not take the loading with it.
            await asyncio.wait({self._loading})

    async def aclose(self) -> None:
        """End the run and the writes that have begun, and stop the threads."""
        for follower in self._followers:
            await follower.aclose()
        await self._batcher.aclose()
        # Before the models, which they embed with.
        await self._shelf.aclose()
        if isinstance(self._default, OpenCollection):
            await self._default.aclose()
        await asyncio.to_thread(self._models.shutdown)

    def ready(self) -> Ready:
        """What can be asked of the collection `default`; raises as `opened` does."""
        return self._default_in_use().ready

    async def opened(self, collection: str, *, to_write: bool = False) -> InUse:
        """That collection, opened where it is not yet; one that is not there only where it is to be made, by `to_write`.

        Raises NotReadyError while it loads, UnusableIndexError where it cannot be loaded, CollectionNotFoundError, and BusyError.
        """
        if collection == DEFAULT_COLLECTION:
            return self._default_in_use()
        others = self._others()
        if others is None:
            raise CollectionNotFoundError(collection)
        if not others.holds(collection):
            self._shelf.forget(collection)
            if not to_write:
                raise CollectionNotFoundError(collection)
        return await self._shelf.get(collection)

    def open_one(self, collection: str) -> Ready | None:
        """What can be asked of that collection where it is open at this moment."""
        if collection == DEFAULT_COLLECTION:
            return None if self._default is None or isinstance(self._default, Broken) else self._default.ready
        opened = self._shelf.peek(collection)
        return opened.ready if opened is not None else None

    @property
    def starting(self) -> bool:
        """Whether it is loading for the first time, so that whoever asks is told to ask again."""
        return self._default is None

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
            answer = await self.answers.answer(key, task.question.text, lambda: self._answer(_Work(opened, task)))
            return noted(answer, self.metrics)

    async def _answer(self, work: _Work) -> AnswerOut:
        result = await self._batcher.submit(work)
        if not isinstance(result, AnswerOut):
            raise TypeError(f"an answer was expected, not {type(result).__name__}")
        return result

    async def search(self, task: Search, collection: str) -> SearchOut:
        """Find passages of that collection alone; raises what `opened` and `Batcher.submit` raise."""
        with asking(task.question.text, self.metrics):
            result = await self._batcher.submit(_Work(await self.opened(collection), task))
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

    def _do_batch(self, tasks: Sequence[_Work]) -> Sequence[Result | Exception]:
        """The results in the order of `tasks`; those of one collection share a run of the models."""
        of_each: defaultdict[int, list[int]] = defaultdict(list)
        for i, work in enumerate(tasks):
            of_each[id(work.collection)].append(i)
        outcomes: dict[int, Result | Exception] = {}
        for places in of_each.values():
            together = [tasks[i].task for i in places]
            outcomes |= zip(places, self._do_of_one(tasks[places[0]].collection, together), strict=True)
        return [outcomes[i] for i in range(len(tasks))]

    def _do_of_one(self, collection: InUse, tasks: Sequence[Task]) -> Sequence[Result | Exception]:
        """Answer from one generation; what that one cannot answer any more is asked of the one in use by then."""
        self.metrics.batch(len(tasks))
        ready = collection.ready
        outcomes = do_batch(ready, tasks)
        for _ in range(_MOST_TRIES):
            gone = [i for i, outcome in enumerate(outcomes) if isinstance(outcome, GenerationGoneError)]
            if not gone:
                break
            try:
                ready = collection.newer_than(ready)
            except CorpusError as error:
                # Of this collection alone; in the same batch there may be questions of others.
                for i in gone:
                    outcomes[i] = error
                break
            for i, outcome in zip(gone, do_batch(ready, [tasks[i] for i in gone]), strict=True):
                outcomes[i] = outcome
        return outcomes

    def _default_in_use(self) -> InUse:
        match self._default:
            case None:
                raise NotReadyError("the models are loading; ask again in a moment")
            case Broken(reason):
                raise UnusableIndexError(reason)
            case in_use:
                return in_use

    def _others(self) -> Others | None:
        """Where the collections beside `default` are, None where there are none; raises as `opened` does."""
        if self._corpus is None:
            # While it loads, and where the models cannot be loaded at all.
            self._default_in_use()
            return None
        return self._corpus.others

    async def _follow(self) -> None:
        """Bring into use what another process has written, to whichever collection that is open or could not be opened."""
        self._try_again()
        default = [self._default] if isinstance(self._default, OpenCollection) else []
        in_use = [*default, *self._shelf.open_ones()]
        # What is wrong with one keeps none of the others from being followed.
        outcomes = await asyncio.gather(*(opened.follow() for opened in in_use), return_exceptions=True)
        _raise_first(outcome for outcome in outcomes if isinstance(outcome, BaseException))

    def _try_again(self) -> None:
        """Begin to load once more where that failed a while ago; what was wrong may have been put right without us."""
        broken = self._default
        if not isinstance(broken, Broken) or self._clock() - broken.at < TRY_AGAIN_SECONDS:
            return
        if self._loading is None or self._loading.done():
            self._loading = asyncio.get_running_loop().run_in_executor(self._models, self._load)

    async def _forget(self) -> None:
        """Delete for good the old texts of articles that were kept long enough, in every collection there is."""
        corpus = self._corpus
        if corpus is None or corpus.keep_revisions is None:
            return
        before, failed = datetime.now(UTC) - corpus.keep_revisions, list[CorpusError]()
        for library in (corpus.library, *_libraries(corpus.others)):
            try:
                await asyncio.to_thread(library.purge, before)
            except CorpusError as error:
                failed.append(error)
        _raise_first(failed)

    def _load(self) -> None:
        try:
            # Where only `default` could not be read before, the models need not be loaded again.
            match self._corpus or self._open_product():
                case Corpus() as corpus:
                    self._corpus = corpus
                    in_use: InUse = self._open(DEFAULT_COLLECTION, corpus.library, corpus)
                case pipeline:
                    in_use = FixedCollection(pipeline)
            in_use.ready.pipeline.answer(_WARM_UP)
            self._default = in_use
        except (CorpusError, AnswerError) as error:
            log.error("cannot serve: %s", error)  # noqa: TRY400 - the message is the whole story
            self._default = Broken(str(error), self._clock())
        except Exception:
            log.exception("cannot serve")
            self._default = Broken("loading failed; the service's log says why", self._clock())

    def _open_other(self, name: str) -> OpenCollection:
        corpus = self._corpus
        if corpus is None or corpus.others is None:
            raise CollectionNotFoundError(name)
        return self._open(name, corpus.others.collection(name), corpus)

    def _open(self, name: str, library: Library, corpus: Corpus) -> OpenCollection:
        """Read a library whose encoder takes its turns with the questions of all collections."""
        embedder = TurnTaking(library.embedder, self._models)
        return OpenCollection(name, Library(library.store, embedder, library.chunking), corpus.over)


async def _give_back() -> None:
    give_back_freed()


def _makes(change: Change) -> bool:
    """Whether it can be the first of a collection: an article that takes no other's place."""
    return isinstance(change, Put) and change.if_match is None


def _libraries(others: Others | None) -> list[Library]:
    """The collections beside `default`, open or not."""
    names = others.collections() if others is not None else ()
    return [others.collection(name) for name in names if others is not None and name != DEFAULT_COLLECTION]


def _raise_first(errors: Iterable[BaseException]) -> None:
    for error in errors:
        raise error
