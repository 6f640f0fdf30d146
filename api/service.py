"""The product behind the routes: loaded in the background, asked in batches, and honest about what it cannot do yet."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from api.batching import Batcher, BatchLimits
from api.catalog import Catalog
from api.errors import NotReadyError, UnusableIndexError
from api.schemas import SearchOut
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
    """One pipeline and the one thread in which its models run."""

    def __init__(self, open_pipeline: Callable[[], Pipeline], limits: BatchLimits) -> None:
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

    async def ask(self, task: Ask) -> AnswerOut:
        """Answer; raises what `ready` and `Batcher.submit` raise."""
        result = await self._submit(task)
        if not isinstance(result, AnswerOut):
            raise TypeError(f"an answer was expected, not {type(result).__name__}")
        return result

    async def search(self, task: Search) -> SearchOut:
        """Find passages; raises what `ready` and `Batcher.submit` raise."""
        result = await self._submit(task)
        if not isinstance(result, SearchOut):
            raise TypeError(f"passages were expected, not {type(result).__name__}")
        return result

    async def _submit(self, task: Task) -> Result:
        self.ready()
        return await self._batcher.submit(task)

    def _do_batch(self, tasks: Sequence[Task]) -> Sequence[Result | Exception]:
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
