"""The application over articles that can be written, with hashed words in place of the encoder."""

import json
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from urllib.parse import quote

import httpx
from fastapi import FastAPI

from api.app import create_app
from api.batching import BatchLimits
from api.errors import FetchError
from api.service import Corpus, Service
from api.writing.incoming import FetchedFile, Fetcher
from api.writing.intake import Intake
from api.writing.journal_file import JOURNAL_NAME, JournalFile
from index.encoder.hashing import HashingEmbedder
from rag.settings import Settings
from rag.wire import Engine

LIMITS = BatchLimits(concurrent=64, batch=16)


def no_web(_url: str) -> FetchedFile:
    """A web without pages."""
    raise FetchError("there is no web here")


def engine_over(home: Path) -> Engine:
    """Hashed words; whatever has evidence is answered."""
    return Engine(Settings(home=home, min_confidence=0), HashingEmbedder())


def app_over(home: Path, fetcher: Fetcher | None = None) -> FastAPI:
    """The whole application over that home, which need not be there yet."""
    engine = engine_over(home)
    service = Service(lambda: Corpus(engine.library, engine.over), LIMITS)
    return create_app(service, intake=Intake(service, JournalFile(home / JOURNAL_NAME), fetcher))


@asynccontextmanager
async def client_over(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A client of an application, ready."""
    async with app.router.lifespan_context(app):
        await app.state.service.loaded()
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=True)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            yield client


def writing(home: Path, fetcher: Fetcher | None = None) -> AbstractAsyncContextManager[httpx.AsyncClient]:
    """A client of the application over that home."""
    return client_over(app_over(home, fetcher))


async def finished(client: httpx.AsyncClient, path: str) -> dict[str, object]:
    """The job at its end, from its own stream."""
    async with client.stream("GET", path, headers={"accept": "text/event-stream"}) as response:
        lines = [line async for line in response.aiter_lines()]
    names = [line.removeprefix("event: ") for line in lines if line.startswith("event: ")]
    assert names == ["progress"] * (len(names) - 1) + ["done"]
    return json.loads([line for line in lines if line.startswith("data: ")][-1].removeprefix("data: "))


def path_of(article_id: str) -> str:
    """Where an article of that id is."""
    return f"/v1/articles/{quote(article_id, safe='')}"
