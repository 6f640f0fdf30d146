"""The product behind the routes: loaded in the background, asked in batches, written to, honest about what it cannot do."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from threading import Lock

from api.answer_cache import AnswerCache, AnswerKey
from api.batching import Batcher, BatchLimits
from api.catalog import Catalog
from api.errors import ApiError, NotReadyError, ReadOnlyError, UnusableIndexError
from api.schemas import SearchOut
from api.watched.asking import asking, noted
from api.watched.metrics import Metrics
from api.work import Ask, Result, Search, Task, do_batch
from api.writing.embedding import TurnTaking
from api.writing.following import Follower
from api.writing.writer import Writer, Written
from index.article_store import ArticleStore
from index.changes import Change
from index.errors import CorpusError, GenerationGoneError, NoGenerationError
from index.generation import Generation, name_of
from index.library import Library
from rag.contract import AnswerOut
from rag.errors import AnswerError
from rag.pipeline import Pipeline

log = logging.getLogger(__name__)
_WARM_UP = "Who said what, and why?"
# Writes that may wait at once.
MOST_WRITES = 64
# How often it is looked for old texts to delete: there may be one a moment after each look.
_FORGET_SECONDS = 600.0
# A question whose generation has gone is asked of the next one; so many times it can only be bad luck.
_MOST_TRIES = 5


@dataclass(frozen=True, slots=True)
class Corpus:
    """What a service that can be written to is over: a library, and the pipeline over any of its generations.

    `keep_revisions` is how long the old texts of articles are kept, None for ever.
    """

    library: Library
    over: Callable[[Generation], Pipeline]
    keep_revisions: timedelta | None = None

    def view(self, generation: Generation) -> "Ready":
        """What can be asked of one generation."""
        # Nothing was ever written where it has no name, so there is no past either.
        store = self.library.store if generation.name else None
        return Ready(self.over(generation), Catalog(generation), store)


@dataclass(frozen=True, slots=True)
class Ready:
    """A pipeline over one generation, the list of its articles, and the store of what they were before.

    `store` is None where the service only reads.
    """

    pipeline: Pipeline
    catalog: Catalog
    store: ArticleStore | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """Loading failed."""

    reason: str


class Service:
    """The generation in use, the one thread in which the models run, and the one that writes.

    Over a pipeline alone it answers and takes no articles. Over a corpus each write brings the next generation into use, whole;
    questions that have begun end with the one they began with. It keeps `cached_answers` answers at most. `draining`: the
    process is about to end, so no load balancer should send anything more; `in_flight` counts the requests it still answers.
    """

    def __init__(
        self, open_product: Callable[[], Pipeline | Corpus], limits: BatchLimits, cached_answers: int = 0
    ) -> None:
        self.metrics = Metrics()
        self.answers = AnswerCache(cached_answers, self.metrics.cache)
        self.draining = False
        self.in_flight = 0
        self._open_product = open_product
        self._state: Ready | Broken | None = None
        self._models = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pourquoi-models")
        self._batcher: Batcher[Task, Result] = Batcher(self._do_batch, self._models, limits)
        self._loading: asyncio.Future[None] | None = None
        self._corpus: Corpus | None = None
        self._writer: Writer[Ready] | None = None
        self._followers = (
            Follower(self._follow, "what another process has written cannot be shown"),
            Follower(self._forget, "old texts of articles cannot be deleted", _FORGET_SECONDS),
        )
        self._publishing = Lock()

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
        """End the run and the write that have begun, and stop the threads."""
        for follower in self._followers:
            await follower.aclose()
        await self._batcher.aclose()
        if self._writer is not None:
            # Before the models, which it embeds with.
            await self._writer.aclose()
        await asyncio.to_thread(self._models.shutdown)

    def ready(self) -> Ready:
        """What can be asked; raises NotReadyError while it loads and UnusableIndexError where it cannot be loaded."""
        match self._state:
            case Ready():
                return self._state
            case Broken(reason):
                raise UnusableIndexError(reason)
            case None:
                raise NotReadyError("the models are loading; ask again in a moment")

    @property
    def queued(self) -> int:
        """How many questions wait for a run."""
        return self._batcher.queued

    def drain(self) -> None:
        """Say from now on that the service is not ready; what is asked is answered all the same."""
        self.draining = True

    async def ask(self, task: Ask) -> AnswerOut:
        """Answer; raises what `ready` and `Batcher.submit` raise."""
        with asking(task.question.text, self.metrics):
            key = AnswerKey.of(task, self.ready().pipeline.searcher.generation.name)
            answer = await self.answers.answer(key, task.question.text, lambda: self._answer(task))
            return noted(answer, self.metrics)

    async def _answer(self, task: Ask) -> AnswerOut:
        result = await self._submit(task)
        if not isinstance(result, AnswerOut):
            raise TypeError(f"an answer was expected, not {type(result).__name__}")
        return result

    async def search(self, task: Search) -> SearchOut:
        """Find passages; raises what `ready` and `Batcher.submit` raise."""
        with asking(task.question.text, self.metrics):
            result = await self._submit(task)
        if not isinstance(result, SearchOut):
            raise TypeError(f"passages were expected, not {type(result).__name__}")
        return result

    async def write(self, changes: Sequence[Change]) -> Written[Ready]:
        """Apply changes, all or none: durable, and seen by the next question, when this returns.

        Raises ReadOnlyError, what `ready` raises, and what `Writer.write` raises.
        """
        self.ready()
        if self._writer is None:
            raise ReadOnlyError("this service was started over an index that it does not write to")
        return await self._writer.write(changes)

    async def _submit(self, task: Task) -> Result:
        self.ready()
        return await self._batcher.submit(task)

    def _do_batch(self, tasks: Sequence[Task]) -> Sequence[Result | Exception]:
        """Answer from one generation; what that one cannot answer any more is asked of the one in use by then."""
        self.metrics.batch(len(tasks))
        ready = self.ready()
        outcomes = do_batch(ready.pipeline, tasks)
        for _ in range(_MOST_TRIES):
            gone = [i for i, outcome in enumerate(outcomes) if isinstance(outcome, GenerationGoneError)]
            if not gone:
                break
            ready = self._newer_than(ready)
            for i, outcome in zip(gone, do_batch(ready.pipeline, [tasks[i] for i in gone]), strict=True):
                outcomes[i] = outcome
        return outcomes

    def _newer_than(self, ready: Ready) -> Ready:
        """What is in use now; where that is `ready` still, another process has written and it is brought into use here."""
        now = self.ready()
        if now is ready and self._corpus is not None:
            return self._publish(self._corpus.library.current())
        return now

    def _publish(self, generation: Generation) -> Ready:
        """Bring what is stored now into use, which is `generation` or a later one, and give the view of `generation`."""
        if self._corpus is None:
            raise ReadOnlyError("there is nothing to bring into use")
        # Under one lock from reading to swapping, so that no earlier state ever takes the place of a later one.
        with self._publishing:
            current = self._corpus.library.current()
            if not isinstance(self._state, Ready) or self._state.pipeline.searcher.generation is not current:
                self._state = self._corpus.view(current)
            shown = self._state
        return shown if current is generation else self._corpus.view(generation)

    async def _follow(self) -> None:
        """Bring into use what another process has written."""
        if self._writer is None or self._corpus is None or not isinstance(self._state, Ready):
            return
        shown = self._state.pipeline.searcher.generation.name
        if await asyncio.to_thread(_stored_name, self._corpus.library, shown) == shown:
            return
        try:
            await self._writer.refresh()
        except ApiError:
            # Busy or stopping: whoever writes now shows the newest state anyway.
            return

    async def _forget(self) -> None:
        """Delete for good the old texts of articles that were kept long enough."""
        if self._corpus is not None and self._corpus.keep_revisions is not None:
            before = datetime.now(UTC) - self._corpus.keep_revisions
            await asyncio.to_thread(self._corpus.library.purge, before)

    def _load(self) -> None:
        try:
            match self._open_product():
                case Corpus() as corpus:
                    library = Library(
                        corpus.library.store,
                        TurnTaking(corpus.library.embedder, self._models),
                        corpus.library.chunking,
                    )
                    self._corpus = replace(corpus, library=library)
                    ready = self._corpus.view(library.open())
                    self._writer = Writer(library, self._publish, MOST_WRITES)
                case pipeline:
                    ready = Ready(pipeline, Catalog(pipeline.searcher.generation))
            ready.pipeline.answer(_WARM_UP)
            self._state = ready
        except (CorpusError, AnswerError) as error:
            log.error("cannot serve: %s", error)  # noqa: TRY400 - the message is the whole story
            self._state = Broken(str(error))
        except Exception:
            log.exception("cannot serve")
            self._state = Broken("loading failed; the service's log says why")


def _stored_name(library: Library, shown: str) -> str:
    """The name of the generation that is stored now; `shown` where there is no store at this moment."""
    try:
        with library.store.reading() as reading:
            return name_of(reading.state())
    except NoGenerationError:
        return shown
