"""The state of a service as its gauges show it."""

from datetime import datetime

from api.errors import NotReadyError, UnusableIndexError
from api.service import Service
from api.watched.metrics import ServiceState


def state_of(service: Service) -> ServiceState:
    """What is true of `service` now."""
    articles = passages = 0
    indexed_at_seconds, ready = 0.0, False
    try:
        generation = service.ready().pipeline.searcher.generation
    except (NotReadyError, UnusableIndexError):
        pass
    else:
        ready = not service.draining
        articles, passages = len(generation.contents.articles), len(generation.contents.chunks)
        indexed_at_seconds = datetime.fromisoformat(generation.manifest.indexed_at).timestamp()
    return ServiceState(
        ready=ready,
        queued_questions=service.queued,
        articles=articles,
        passages=passages,
        indexed_at_seconds=indexed_at_seconds,
        cached_answers=service.answers.entries,
        cached_bytes=service.answers.bytes,
    )
