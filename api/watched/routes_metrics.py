"""What Prometheus reads of the service."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.client import CollectionOf, ReadinessOf, ServiceOf
from api.watched.metrics import MEDIA_TYPE
from api.watched.state import state_of

router = APIRouter(tags=["health"])


async def _is_ready(readiness: ReadinessOf) -> bool:
    """Asked in the event loop, where keys are read."""
    return readiness.is_ready()


@router.get(
    "/metrics",
    response_class=Response,
    responses={200: {"description": "The metrics.", "content": {"text/plain": {"schema": {"type": "string"}}}}},
)
def read_metrics(service: ServiceOf, collection: CollectionOf, ready: Annotated[bool, Depends(_is_ready)]) -> Response:
    """Give the metrics in Prometheus's text format: the gauges of the index are of one collection, the rest of the service."""
    text = service.metrics.text(state_of(service, collection, ready=ready))
    return Response(text, headers={"cache-control": "no-store", "content-type": MEDIA_TYPE})
