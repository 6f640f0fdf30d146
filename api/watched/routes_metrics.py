"""What Prometheus reads of the service."""

from fastapi import APIRouter
from starlette.responses import Response

from api.client import ServiceOf
from api.watched.metrics import MEDIA_TYPE

router = APIRouter(tags=["health"])


@router.get(
    "/metrics",
    response_class=Response,
    responses={200: {"description": "The metrics.", "content": {"text/plain": {"schema": {"type": "string"}}}}},
)
def read_metrics(service: ServiceOf) -> Response:
    """Give the metrics in Prometheus's text format."""
    return Response(service.metrics.text(), headers={"cache-control": "no-store", "content-type": MEDIA_TYPE})
