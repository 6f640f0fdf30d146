"""The product as the server runs it: settings from the environment, seeds where there is no index yet."""

import os

from fastapi import FastAPI
from rich.console import Console

from api.access.setup import admission_of
from api.app import create_app
from api.batching import BatchLimits
from api.chat.desk import Desk
from api.chat.platforms import platforms_of
from api.service import Service
from api.watched.middleware import Watching
from api.watched.traces import open_traces
from rag.indexing import index_seeds_if_new
from rag.pipeline import Pipeline
from rag.settings import Settings, load_settings
from rag.wire import open_engine


def product_app() -> FastAPI:
    """The application that `pourquoi serve` runs; raises SettingsError."""
    settings = load_settings()
    service = product_service(settings)
    watching = Watching(settings.log_questions, open_traces(os.environ))
    origins, admission = settings.allowed_origins, admission_of(settings)
    return create_app(service, Desk(platforms_of(settings)), origins, admission, watching)


def product_service(settings: Settings) -> Service:
    """The service that `settings` describe, not yet started."""
    limits = BatchLimits(settings.max_concurrent_questions, settings.max_batch_questions, settings.deadline_seconds)
    return Service(lambda: open_product(settings), limits, settings.answer_cache_entries)


def open_product(settings: Settings) -> Pipeline:
    """Load the models and open the index; where there is none, the folder seeds/ is indexed first, as `pourquoi ask` does.

    Raises CorpusError or AnswerError.
    """
    engine = open_engine(settings)
    index_seeds_if_new(engine, Console(stderr=True))
    return engine.pipeline()
