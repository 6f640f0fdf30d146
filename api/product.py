"""The product as the server runs it: settings from the environment, seeds where the home holds no articles yet."""

import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from fastapi import FastAPI
from rich.console import Console

from api.access.audit import AuditLog
from api.access.setup import admission_of
from api.app import create_app
from api.batching import BatchLimits
from api.chat.desk import Desk
from api.chat.platforms import platforms_of
from api.errors import JournalError
from api.fetch.fetcher import fetch
from api.fetch.rules import Fetched, Rules
from api.open_collection import Corpus
from api.service import Service
from api.shelf import ShelfLimits
from api.watched.middleware import Watching
from api.watched.traces import open_traces
from api.writing.intake import Intake
from api.writing.journal_file import JOURNAL_NAME, JournalFile
from index.homes import DEFAULT_COLLECTION, collections, database_path, refuse_old_home, warn_of_old_index
from index.library import Library
from rag.indexing import index_seeds_if_new
from rag.settings import Settings, load_settings
from rag.wire import Engine, open_engine

log = logging.getLogger(__name__)
# A client whose article has to wait for another process longer than that is told to come back; two of them may wait in a row.
WRITE_WAIT_SECONDS = 0.7


def product_app() -> FastAPI:
    """The application that `pourquoi serve` runs; raises SettingsError."""
    settings = load_settings()
    service = product_service(settings)
    watching = Watching(settings.log_questions, open_traces(os.environ))
    admission = admission_of(settings)
    origins, intake = settings.allowed_origins, open_intake(settings, service, admission.database)
    return create_app(service, Desk(platforms_of(settings)), origins, intake, admission, watching)


def product_service(settings: Settings) -> Service:
    """The service that `settings` describe, not yet started."""
    limits = BatchLimits(settings.max_concurrent_questions, settings.max_batch_questions, settings.deadline_seconds)
    shelf = ShelfLimits(settings.max_open_collections, settings.deadline_seconds)
    return Service(lambda: open_corpus(settings), limits, settings.answer_cache_entries, shelf)


def open_intake(settings: Settings, service: Service, audit_log: AuditLog) -> Intake | None:
    """What takes articles in; None where the home cannot be written to, over which the service still answers."""
    try:
        return Intake(service, JournalFile(database_path(settings.home).with_name(JOURNAL_NAME)), _fetch, audit_log)
    except JournalError as error:
        log.warning("no articles are taken in: %s", error)
        return None


def _fetch(url: str) -> Fetched:
    return fetch(url, Rules())


@dataclass(frozen=True, slots=True)
class _Impatient:
    """The collections of an engine, for clients who wait."""

    engine: Engine

    def holds(self, name: str) -> bool:
        return self.engine.holds(name)

    def collection(self, name: str) -> Library:
        return self.engine.collection(name, WRITE_WAIT_SECONDS)

    def collections(self) -> Sequence[str]:
        return self.engine.collections()


def open_corpus(settings: Settings) -> Corpus:
    """Load the models and find the articles; in a home without any, seeds/ is indexed first, as `pourquoi ask` does.

    An index of an older version stands in the way of an empty home alone, and is warned of in another. Raises CorpusError or
    AnswerError.
    """
    engine = open_engine(settings)
    index_seeds_if_new(engine, Console(stderr=True))
    if collections(settings.home):
        warn_of_old_index(settings.home)
    else:
        refuse_old_home(settings.home)
    others = _Impatient(engine)
    library = others.collection(DEFAULT_COLLECTION)
    return Corpus(library, engine.over, timedelta(days=settings.keep_revisions_days), others)
