"""The server as it is, over articles that can be written and without models: `python -m tests.writing_server HOME`."""

import sys
from datetime import timedelta
from pathlib import Path

from fastapi import FastAPI

from api.access.setup import admission_of
from api.app import create_app
from api.batching import BatchLimits
from api.product import open_intake
from api.service import Corpus, Service
from api.serving import announced, run
from index.encoder.hashing import HashingEmbedder
from index.homes import DEFAULT_COLLECTION
from rag.settings import Settings, load_settings
from rag.wire import Engine


def writing_app() -> FastAPI:
    # Whatever has evidence is answered: hashed words say nothing of how sure an answer is.
    settings = load_settings(min_confidence=0.0)
    return announced(lambda: _app(settings), settings)


def _app(settings: Settings) -> FastAPI:
    engine = Engine(settings, HashingEmbedder())
    library = engine.collection(DEFAULT_COLLECTION, 1.0)
    limits = BatchLimits(settings.max_concurrent_questions, settings.max_batch_questions, settings.deadline_seconds)
    service = Service(
        lambda: Corpus(library, engine.over, timedelta(days=settings.keep_revisions_days)),
        limits,
        settings.answer_cache_entries,
    )
    return create_app(service, intake=open_intake(settings, service, admission_of(settings).database))


if __name__ == "__main__":
    run(load_settings(home=Path(sys.argv[1])), "tests.writing_server:writing_app")
