"""The application for the official clients of others, which bring their own HTTP client."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2

from api.app import create_app
from api.batching import BatchLimits
from api.chat.desk import Desk
from api.chat.platforms import Platforms
from api.service import Service
from rag.pipeline import Pipeline

BASE_URL = "http://127.0.0.1"


@asynccontextmanager
async def client_of(pipeline: Pipeline, public_url: str | None = None) -> AsyncIterator[httpx2.AsyncClient]:
    """An HTTP client of the whole application, ready."""
    service = Service(lambda: pipeline, BatchLimits(concurrent=16, batch=8))
    app = create_app(service, Desk(Platforms(public_url=public_url)))
    async with app.router.lifespan_context(app):
        await service.loaded()
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url=BASE_URL) as client:
            yield client
