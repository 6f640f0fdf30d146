"""The server as it is, over one article and without models: `python -m tests.hashing_server HOME`.

Questions with the word `wait` are answered as soon as there is a file HOME/gate, one a run. TEST_HEAD_SECONDS, of which
the product knows nothing, is how long a client has for the head of a request.
"""

import os
import select
import sys
from collections.abc import Sequence
from pathlib import Path

from fastapi import FastAPI

from api.app import create_app
from api.batching import BatchLimits
from api.service import Service
from api.serving import HEAD_SECONDS, announced, run
from index.encoder.hashing import HashingEmbedder
from rag.pipeline import Pipeline
from rag.questions.question import Question
from rag.settings import Settings, load_settings
from rag.wire import Engine


class Gated(Pipeline):
    """A pipeline with a gate that another process opens."""

    gate: Path

    def answer_all(self, questions: Sequence[str | Question]) -> list:
        while any("wait" in str(question) for question in questions) and not self.gate.exists():
            select.select([], [], [], 0.01)
        return super().answer_all(questions)


def open_hashing(settings: Settings) -> Pipeline:
    folder = settings.home / "articles"
    folder.mkdir(parents=True)
    (folder / "one.txt").write_text("Alice left the company because of a quarrel over money.\n", "utf-8")
    engine = Engine(settings, HashingEmbedder())
    engine.index((folder,), lambda _done, _total: None)
    pipeline = engine.pipeline()
    pipeline.__class__ = Gated
    pipeline.gate = settings.home / "gate"
    return pipeline


def hashing_app() -> FastAPI:
    # So that no answer is composed, which would load what writes dates and amounts.
    settings = load_settings(min_confidence=1.0)
    service = Service(lambda: open_hashing(settings), BatchLimits(concurrent=64, batch=1))
    return announced(lambda: create_app(service), settings)


if __name__ == "__main__":
    seconds = float(os.environ.pop("TEST_HEAD_SECONDS", HEAD_SECONDS))
    run(load_settings(home=Path(sys.argv[1])), "tests.hashing_server:hashing_app", seconds)
