"""The state of a service as its gauges show it."""

from datetime import datetime

from api.service import Service
from api.watched.metrics import ServiceState


def state_of(service: Service, collection: str, *, ready: bool) -> ServiceState:
    """What is true of `service` now, which is `ready` or not, and of that collection where it is open."""
    articles = passages = 0
    indexed_at_seconds = 0.0
    shown = service.open_one(collection)
    if shown is not None:
        generation = shown.pipeline.searcher.generation
        articles, passages = len(generation.contents.articles), len(generation.contents.chunks)
        # Empty where nothing was ever written.
        indexed_at = generation.manifest.indexed_at
        indexed_at_seconds = datetime.fromisoformat(indexed_at).timestamp() if indexed_at else 0.0
    return ServiceState(
        ready=ready,
        queued_questions=service.queued,
        articles=articles,
        passages=passages,
        indexed_at_seconds=indexed_at_seconds,
        cached_answers=service.answers.entries,
        cached_bytes=service.answers.bytes,
    )
