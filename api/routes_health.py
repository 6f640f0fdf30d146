"""Whether the service is alive, and whether it can answer."""

from fastapi import APIRouter

from api.client import ReadinessOf
from api.openapi import errors
from api.schemas import AliveOut, ReadyOut

router = APIRouter(tags=["health"])


@router.get("/healthz")
async def alive() -> AliveOut:
    """Say that the process answers, whatever state the models are in."""
    return AliveOut()


@router.get("/readyz", responses=errors(503))
async def ready(readiness: ReadinessOf) -> ReadyOut:
    """Say that the index is open, the models have answered a first question and keys can be read; otherwise why not.

    The index is that of the collection `default`; others are opened when they are first asked for.
    """
    generation = readiness.checked().pipeline.searcher.generation
    return ReadyOut(generation=generation.name, articles=len(generation.contents.articles))
