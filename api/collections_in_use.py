"""The collections in use: `default`, which is loaded with the models, and the others, each from when it is first named."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from api.errors import CollectionNotFoundError, NotReadyError, UnusableIndexError
from api.open_collection import Corpus, FixedCollection, InUse, OpenCollection, Others, Ready
from api.shelf import TRY_AGAIN_SECONDS, Broken, Shelf, ShelfLimits
from api.writing.embedding import TurnTaking
from index.errors import CorpusError
from index.homes import DEFAULT_COLLECTION
from index.library import Library
from rag.errors import AnswerError
from rag.pipeline import Pipeline

log = logging.getLogger(__name__)
_WARM_UP = "Who said what, and why?"


class CollectionsInUse:
    """What `open_product` gives, loaded in the thread of `models`; a pipeline alone is the collection `default`, for reading.

    For use from one event loop; `load` is for the models' own thread.
    """

    def __init__(
        self,
        open_product: Callable[[], Pipeline | Corpus],
        models: ThreadPoolExecutor,
        shelf_limits: ShelfLimits,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._open_product, self._models, self._clock = open_product, models, clock
        self._default: InUse | Broken | None = None
        self._shelf = Shelf(self._open_other, shelf_limits)
        self._loading: asyncio.Future[None] | None = None
        self._corpus: Corpus | None = None

    def start(self) -> None:
        """Begin to load; call once, in the event loop."""
        self._loading = asyncio.get_running_loop().run_in_executor(self._models, self.load)

    async def loaded(self) -> None:
        """Wait until loading has ended, one way or the other."""
        if self._loading is not None:
            # Whoever stops waiting must not take the loading with it.
            await asyncio.wait({self._loading})

    async def aclose(self) -> None:
        """End the writes that have begun; they embed with the models."""
        await self._shelf.aclose()
        if isinstance(self._default, OpenCollection):
            await self._default.aclose()

    @property
    def starting(self) -> bool:
        """Whether `default` is loading for the first time."""
        return self._default is None

    def default(self) -> InUse:
        """The collection `default`; raises NotReadyError while it loads, UnusableIndexError where it cannot be loaded."""
        match self._default:
            case None:
                raise NotReadyError("the models are loading; ask again in a moment")
            case Broken(reason):
                raise UnusableIndexError(reason)
            case in_use:
                return in_use

    async def get(self, collection: str, *, to_write: bool = False) -> InUse:
        """That collection, opened where it is not yet; one that is not there only where it is to be made, by `to_write`.

        Raises as `default` does, CollectionNotFoundError, and BusyError.
        """
        if collection == DEFAULT_COLLECTION:
            return self.default()
        others = self._others()
        if others is None:
            raise CollectionNotFoundError(collection)
        if not others.holds(collection):
            self._shelf.forget(collection)
            if not to_write:
                raise CollectionNotFoundError(collection)
        return await self._shelf.get(collection)

    def peek(self, collection: str) -> Ready | None:
        """What can be asked of that collection where it is open at this moment."""
        if collection == DEFAULT_COLLECTION:
            return None if self._default is None or isinstance(self._default, Broken) else self._default.ready
        opened = self._shelf.peek(collection)
        return opened.ready if opened is not None else None

    async def follow(self) -> None:
        """Bring into use what another process has written, to whichever collection that is open or could not be opened."""
        self._try_again()
        default = [self._default] if isinstance(self._default, OpenCollection) else []
        in_use = [*default, *self._shelf.open_ones()]
        # What is wrong with one keeps none of the others from being followed.
        outcomes = await asyncio.gather(*(opened.follow() for opened in in_use), return_exceptions=True)
        _raise_all([outcome for outcome in outcomes if isinstance(outcome, BaseException)])

    async def forget(self) -> None:
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
        _raise_all(failed)

    def load(self) -> None:
        """Load the models, if that is not done yet, and `default`; where that fails it is Broken, and nothing is raised."""
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

    def _try_again(self) -> None:
        """Begin to load once more where that failed a while ago; what was wrong may have been put right without us."""
        broken = self._default
        if not isinstance(broken, Broken) or self._clock() - broken.at < TRY_AGAIN_SECONDS:
            return
        if self._loading is None or self._loading.done():
            self.start()

    def _others(self) -> Others | None:
        """Where the collections beside `default` are, None where there are none; raises as `default` does."""
        if self._corpus is None:
            # While it loads, and where the models cannot be loaded at all.
            self.default()
            return None
        return self._corpus.others

    def _open_other(self, name: str) -> OpenCollection:
        corpus = self._corpus
        if corpus is None or corpus.others is None:
            raise CollectionNotFoundError(name)
        return self._open(name, corpus.others.collection(name), corpus)

    def _open(self, name: str, library: Library, corpus: Corpus) -> OpenCollection:
        """Read a library whose encoder takes its turns with the questions of all collections."""
        embedder = TurnTaking(library.embedder, self._models)
        return OpenCollection(name, Library(library.store, embedder, library.chunking), corpus.over)


def _libraries(others: Others | None) -> list[Library]:
    """The collections beside `default`, open or not."""
    names = others.collections() if others is not None else ()
    return [others.collection(name) for name in names if others is not None and name != DEFAULT_COLLECTION]


def _raise_all(errors: Sequence[BaseException]) -> None:
    """Raise them as one that says what each says, so that what goes wrong beside something else is noticed too."""
    if not errors:
        return
    if len(errors) == 1:
        raise errors[0]
    raise BaseExceptionGroup("; ".join(sorted({str(error) for error in errors})), errors)
