"""The whole application behind keys, with every chat platform turned on, and keys for it."""

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Route

from api.access.caller import Quota, Scope
from api.access.database import AccessDatabase
from api.access.keys import NewKey, Wanted, make_key
from api.access.setup import admission_of
from api.app import create_app
from api.batching import BatchLimits
from api.chat.desk import Desk
from api.service import Service
from rag.pipeline import Pipeline
from rag.settings import Settings
from tests.chat_kit import everything

NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
LISTED = "https://blog.example.org"
# Reached from other machines, so that nothing goes without a key.
FAR = "0.0.0.0"  # noqa: S104


def new_key(home: Path, *scopes: Scope, collections: Sequence[str] = (), quota: Quota | None = None) -> NewKey:
    """A key that `home` knows."""
    made = make_key(Wanted("a test", scopes, collections, quota or Quota()), NOW)
    AccessDatabase(home).add(made.kept)
    return made


def bearer(key: NewKey | str) -> dict[str, str]:
    return {"authorization": f"Bearer {key if isinstance(key, str) else key.secret}"}


def app_of(pipeline: Pipeline, settings: Settings) -> FastAPI:
    service = Service(lambda: pipeline, BatchLimits(concurrent=64, batch=16))
    return create_app(service, Desk(everything("http://127.0.0.1:9")), (LISTED,), admission=admission_of(settings))


@asynccontextmanager
async def guarded(pipeline: Pipeline, settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the application that `settings` make, ready."""
    app = app_of(pipeline, settings)
    async with app.router.lifespan_context(app):
        await app.state.service.loaded()
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=True)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            yield client


def every_call(app: FastAPI) -> list[tuple[str, str]]:
    """Each method and path of the application, with something in the place of what stands in braces."""
    routes = flat(app.routes)
    filled = [(route, re.sub(r"\{\w+(:path)?\}", "x", route.path)) for route in routes]
    return sorted((method, path) for route, path in filled for method in route.methods)


def flat(routes: Sequence[BaseRoute]) -> list[Route | APIRoute]:
    """Those of routers that are included too; of a kind that is not known here there may be none."""
    found: list[Route | APIRoute] = []
    for route in routes:
        found += [route] if isinstance(route, Route | APIRoute) else flat(route.original_router.routes)
    return found
