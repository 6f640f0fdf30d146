"""The product behind the routes: loaded in the background, asked in batches, and honest about what it cannot do yet."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from api.answer_cache import AnswerCache, AnswerKey
from api.batching import Batcher, BatchLimits
from api.catalog import Catalog
from api.errors import NotReadyError, UnusableIndexError
from api.schemas import SearchOut
from api.watched.asking import asking, noted
from api.watched.metrics import Metrics
from api.work import Ask, Result, Search, Task, do_batch
from index.errors import CorpusError
from rag.contract import AnswerOut
from rag.errors import AnswerError
from rag.pipeline import Pipeline

log = logging.getLogger(__name__)
_WARM_UP = "Who said what, and why?"


@dataclass(frozen=True, slots=True)
class Ready:
    """An open pipeline that has answered once, and the list of its articles."""

    pipeline: Pipeline
    catalog: Catalog


@dataclass(frozen=True, slots=True)
class Broken:
    """Loading failed."""

    reason: str


class Service:
    """One pipeline and the one thread in which its models run; it keeps `cached_answers` answers at most.

    `draining`: the process is about to end, so no load balancer should send anything more.
    """

    def __init__(self, open_pipeline: Callable[[], Pipeline], limits: BatchLimits, cached_answers: int = 0) -> None:
        self.metrics = Metrics()
        self.answers = AnswerCache(cached_answers, self.metrics.cache)
        self.draining = False
        self.in_flight = 0
        self._open_pipeline = open_pipeline
        self._state: Ready | Broken | None = None
        self._models = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pourquoi-models")
        self._batcher: Batcher[Task, Result] = Batcher(self._do_batch, self._models, limits)
        self._loading: asyncio.Future[None] | None = None

    def start(self) -> None:
        """Begin to load, in the models' own thread; call once, in the event loop."""
        self._loading = asyncio.get_running_loop().run_in_executor(self._models, self._load)

    async def loaded(self) -> None:
        """Wait until loading has ended, one way or the other."""
        if self._loading is not None:
            # Whoever stops waiting must not take the loading with it.
            await asyncio.wait({self._loading})

    async def aclose(self) -> None:
        """End the run that has begun and stop the thread."""
        await self._batcher.aclose()
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

    async def _submit(self, task: Task) -> Result:
        self.ready()
        return await self._batcher.submit(task)

    def _do_batch(self, tasks: Sequence[Task]) -> Sequence[Result | Exception]:
        self.metrics.batch(len(tasks))
        return do_batch(self.ready().pipeline, tasks)

    def _load(self) -> None:
        try:
            pipeline = self._open_pipeline()
            pipeline.answer(_WARM_UP)
            self._state = Ready(pipeline, Catalog(pipeline.searcher.generation))
        except (CorpusError, AnswerError) as error:
            log.error("cannot serve: %s", error)  # noqa: TRY400 - the message is the whole story
            self._state = Broken(str(error))
        except Exception:
            log.exception("cannot serve")
            self._state = Broken("loading failed; the service's log says why")
