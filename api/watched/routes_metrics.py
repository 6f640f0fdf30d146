"""What Prometheus reads of the service."""

from fastapi import APIRouter
from starlette.responses import Response

from api.client import CollectionOf, ServiceOf
from api.watched.metrics import MEDIA_TYPE
from api.watched.state import state_of

router = APIRouter(tags=["health"])


@router.get(
    "/metrics",
    response_class=Response,
    responses={200: {"description": "The metrics.", "content": {"text/plain": {"schema": {"type": "string"}}}}},
)
def read_metrics(service: ServiceOf, collection: CollectionOf) -> Response:
    """Give the metrics in Prometheus's text format: the gauges of the index are of one collection, the rest of the service."""
    text = service.metrics.text(state_of(service, collection))
    return Response(text, headers={"cache-control": "no-store", "content-type": MEDIA_TYPE})
