"""The server as it is, over articles that can be written and without models: `python -m tests.writing_server HOME`.

TEST_ANSWER_SECONDS is what each question takes besides, as if there were models.
"""

import os
import sys
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from fastapi import FastAPI

from api.access.setup import admission_of
from api.app import create_app
from api.batching import BatchLimits
from api.product import WRITE_WAIT_SECONDS, open_intake
from api.service import Corpus, Service
from api.serving import announced, run
from index.encoder.hashing import HashingEmbedder
from index.generation import Generation
from index.homes import DEFAULT_COLLECTION
from rag.pipeline import Pipeline
from rag.questions.question import Question
from rag.settings import Settings, load_settings
from rag.wire import Engine


class Slow(Pipeline):
    """A pipeline that takes its time, and not the processor's."""

    def answer_all(self, questions: Sequence[str | Question]) -> list:
        time.sleep(float(os.environ.get("TEST_ANSWER_SECONDS", "0")) * len(questions))
        return super().answer_all(questions)


def writing_app() -> FastAPI:
    # Whatever has evidence is answered: hashed words say nothing of how sure an answer is.
    settings = load_settings(min_confidence=0.0)
    return announced(lambda: _app(settings), settings)


def _app(settings: Settings) -> FastAPI:
    engine = Engine(settings, HashingEmbedder())

    def over(generation: Generation) -> Pipeline:
        pipeline = engine.over(generation)
        pipeline.__class__ = Slow
        return pipeline

    library = engine.collection(DEFAULT_COLLECTION, WRITE_WAIT_SECONDS)
    limits = BatchLimits(settings.max_concurrent_questions, settings.max_batch_questions, settings.deadline_seconds)
    service = Service(
        lambda: Corpus(library, over, timedelta(days=settings.keep_revisions_days)),
        limits,
        settings.answer_cache_entries,
    )
    return create_app(service, intake=open_intake(settings, service, admission_of(settings).database))


if __name__ == "__main__":
    run(load_settings(home=Path(sys.argv[1])), "tests.writing_server:writing_app")
