"""One collection in use: the generation that questions are answered from, and the one thread that writes."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from threading import Lock
from typing import Protocol

from api.catalog import Catalog
from api.errors import ApiError, ReadOnlyError
from api.writing.writer import Writer, Written
from index.article_store import ArticleStore
from index.changes import Change
from index.errors import NoGenerationError
from index.generation import Generation, name_of
from index.homes import DEFAULT_COLLECTION
from index.library import Library
from rag.pipeline import Pipeline

# Writes that may wait at once.
MOST_WRITES = 64


class Others(Protocol):
    """Where the collections beside `default` are."""

    def holds(self, name: str) -> bool:
        """Whether there is a collection of that name."""
        ...

    def collection(self, name: str) -> Library:
        """Its articles; nothing is read yet, and it need not be there."""
        ...

    def collections(self) -> Sequence[str]:
        """The names of all there are, which may have `default` among them."""
        ...


@dataclass(frozen=True, slots=True)
class Corpus:
    """What a service that can be written to is over: a library, and the pipeline over any of its generations.

    `library` is the collection `default`; without `others` it is the only one. `keep_revisions` is how long the old texts of
    articles are kept, None for ever.
    """

    library: Library
    over: Callable[[Generation], Pipeline]
    keep_revisions: timedelta | None = None
    others: Others | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """A pipeline over one generation of a collection, the list of its articles, and the store of what they were before.

    `store` is None where the service only reads.
    """

    collection: str
    pipeline: Pipeline
    catalog: Catalog
    store: ArticleStore | None = None


class OpenCollection:
    """The library `name`, checked and read into memory, with the pipeline over its newest generation.

    Opening may take long; raises GenerationError as `Library.open` does.
    """

    def __init__(self, name: str, library: Library, over: Callable[[Generation], Pipeline]) -> None:
        self._name, self._library, self._over = name, library, over
        self._publishing = Lock()
        self._ready = self._view(library.open())
        self._writer: Writer[Ready] = Writer(library, self._publish, MOST_WRITES)
        self._writes = 0
        self._was_gone = False

    @property
    def ready(self) -> Ready:
        """What can be asked now."""
        return self._ready

    @property
    def writes(self) -> bool:
        """Whether a write is being done or waits."""
        return self._writes > 0

    async def write(self, changes: Sequence[Change]) -> Written[Ready]:
        """Apply changes, all or none: durable, and seen by the next question, when this returns; raises as `Writer.write`."""
        self._writes += 1
        try:
            return await self._writer.write(changes)
        finally:
            self._writes -= 1

    def newer_than(self, ready: Ready) -> Ready:
        """What is in use now; where that is `ready` still, another process has written and it is brought into use here."""
        now = self._ready
        return self._publish(self._library.current()) if now is ready else now

    async def follow(self) -> None:
        """Bring into use what another process has written; a store that is gone at two looks in a row was deleted."""
        shown = self._ready.pipeline.searcher.generation.name
        stored = await asyncio.to_thread(_stored_name, self._library)
        # Once may be the moment in which another is put in its place.
        was_gone, self._was_gone = self._was_gone, stored is None
        if (stored or "") == shown or (stored is None and not was_gone):
            return
        try:
            await self._writer.refresh()
        except ApiError:
            # Busy or stopping: whoever writes now shows the newest state anyway.
            return

    async def aclose(self) -> None:
        """End the write that has begun; whatever waits fails with StoppingError and was not written."""
        await self._writer.aclose()

    def _publish(self, generation: Generation) -> Ready:
        """Bring what is stored now into use, which is `generation` or a later one, and give the view of `generation`."""
        # Under one lock from reading to swapping, so that no earlier state ever takes the place of a later one.
        with self._publishing:
            current = self._library.current()
            if self._ready.pipeline.searcher.generation is not current:
                self._ready = self._view(current)
            shown = self._ready
        return shown if current is generation else self._view(generation)

    def _view(self, generation: Generation) -> Ready:
        # Nothing was ever written where it has no name, so there is no past either.
        store = self._library.store if generation.name else None
        return Ready(self._name, self._over(generation), Catalog(generation), store)


class FixedCollection:
    """The same over one pipeline that never changes, as the collection `default`."""

    writes = False

    def __init__(self, pipeline: Pipeline) -> None:
        self.ready = Ready(DEFAULT_COLLECTION, pipeline, Catalog(pipeline.searcher.generation))

    async def write(self, _changes: Sequence[Change]) -> Written[Ready]:
        """Raise ReadOnlyError."""
        raise ReadOnlyError("this service was started over an index that it does not write to")

    def newer_than(self, ready: Ready) -> Ready:
        """The same."""
        return ready

    async def follow(self) -> None:
        """Nothing changes."""

    async def aclose(self) -> None:
        """Nothing was begun."""


InUse = OpenCollection | FixedCollection


def _stored_name(library: Library) -> str | None:
    """The name of the generation that is stored now; None where there is no store at this moment."""
    try:
        with library.store.reading() as reading:
            return name_of(reading.state())
    except NoGenerationError:
        return None
