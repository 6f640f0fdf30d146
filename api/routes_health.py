"""Whether the service is alive, and whether it can answer."""

from fastapi import APIRouter

from api.client import ServiceOf
from api.errors import StoppingError
from api.openapi import errors
from api.schemas import AliveOut, ReadyOut

router = APIRouter(tags=["health"])


@router.get("/healthz")
async def alive() -> AliveOut:
    """Say that the process answers, whatever state the models are in."""
    return AliveOut()


@router.get("/readyz", responses=errors(503))
async def ready(service: ServiceOf) -> ReadyOut:
    """Say that the index is open and the models have answered a first question; otherwise why not.

    The index is that of the collection `default`; others are opened when they are first asked for.
    """
    generation = service.ready().pipeline.searcher.generation
    if service.draining:
        raise StoppingError("the service is shutting down; send requests elsewhere")
    return ReadyOut(generation=generation.name, articles=len(generation.contents.articles))
