"""What a route knows of its client: which service to use for it, and whether it is still there."""

import asyncio
from collections.abc import Coroutine
from typing import Annotated, Any, TypeVar, cast

from fastapi import Depends
from starlette.requests import Request

from api.access.middleware import collection_of
from api.errors import ClientGoneError
from api.open_collection import Ready
from api.service import Service
from api.watched.readiness import Readiness

T = TypeVar("T")


def service_of(request: Request) -> Service:
    """The service of the app that the request came to."""
    return cast("Service", request.app.state.service)


async def ready_of(request: Request) -> Ready:
    """What that service has ready of the collection that the request is about; raises what `Service.opened` raises."""
    return (await service_of(request).opened(collection_of(request))).ready


def readiness_of(request: Request) -> Readiness:
    """Whether that service is ready."""
    return cast("Readiness", request.app.state.readiness)


ServiceOf = Annotated[Service, Depends(service_of)]
ReadinessOf = Annotated[Readiness, Depends(readiness_of)]
CollectionOf = Annotated[str, Depends(collection_of)]
ReadyOf = Annotated[Ready, Depends(ready_of)]


async def unless_gone(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """The result of `work`; where the client goes away first, `work` is cancelled and ClientGoneError raised.

    The request's body must have been read.
    """
    working = asyncio.create_task(work)
    leaving = asyncio.create_task(_gone(request))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise ClientGoneError("the client went away")
        return working.result()
    finally:
        working.cancel()
        leaving.cancel()
        await asyncio.gather(working, leaving, return_exceptions=True)


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
